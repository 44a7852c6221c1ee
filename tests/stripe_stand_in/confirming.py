"""Asks the bank: the one place where an intent becomes authorised, is declined, or waits for its owner."""

from tests.stripe_stand_in.account import Account, Cause, Object
from tests.stripe_stand_in.cards import refusal
from tests.stripe_stand_in.charges import authorise, capture, failed_charge
from tests.stripe_stand_in.disputes import dispute_by_card
from tests.stripe_stand_in.errors import ApiError, unexpected_state, unsupported
from tests.stripe_stand_in.payment_methods import Wallet, attach_to

CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")


def confirm(
    account: Account,
    intent: Object,
    method_id: str | None,
    *,
    off_session: bool,
    cause: Cause,
    authenticated: bool = False,
    ask: str = "script",
) -> Object:
    """`ask`: how the bank may ask its customer: "script" (the intent waits), "never", or "redirect", which is not ours.

    Raises ApiError: no longer confirmable, or the bank's no (402), which stays with the intent."""
    method_id = _confirmable(intent, method_id)
    wallet: Wallet = account.behind[method_id]
    wanted = _wants_its_owner(wallet) and not authenticated
    if wanted and ask == "redirect" and not off_session:
        raise unsupported("return_url")
    intent["payment_method"] = method_id
    if wanted and (off_session or ask == "never"):
        raise decline(account, intent, refusal("authentication_required"), cause)
    if wanted:
        intent |= {"status": "requires_action", "next_action": {"type": "use_stripe_sdk", "use_stripe_sdk": {}}}
        account.save(intent)
        account.emit("payment_intent.requires_action", intent, cause)
        return intent
    if wallet.card.charge:
        raise decline(account, intent, refusal(wallet.card.charge), cause)
    return _succeed(account, intent, account.objects[method_id], off_session=off_session, cause=cause)


def _confirmable(intent: Object, method_id: str | None) -> str:
    """The card that may be charged for it. Raises ApiError: the intent's state, or no card."""
    because = "You cannot confirm this PaymentIntent because"
    if intent["status"] in ("succeeded", "requires_capture"):
        raise unexpected_state(f"{because} it has already succeeded after being previously confirmed.", intent)
    if intent["status"] not in CONFIRMABLE:
        message = f"{because} it has a status of {intent['status']}. Only a PaymentIntent with one of the following"
        message += " statuses may be confirmed: requires_confirmation, requires_action."
        raise unexpected_state(message, intent)
    if method_id is None:
        message = f"{because} it's missing a payment method. You can either update the PaymentIntent with a payment"
        message += " method and then confirm it again, or confirm it again directly with a payment method."
        raise unexpected_state(message, intent)
    return method_id


def _wants_its_owner(wallet: Wallet) -> bool:
    return wallet.card.authentication == "always" or (wallet.card.authentication == "once" and not wallet.set_up)


def decline(account: Account, intent: Object, error: ApiError, cause: Cause) -> ApiError:
    """The bank's no: a failed charge, and the intent waits for another card. The error comes back to be raised."""
    method = account.objects[intent["payment_method"]]
    charge = failed_charge(account, intent, method, error)
    details = {"type": error.type, "code": error.code, "message": error.message, **error.extra}
    details |= {"charge": charge["id"], "payment_method": dict(method)}
    intent |= {"status": "requires_payment_method", "payment_method": None, "next_action": None}
    intent |= {"latest_charge": charge["id"], "last_payment_error": details}
    if method["customer"] is None:
        account.behind[method["id"]].spent = True
    account.save(intent)
    account.emit("charge.failed", charge, cause)
    account.emit("payment_intent.payment_failed", intent, cause)
    shown = {"charge": charge["id"], "payment_method": dict(method), "payment_intent": dict(intent)}
    error.extra = {**error.extra, **shown}
    return error


def fail_authentication(account: Account, intent: Object, cause: Cause) -> ApiError:
    """The card's owner could not show their bank that it is them; nothing was charged."""
    message = (
        "We are unable to authenticate your payment method. Please choose a different payment method and try again."
    )
    code = "payment_intent_authentication_failure"
    error = ApiError(402, message, type="card_error", code=code)
    intent |= {"status": "requires_payment_method", "payment_method": None, "next_action": None}
    intent["last_payment_error"] = {"type": error.type, "code": code, "message": message}
    account.save(intent)
    account.emit("payment_intent.payment_failed", intent, cause)
    return error


def _succeed(account: Account, intent: Object, method: Object, *, off_session: bool, cause: Cause) -> Object:
    wallet: Wallet = account.behind[method["id"]]
    if intent["setup_future_usage"] and intent["customer"] and method["customer"] is None:
        attach_to(account, method, intent["customer"], cause)
        wallet.set_up = wallet.set_up or intent["setup_future_usage"] == "off_session"
    wallet.spent = wallet.spent or method["customer"] is None
    charge = authorise(account, intent, method, off_session=off_session)
    intent |= {"latest_charge": charge["id"], "last_payment_error": None, "next_action": None}
    if intent["capture_method"] == "manual":
        intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
    else:
        capture(account, charge, intent["amount"])
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
    account.save(intent)
    account.emit("charge.succeeded", charge, cause)
    manual = intent["capture_method"] == "manual"
    account.emit("payment_intent.amount_capturable_updated" if manual else "payment_intent.succeeded", intent, cause)
    if not manual:
        dispute_by_card(account, charge)
    return intent
