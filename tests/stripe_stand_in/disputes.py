"""Disputes: the card's owner asks their bank for the money, which takes it first and decides weeks later."""

from typing import Any

from tests.stripe_stand_in.account import Account, Cause, Object
from tests.stripe_stand_in.calls import Call
from tests.stripe_stand_in.charges import card_behind
from tests.stripe_stand_in.clock import DAY
from tests.stripe_stand_in.errors import invalid
from tests.stripe_stand_in.listing import list_of

ANSWER_WITHIN = 9 * DAY


def open_dispute(
    account: Account, charge: Object, *, amount: int | None = None, reason: str = "fraudulent", inquiry: bool = False
) -> Object:
    """An inquiry takes no money yet, and leaves the charge refundable. `amount`: all that was captured, if not said."""
    if not charge["captured"]:
        raise ValueError(f"{charge['id']} was not captured: nobody can want it back")
    dispute: Object = {
        "id": account.new_id("du"),
        "object": "dispute",
        "amount": charge["amount_captured"] if amount is None else amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": account.clock.seconds(),
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": {
            "due_by": account.clock.seconds() + ANSWER_WITHIN,
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": inquiry,
        "livemode": account.livemode,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "status": "warning_needs_response" if inquiry else "needs_response",
    }
    account.add(dispute)
    charge["disputed"] = True
    account.save(charge)
    account.emit("charge.dispute.created", dispute, Cause())
    if not inquiry:
        account.book("disputed", charge, dispute["amount"], reference=dispute["id"])
        account.emit("charge.dispute.funds_withdrawn", dispute, Cause())
    return dispute


def dispute_by_card(account: Account, charge: Object) -> None:
    card = card_behind(account, charge)
    if card.dispute:
        open_dispute(account, charge, reason=card.dispute, inquiry=card.inquiry)


def close_dispute(account: Account, dispute: Object, *, won: bool) -> Object:
    """The bank decides. Won: the money comes back to us; an inquiry ends without any having gone."""
    was = dispute["status"]
    charge = account.objects[dispute["charge"]]
    inquiry = was.startswith("warning_")
    dispute["status"] = "warning_closed" if inquiry else "won" if won else "lost"
    dispute["is_charge_refundable"] = inquiry
    account.save(dispute)
    if won and not inquiry:
        account.book("dispute_won", charge, dispute["amount"], reference=dispute["id"])
        account.emit("charge.dispute.funds_reinstated", dispute, Cause())
    account.emit("charge.dispute.closed", dispute, Cause(), previous={"status": was})
    return dispute


def refundable_beside_disputes(account: Account, charge: Object, left: int) -> int:
    """What of `left` may go back. While a dispute is open, or was lost, nothing: in doubt, no.

    Raises ApiError (`charge_disputed`). Money of a dispute that was won is ours again, and can be refunded."""
    for dispute in account.of_kind("dispute"):
        if dispute["charge"] == charge["id"] and dispute["status"] not in ("won", "warning_closed"):
            if not dispute["is_charge_refundable"]:
                message = f"Charge {charge['id']} has been charged back; cannot issue a refund."
                raise invalid(message, code="charge_disputed")
            if not dispute["status"].startswith("warning_"):
                left -= dispute["amount"]
    return left


def retrieve_dispute(call: Call) -> Object:
    return call.account.get("dispute", call.object_id, param="dispute", status=404)


def list_disputes(call: Call) -> dict[str, Any]:
    return list_of(call.account.of_kind("dispute"), call, filters=("charge", "payment_intent"))
