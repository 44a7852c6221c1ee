"""Checkout Sessions: a page at Stripe's, open for 30 minutes to a day, where a card is saved or a payment made."""

import functools
import re
from typing import Any

from tests.stripe_stand_in.account import Account, Cause, Object, random_text
from tests.stripe_stand_in.calls import Call
from tests.stripe_stand_in.clock import DAY, MINUTE
from tests.stripe_stand_in.currencies import check_charge, check_currency
from tests.stripe_stand_in.customers import customer_of
from tests.stripe_stand_in.errors import exclusive, invalid, missing
from tests.stripe_stand_in.listing import list_of
from tests.stripe_stand_in.parameters import check_length, merge_metadata
from tests.stripe_stand_in.payment_intents import cancel
from tests.stripe_stand_in.setup_intents import OPEN, cancel_setup, make_setup_intent

MIN_LIFE, MAX_LIFE = 30 * MINUTE, DAY
_URL = re.compile(r"https?://[^\s/]+\S*")
_SHOWN = (
    *("allowed_payment_method_types", "billing_address_collection", "cancel_url", "client_reference_id"),
    *("consent_collection", "custom_text", "customer_email", "locale", "submit_type", "success_url"),
)
_NULL = (
    *("after_expiration", "allow_promotion_codes", "allowed_payment_method_types", "billing_address_collection"),
    *("cancel_url", "client_reference_id", "client_secret", "consent", "consent_collection", "currency_conversion"),
    *("customer_creation", "customer_details", "customer_email", "discounts", "invoice", "invoice_creation", "locale"),
    *("payment_intent", "payment_link", "recovered_from", "return_url", "setup_intent", "shipping_address_collection"),
    *("shipping_cost", "submit_type", "subscription", "success_url"),
)
# What each mode takes and the other refuses.
_OF_PAYMENT = ("line_items", "payment_intent_data", "submit_type")
_OF_SETUP = ("setup_intent_data",)


def create_session(call: Call) -> Object:
    params, account = call.params, call.account
    _check(call)
    items = [_line_item(account, item) for item in params.get("line_items", [])]
    currency = params.get("currency") or (items[0]["currency"] if items else None)
    total = sum(item["amount_total"] for item in items) if items else None
    if items:
        _check_total(items, total or 0)
    customer = customer_of(account, params["customer"])["id"] if "customer" in params else None
    session_id = f"cs_{'live' if account.livemode else 'test'}_{random_text(58)}"
    blank = _blank(account, session_id)
    session: Object = {
        **blank,
        **call.given(*_SHOWN),
        "amount_subtotal": total,
        "amount_total": total,
        "currency": currency,
        "customer": customer,
        "expires_at": params.get("expires_at", blank["created"] + MAX_LIFE),
        "metadata": merge_metadata({}, params.get("metadata")),
        "mode": params.get("mode"),
        "payment_status": "no_payment_required" if params.get("mode") == "setup" else "unpaid",
        "url": f"{call.url}/c/pay/{session_id}",
    }
    if session["mode"] == "setup":
        data = params.get("setup_intent_data", {})
        shown = {"description": data.get("description"), "metadata": merge_metadata({}, data.get("metadata"))}
        intent = make_setup_intent(account, customer=customer, cause=call.cause, **shown)
        account.behind[intent["id"]] = session_id
        session["setup_intent"] = intent["id"]
    account.behind[session_id] = {"items": items, "payment_intent_data": params.get("payment_intent_data", {})}
    account.add(session)
    account.at(session["expires_at"], functools.partial(expire, account, session, Cause()))
    return session


def _blank(account: Account, session_id: str) -> Object:
    return {
        "id": session_id,
        "object": "checkout.session",
        **dict.fromkeys(_NULL),
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "created": account.clock.seconds(),
        "custom_fields": [],
        "custom_text": {
            "after_submit": None,
            "shipping_address": None,
            "submit": None,
            "terms_of_service_acceptance": None,
        },
        "livemode": account.livemode,
        "payment_method_collection": "always",
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "status": "open",
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
    }


