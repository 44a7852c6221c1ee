"""Setup intents: a card is checked, and its owner agrees to later charges; no money moves."""

from typing import Any

from tests.stripe_stand_in.account import Account, Cause, Object
from tests.stripe_stand_in.calls import Call
from tests.stripe_stand_in.cards import refusal
from tests.stripe_stand_in.customers import customer_of
from tests.stripe_stand_in.errors import ApiError, invalid, unexpected_state
from tests.stripe_stand_in.listing import list_of
from tests.stripe_stand_in.parameters import merge_metadata
from tests.stripe_stand_in.payment_methods import attach_to, client_secret, usable_by

OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")


def make_setup_intent(account: Account, *, customer: str | None, cause: Cause, **shown: Any) -> Object:
    intent_id = account.new_id("seti")
    intent: Object = {
        "id": intent_id,
        "object": "setup_intent",
        "allowed_payment_method_types": None,
        "application": None,
        "attach_to_self": None,
        "automatic_payment_methods": None,
        "cancellation_reason": None,
        "client_secret": client_secret(intent_id),
        "created": account.clock.seconds(),
        "customer": customer,
        "description": None,
        "flow_directions": None,
        "last_setup_error": None,
        "latest_attempt": None,
        "livemode": account.livemode,
        "mandate": None,
        "metadata": {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "single_use_mandate": None,
        "status": "requires_payment_method",
        "usage": "off_session",
        **shown,
    }
    account.add(intent)
    account.emit("setup_intent.created", intent, cause)
    return intent


def create_setup_intent(call: Call) -> Object:
    params = call.params
    customer = customer_of(call.account, params["customer"])["id"] if "customer" in params else None
    shown = call.given("description", "usage", "allowed_payment_method_types", "automatic_payment_methods")
    metadata = merge_metadata({}, params.get("metadata"))
    intent = make_setup_intent(call.account, customer=customer, cause=call.cause, metadata=metadata, **shown)
    if "payment_method" in params:
        intent["payment_method"] = usable_by(call.account, params["payment_method"], customer)["id"]
        intent["status"] = "requires_confirmation"
    if params.get("confirm"):
        return confirm_setup(call.account, intent, intent["payment_method"], cause=call.cause)
    return intent


def retrieve_setup_intent(call: Call) -> Object:
    return call.account.get("setup_intent", call.object_id, param="intent", status=404)


def list_setup_intents(call: Call) -> dict[str, Any]:
    return list_of(call.account.of_kind("setup_intent"), call, filters=("customer", "payment_method"))


def confirm_setup_intent(call: Call) -> Object:
    intent = retrieve_setup_intent(call)
    _refuse_checkouts_own(call.account, intent, "confirm")
    method = intent["payment_method"]
    if "payment_method" in call.params:
        method = usable_by(call.account, call.params["payment_method"], intent["customer"])["id"]
    return confirm_setup(call.account, intent, method, cause=call.cause)


def cancel_setup_intent(call: Call) -> Object:
    intent = retrieve_setup_intent(call)
    _refuse_checkouts_own(call.account, intent, "cancel")
    if intent["status"] not in OPEN:
        message = f"You cannot cancel this SetupIntent because it has a status of {intent['status']}."
        raise unexpected_state(
            f"{message} Only a SetupIntent with one of these may be canceled: {', '.join(OPEN)}.", intent
        )
    return cancel_setup(call.account, intent, call.params.get("cancellation_reason"), call.cause)


def cancel_setup(account: Account, intent: Object, reason: str | None, cause: Cause) -> Object:
    intent |= {"status": "canceled", "cancellation_reason": reason}
    account.save(intent)
    account.emit("setup_intent.canceled", intent, cause)
    return intent


def confirm_setup(
    account: Account, intent: Object, method_id: str | None, *, cause: Cause, authenticated: bool = False
) -> Object:
    """Check the card and save it with its customer. Raises ApiError: the bank's no, which stays with the intent."""
    if intent["status"] not in OPEN:
        message = f"You cannot confirm this SetupIntent because it has a status of {intent['status']}."
        raise unexpected_state(message, intent)
    if method_id is None:
        raise unexpected_state("You cannot confirm this SetupIntent because it's missing a payment method.", intent)
    wallet = account.behind[method_id]
    intent["payment_method"] = method_id
    if wallet.card.authentication and not wallet.set_up and not authenticated:
        intent |= {"status": "requires_action", "next_action": {"type": "use_stripe_sdk", "use_stripe_sdk": {}}}
        account.save(intent)
        account.emit("setup_intent.requires_action", intent, cause)
        return intent
    if wallet.card.setup:
        raise fail_setup(account, intent, refusal(wallet.card.setup), cause)
    intent |= {"status": "succeeded", "next_action": None, "last_setup_error": None}
    method = account.objects[method_id]
    if intent["customer"] and method["customer"] is None:
        attach_to(account, method, intent["customer"], cause)
    wallet.set_up = wallet.set_up or intent["usage"] == "off_session"
    account.save(intent)
    account.emit("setup_intent.succeeded", intent, cause)
    return intent


def fail_setup(account: Account, intent: Object, error: ApiError, cause: Cause) -> ApiError:
    """The bank's no goes into the intent, which waits for another card; the error comes back to be raised."""
    details = {"code": error.code, "message": error.message, "type": error.type, **error.extra}
    intent |= {"status": "requires_payment_method", "payment_method": None, "next_action": None}
    intent["last_setup_error"] = details
    account.save(intent)
    account.emit("setup_intent.setup_failed", intent, cause)
    error.extra = {**error.extra, "setup_intent": dict(intent)}
    return error


def _refuse_checkouts_own(account: Account, intent: Object, verb: str) -> None:
    if intent["id"] in account.behind:  # the session that it belongs to
        raise invalid(
            f"You cannot {verb} a SetupIntent that belongs to a Checkout Session; expire the session instead."
        )
