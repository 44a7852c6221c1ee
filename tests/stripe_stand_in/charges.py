"""Charges: the bank's answer to a confirmed intent, and the end that its authorisation has."""

from typing import Any

from tests.stripe_stand_in.account import Account, Cause, Object
from tests.stripe_stand_in.calls import Call
from tests.stripe_stand_in.cards import Card
from tests.stripe_stand_in.clock import DAY, HOUR
from tests.stripe_stand_in.errors import ApiError
from tests.stripe_stand_in.listing import list_of

AUTHORISED_FOR = 7 * DAY
AUTHORISED_FOR_VISA_OFF_SESSION = 4 * DAY + 18 * HOUR  # the card's owner is away: a merchant-initiated transaction
_OF_THE_INTENT = (
    *("amount", "currency", "customer", "description", "receipt_email", "statement_descriptor_suffix"),
    "transfer_group",
)
_NULL = (
    *("application", "application_fee", "application_fee_amount", "balance_transaction", "failure_code"),
    *("failure_balance_transaction", "failure_message", "on_behalf_of", "receipt_number", "receipt_url", "review"),
    *("shipping", "source_transfer", "statement_descriptor", "transfer_data"),
)


def make_charge(account: Account, intent: Object, method: Object, **shown: Any) -> Object:
    """A charge of the whole intent, with nothing captured yet; `shown` says what is different about it."""
    charge: Object = {
        "id": account.new_id("ch"),
        "object": "charge",
        **dict.fromkeys(_NULL),
        **{name: intent[name] for name in _OF_THE_INTENT},
        "amount_captured": 0,
        "amount_refunded": 0,
        "billing_details": dict(method["billing_details"]),
        "calculated_statement_descriptor": "ANAM",
        "captured": False,
        "created": account.clock.seconds(),
        "disputed": False,
        "fraud_details": {},
        "livemode": account.livemode,
        "metadata": dict(intent["metadata"]),
        "outcome": {"network_status": "approved_by_network", "type": "authorized"},
        "paid": True,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {"card": _used_card(method), "type": "card"},
        "refunded": False,
        "status": "succeeded",
        **shown,
    }
    return account.add(charge)


def _used_card(method: Object) -> dict[str, Any]:
    names = ("brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4", "wallet")
    shown = {name: method["card"][name] for name in names}
    return {
        **shown,
        "amount_authorized": None,
        "capture_before": None,
        "network": shown["brand"],
        "three_d_secure": None,
    }


def failed_charge(account: Account, intent: Object, method: Object, error: ApiError) -> Object:
    outcome = {
        "network_status": "declined_by_network",
        "reason": error.extra.get("decline_code", error.code),
        "seller_message": "The bank did not return any further details with this decline.",
        "type": "issuer_declined",
    }
    shown = {"status": "failed", "paid": False, "failure_code": error.code, "failure_message": error.message}
    return make_charge(account, intent, method, outcome=outcome, **shown)


def authorise(account: Account, intent: Object, method: Object, *, off_session: bool) -> Object:
    """A charge that reserves the whole amount, and ends by itself unless it is captured or cancelled before."""
    charge = make_charge(account, intent, method)
    away = off_session and method["card"]["brand"] == "visa"
    ends = charge["created"] + (AUTHORISED_FOR_VISA_OFF_SESSION if away else AUTHORISED_FOR)
    card = charge["payment_method_details"]["card"]
    card |= {"amount_authorized": charge["amount"], "capture_before": ends}
    account.save(charge)
    account.book("authorised", charge, charge["amount"])
    account.at(ends, lambda: expire(account, intent, charge))
    return charge


def capture(account: Account, charge: Object, amount: int) -> None:
    """Take a part or all; the rest of the authorisation is released, and is no refund."""
    charge |= {"captured": True, "amount_captured": amount}
    charge["payment_method_details"]["card"]["capture_before"] = None
    account.save(charge)
    account.book("captured", charge, amount)
    if amount < charge["amount"]:
        account.book("voided", charge, charge["amount"] - amount)


def expire(account: Account, intent: Object, charge: Object) -> None:
    """The authorisation ends: the bank has its money back, and the intent is cancelled for good."""
    if intent["status"] != "requires_capture" or intent["latest_charge"] != charge["id"]:
        return
    charge["payment_method_details"]["card"]["capture_before"] = None
    intent |= {"status": "canceled", "amount_capturable": 0, "cancellation_reason": "expired"}
    intent["canceled_at"] = account.clock.seconds()
    account.save(charge)
    account.save(intent)
    account.book("expired", charge, charge["amount"])
    account.emit("charge.expired", charge, Cause())
    account.emit("payment_intent.canceled", intent, Cause())


def retrieve_charge(call: Call) -> Object:
    return call.account.get("charge", call.object_id, param="charge", status=404)


def list_charges(call: Call) -> dict[str, Any]:
    return list_of(call.account.of_kind("charge"), call, filters=("payment_intent", "customer", "transfer_group"))


def card_behind(account: Account, charge: Object) -> Card:
    card: Card = account.behind[charge["payment_method"]].card
    return card
