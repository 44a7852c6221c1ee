"""Refunds: money that was captured goes back, at once, later, or days later not at all."""

from typing import Any

from tests.stripe_stand_in.account import Account, Cause, Object
from tests.stripe_stand_in.calls import Call
from tests.stripe_stand_in.charges import card_behind
from tests.stripe_stand_in.clock import DAY
from tests.stripe_stand_in.currencies import check_unit
from tests.stripe_stand_in.disputes import refundable_beside_disputes
from tests.stripe_stand_in.errors import exclusive, invalid, missing
from tests.stripe_stand_in.listing import list_of
from tests.stripe_stand_in.parameters import merge_metadata

SETTLES_AFTER = 3 * DAY  # the test card whose refunds are pending, and the one whose refunds fail


def create_refund(call: Call) -> Object:
    """Raises ApiError: nothing captured, more than is left, all of it back already, or disputed."""
    account, params = call.account, call.params
    charge = _charge_to_refund(call)
    left = charge["amount_captured"] - charge["amount_refunded"]
    if not left:
        message = f"Charge {charge['id']} has already been refunded."
        raise invalid(message, code="charge_already_refunded")
    undisputed = refundable_beside_disputes(account, charge, left)
    amount = params.get("amount", left)
    check_unit(amount, charge["currency"], param="amount")
    if amount > left:
        message = f"Refund amount ({amount} {charge['currency']}) is greater than unrefunded amount on charge"
        raise invalid(f"{message} ({left} {charge['currency']})", param="amount")
    if amount > undisputed:
        message = f"Charge {charge['id']} has been charged back; cannot issue a refund."
        raise invalid(message, code="charge_disputed")
    refund = account.add(_refund(account, charge, amount, params))
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
    account.save(charge)
    account.emit("refund.created", refund, call.cause)
    account.emit("charge.refunded", charge, call.cause)
    if refund["status"] == "succeeded":
        account.book("refunded", charge, amount, reference=refund["id"])
    _what_the_card_does(account, charge, refund)
    return refund


def _charge_to_refund(call: Call) -> Object:
    account, params = call.account, call.params
    if "charge" in params and "payment_intent" not in params:
        charge = account.get("charge", params["charge"], param="charge")
    elif "payment_intent" in params and "charge" not in params:
        intent = account.get("payment_intent", params["payment_intent"], param="payment_intent")
        charge = account.objects.get(intent["latest_charge"] or "", {})
    elif "charge" in params:
        raise exclusive("charge", "payment_intent")
    else:
        raise missing("payment_intent")
    if not charge.get("captured"):
        named = charge.get("payment_intent") or params.get("payment_intent")
        message = f"This PaymentIntent ({named}) does not have a successful charge to refund."
        raise invalid(message, param="payment_intent")
    return charge


def _refund(account: Account, charge: Object, amount: int, params: dict[str, Any]) -> Object:
    pending = account.refunds_begin == "pending" or card_behind(account, charge).refund == "pending"
    refund_id = account.new_id("re")
    return {
        "id": refund_id,
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": account.clock.seconds(),
        "currency": charge["currency"],
        "destination_details": {"card": {"reference_status": "pending", "type": "refund"}, "type": "card"},
        "metadata": merge_metadata({}, params.get("metadata")),
        "payment_intent": charge["payment_intent"],
        "pending_reason": "processing" if pending else None,
        "reason": params.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "pending" if pending else "succeeded",
        "transfer_reversal": None,
    }


def _what_the_card_does(account: Account, charge: Object, refund: Object) -> None:
    later = account.clock.now() + SETTLES_AFTER
    card = card_behind(account, charge)
    if account.refunds_begin == "fails" or card.refund == "fails":
        account.at(later, lambda: fail(account, refund))
    elif card.refund == "pending":
        account.at(later, lambda: settle(account, refund))


def settle(account: Account, refund: Object) -> None:
    """A pending refund comes through."""
    if refund["status"] != "pending":
        return
    charge = account.objects[refund["charge"]]
    refund |= {"status": "succeeded", "pending_reason": None}
    account.save(refund)
    account.book("refunded", charge, refund["amount"], reference=refund["id"])
    account.emit("refund.updated", refund, Cause(), previous={"status": "pending"})
    account.emit("charge.refund.updated", refund, Cause(), previous={"status": "pending"})


def fail(account: Account, refund: Object, reason: str = "lost_or_stolen_card") -> None:
    """The bank sends the money back, of a pending refund or of one that had succeeded: it can be refunded again."""
    was = refund["status"]
    if was not in ("pending", "succeeded"):
        return
    charge = account.objects[refund["charge"]]
    refund |= {
        "status": "failed",
        "pending_reason": None,
        "failure_reason": reason,
        "failure_balance_transaction": None,
    }
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    account.save(refund)
    account.save(charge)
    if was == "succeeded":
        account.book("refund_failed", charge, refund["amount"], reference=refund["id"])
    for kind in ("refund.failed", "refund.updated", "charge.refund.updated"):
        account.emit(kind, refund, Cause(), previous=None if kind == "refund.failed" else {"status": was})


def retrieve_refund(call: Call) -> Object:
    return call.account.get("refund", call.object_id, param="refund", status=404)


def update_refund(call: Call) -> Object:
    """Its metadata, and nothing else."""
    refund = retrieve_refund(call)
    refund["metadata"] = merge_metadata(refund["metadata"], call.params.get("metadata"))
    call.account.save(refund)
    return refund


def list_refunds(call: Call) -> dict[str, Any]:
    return list_of(call.account.of_kind("refund"), call, filters=("charge", "payment_intent"))
