"""Payment intents: created without effect, confirmed (the bank is asked), then captured once or cancelled."""

from typing import Any

from tests.stripe_stand_in.account import Account, Cause, Object
from tests.stripe_stand_in.calls import Call
from tests.stripe_stand_in.charges import capture
from tests.stripe_stand_in.confirming import confirm
from tests.stripe_stand_in.currencies import check_charge, check_currency
from tests.stripe_stand_in.customers import customer_of
from tests.stripe_stand_in.disputes import dispute_by_card
from tests.stripe_stand_in.errors import exclusive, invalid, unexpected_state, unsupported
from tests.stripe_stand_in.listing import list_of, search_of
from tests.stripe_stand_in.parameters import check_length, merge_metadata
from tests.stripe_stand_in.payment_methods import client_secret, usable_by

CANCELLABLE = ("requires_payment_method", "requires_capture", "requires_confirmation", "requires_action")
CHANGEABLE = ("requires_payment_method", "requires_confirmation")
_NULL = (
    *(
        "allowed_payment_method_types",
        "application",
        "application_fee_amount",
        "automatic_payment_methods",
        "canceled_at",
    ),
    *("cancellation_reason", "customer", "description", "last_payment_error", "latest_charge", "next_action"),
    *("on_behalf_of", "payment_method", "processing", "receipt_email", "review", "setup_future_usage", "shipping"),
    *("statement_descriptor", "statement_descriptor_suffix", "transfer_data", "transfer_group"),
)
_SHOWN = (
    *("allowed_payment_method_types", "automatic_payment_methods", "capture_method", "description", "receipt_email"),
    *("setup_future_usage", "statement_descriptor_suffix", "transfer_group"),
)


def make_payment_intent(account: Account, amount: int, currency: str, cause: Cause, **shown: Any) -> Object:
    intent_id = account.new_id("pi")
    intent: Object = {
        "id": intent_id,
        "object": "payment_intent",
        **dict.fromkeys(_NULL),
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "capture_method": "automatic_async",
        "client_secret": client_secret(intent_id),
        "confirmation_method": "automatic",
        "created": account.clock.seconds(),
        "currency": currency,
        "livemode": account.livemode,
        "metadata": {},
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "status": "requires_payment_method",
        **shown,
    }
    account.add(intent)
    account.emit("payment_intent.created", intent, cause)
    return intent


def create_payment_intent(call: Call) -> Object:
    """An intent that moves nothing, unless `confirm` says that it is to be confirmed at once."""
    account, params = call.account, call.params
    check_currency(params["currency"])
    check_charge(params["amount"], params["currency"], param="amount")
    check_length(params.get("statement_descriptor_suffix"), 22, "statement_descriptor_suffix")
    _check_how_cards_are_taken(params)
    for name in ("off_session", "return_url", "error_on_requires_action"):
        if name in params and not params.get("confirm"):
            raise invalid(f"The parameter `{name}` can only be used with `confirm=true`.", param=name, kept=False)
    customer = customer_of(account, params["customer"])["id"] if "customer" in params else None
    shown = call.given(*_SHOWN)
    if not shown.get("allowed_payment_method_types"):
        shown.setdefault("automatic_payment_methods", {"allow_redirects": "always", "enabled": True})
    method = usable_by(account, params["payment_method"], customer) if "payment_method" in params else None
    metadata = merge_metadata({}, params.get("metadata"))
    intent = make_payment_intent(
        account, params["amount"], params["currency"], call.cause, customer=customer, metadata=metadata, **shown
    )
    if method:
        intent |= {"payment_method": method["id"], "status": "requires_confirmation"}
        account.save(intent)
    return _confirm(call, intent) if params.get("confirm") else intent


def _check_how_cards_are_taken(params: dict[str, Any]) -> None:
    if "allowed_payment_method_types" in params and "automatic_payment_methods" in params:
        raise exclusive("allowed_payment_method_types", "automatic_payment_methods")


def retrieve_payment_intent(call: Call) -> Object:
    return call.account.get("payment_intent", call.object_id, param="intent", status=404)


def list_payment_intents(call: Call) -> dict[str, Any]:
    return list_of(call.account.of_kind("payment_intent"), call, filters=("customer",))


def search_payment_intents(call: Call) -> dict[str, Any]:
    return search_of("payment_intent", call)