def _check(call: Call) -> None:
    params, now = call.params, call.account.clock.seconds()
    mode = params.get("mode")
    if mode is None:
        raise missing("mode")
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        raise invalid("The stand-in has no page but its own (`hosted_page`).", param="ui_mode", kept=False)
    for name in _OF_PAYMENT if mode == "setup" else _OF_SETUP:
        if name in params:
            raise invalid(f"You can not pass `{name}` in `{mode}` mode.", param=name, kept=False)
    if mode == "payment" and "line_items" not in params:
        raise missing("line_items")
    if mode == "setup" and "currency" not in params and "allowed_payment_method_types" not in params:
        raise missing("currency")
    if "currency" in params:
        check_currency(params["currency"])
    if "success_url" not in params:
        raise missing("success_url")
    if "customer" in params and "customer_email" in params:
        raise exclusive("customer", "customer_email")
    for name in ("success_url", "cancel_url"):
        if name in params and not _URL.fullmatch(params[name]):
            raise invalid(f"Not a valid URL: {params[name]}", code="url_invalid", param=name, kept=False)
    check_length(params.get("client_reference_id"), 200, "client_reference_id")
    for place, text in params.get("custom_text", {}).items():
        check_length((text or {}).get("message"), 1200, f"custom_text[{place}][message]")
    ends = params.get("expires_at", now + MAX_LIFE)
    if not now + MIN_LIFE <= ends <= now + MAX_LIFE:
        limit = "at least 30 minutes" if ends < now + MIN_LIFE else "less than 24 hours"
        message = f"The `expires_at` timestamp must be {limit} from Checkout Session creation."
        raise invalid(message, param="expires_at", kept=False)


def _line_item(account: Account, item: dict[str, Any]) -> Object:
    if "price_data" not in item:
        raise invalid("The stand-in has no prices of its own: send `price_data`.", param="line_items[0][price]")
    price, quantity = item["price_data"], item.get("quantity", 1)
    product = price.get("product_data")
    if not product or "unit_amount" not in price:
        raise missing(
            "line_items[0][price_data][unit_amount]" if product else "line_items[0][price_data][product_data]"
        )
    check_currency(price["currency"], param="line_items[0][price_data][currency]")
    return {
        "id": account.new_id("li"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": price["unit_amount"] * quantity,
        "amount_tax": 0,
        "amount_total": price["unit_amount"] * quantity,
        "currency": price["currency"],
        "description": product["name"],
        "quantity": quantity,
    }


def _check_total(items: list[Object], total: int) -> None:
    if len({item["currency"] for item in items}) > 1:
        raise invalid("The line items must all be in one currency.", param="line_items")
    check_charge(total, items[0]["currency"], param="line_items")


def retrieve_session(call: Call) -> Object:
    return call.account.get("checkout.session", call.object_id, param="session", status=404)


def list_sessions(call: Call) -> dict[str, Any]:
    filters = ("customer", "payment_intent", "status")
    return list_of(call.account.of_kind("checkout.session"), call, filters=filters)


def list_line_items(call: Call) -> dict[str, Any]:
    return list_of(call.account.behind[retrieve_session(call)["id"]]["items"], call)


def expire_session(call: Call) -> Object:
    session = retrieve_session(call)
    if session["status"] != "open":
        message = (
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of'
        )
        raise invalid(f"{message} `{session['status']}`.", param="session")
    return expire(call.account, session, call.cause)


def expire(account: Account, session: Object, cause: Cause) -> Object:
    """The page takes nothing any more. What it had begun is cancelled with it."""
    if session["status"] != "open":
        return session
    session |= {"status": "expired", "url": None}
    account.save(session)
    if (setup := account.objects.get(session["setup_intent"] or "")) and setup["status"] in OPEN:
        cancel_setup(account, setup, None, cause)
    if intent := account.objects.get(session["payment_intent"] or ""):
        cancel(account, intent, "automatic", cause)
    account.emit("checkout.session.expired", session, cause)
    return session