def update_payment_intent(call: Call) -> Object:
    """Metadata and description at any time; the rest until it is confirmed."""
    account, params = call.account, call.params
    intent = retrieve_payment_intent(call)
    if intent["status"] not in CHANGEABLE and set(params) - {"metadata", "description", "expand"}:
        message = f"This PaymentIntent's parameters could not be updated because it has a status of {intent['status']}."
        raise unexpected_state(message, intent)
    if params.get("currency", intent["currency"]) != intent["currency"]:
        raise unsupported("currency")
    changes = call.given("description", "receipt_email", "transfer_group")
    if "amount" in params:
        check_charge(params["amount"], intent["currency"], param="amount")
        changes["amount"] = params["amount"]
    if "customer" in params:
        changes["customer"] = customer_of(account, params["customer"])["id"]
    if "payment_method" in params:
        method = usable_by(account, params["payment_method"], changes.get("customer", intent["customer"]))
        changes |= {"payment_method": method["id"], "status": "requires_confirmation"}
    intent |= changes
    intent["metadata"] = merge_metadata(intent["metadata"], params.get("metadata"))
    account.save(intent)
    return intent


def confirm_payment_intent(call: Call) -> Object:
    return _confirm(call, retrieve_payment_intent(call))


def _confirm(call: Call, intent: Object) -> Object:
    """The card's owner is there (`off_session` absent or false) or away; then the bank cannot ask them anything."""
    method_id = intent["payment_method"]
    if "payment_method" in call.params:
        method_id = usable_by(call.account, call.params["payment_method"], intent["customer"])["id"]
    automatic = intent["automatic_payment_methods"] or {}
    redirects = automatic.get("enabled") and automatic.get("allow_redirects", "always") != "never"
    if redirects and "return_url" not in call.params:
        message = (
            "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of"
        )
        message += (
            " these payment methods might redirect your customer off of your page, you must provide a `return_url`."
        )
        raise invalid(message, param="return_url")
    away = bool(call.params.get("off_session"))
    ask = "redirect" if "return_url" in call.params else "script"
    if call.params.get("error_on_requires_action"):
        ask = "never"
    return confirm(call.account, intent, method_id, off_session=away, cause=call.cause, ask=ask)


def capture_payment_intent(call: Call) -> Object:
    """Once, all or a part; what is not captured is released."""
    account, intent = call.account, retrieve_payment_intent(call)
    if intent["status"] != "requires_capture":
        message = f"This PaymentIntent could not be captured because it has a status of {intent['status']}. Only a"
        message += " PaymentIntent with one of the following statuses may be captured: requires_capture."
        if intent["status"] == "succeeded":
            message = "This PaymentIntent could not be captured because it has already been captured."
        raise unexpected_state(message, intent)
    amount = call.params["amount_to_capture"] if "amount_to_capture" in call.params else intent["amount_capturable"]
    check_charge(amount, intent["currency"], param="amount_to_capture")
    if amount > intent["amount_capturable"]:
        message = "The requested capture amount is greater than the authorized amount."
        raise invalid(message, code="amount_too_large", param="amount_to_capture")
    if call.params.get("final_capture") is False:
        raise invalid("This PaymentIntent does not support multiple captures.", param="final_capture")
    charge = account.objects[intent["latest_charge"]]
    capture(account, charge, amount)
    intent |= {"status": "succeeded", "amount_capturable": 0, "amount_received": amount}
    intent["metadata"] = merge_metadata(intent["metadata"], call.params.get("metadata"))
    account.save(intent)
    if session_id := account.behind.get(intent["id"]):
        account.objects[session_id]["payment_status"] = "paid"
    account.emit("charge.captured", charge, call.cause)
    account.emit("payment_intent.succeeded", intent, call.cause)
    dispute_by_card(account, charge)
    return intent


def cancel_payment_intent(call: Call) -> Object:
    """Before it is captured; what was reserved is released, and no refund is made."""
    intent = retrieve_payment_intent(call)
    if intent["status"] not in CANCELLABLE:
        message = f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}. Only a"
        message += f" PaymentIntent with one of the following statuses may be canceled: {', '.join(CANCELLABLE)},"
        raise unexpected_state(f"{message} processing.", intent)
    if intent["id"] in call.account.behind and intent["status"] != "requires_capture":
        message = (
            "You cannot cancel a PaymentIntent that belongs to an open Checkout Session; expire the session instead."
        )
        raise invalid(message, param="intent")
    return cancel(call.account, intent, call.params.get("cancellation_reason"), call.cause)


def cancel(account: Account, intent: Object, reason: str | None, cause: Cause) -> Object:
    reserved = intent["amount_capturable"]
    intent |= {"status": "canceled", "amount_capturable": 0, "cancellation_reason": reason, "next_action": None}
    intent["canceled_at"] = account.clock.seconds()
    account.save(intent)
    if reserved:
        charge = account.objects[intent["latest_charge"]]
        charge["payment_method_details"]["card"]["capture_before"] = None
        account.save(charge)
        account.book("voided", charge, reserved)
    account.emit("payment_intent.canceled", intent, cause)
    return intent
