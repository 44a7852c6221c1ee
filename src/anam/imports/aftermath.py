"""What had already become of an order before it was imported: shipped, or cancelled in the other system."""

from dataclasses import replace
from datetime import datetime

from anam import jobs
from anam.history.record import record
from anam.imports.plain import Unreadable
from anam.orders.calling_off import call_off
from anam.orders.jobs import settle_money
from anam.orders.models import Cancellation, Order, Reason
from anam.orders.plan import plan_calling_off, read_facts
from anam.orders.status import Status
from anam.payments.models import Instruction

CANCELLED_ELSEWHERE = "cancelled_elsewhere"
EXPLANATION = "It was cancelled in the system that it comes from, which does not say why."


def ship_in_the_past(order: Order, *, at: datetime) -> None:
    """`order` was shipped at `at` (UTC); its payment is as the other system has it, so none is taken here."""
    Order.objects.filter(pk=order.pk, status=Status.PLACED).update(status=Status.SHIPPED, shipped_at=at)
    record(order, kind="shipped", by=None, acting_as="maker", at=at)


def cancel_in_the_past(order: Order, *, at: datetime, now: datetime) -> None:
    """`order` was cancelled at `at` (UTC). Money that is still held or kept goes back now, through the gateway (D8).

    Nobody is told of the cancellation, which is history; the buyer is told once money has moved.
    """
    # A reason that support has retired still says why the orders of before were cancelled.
    reason = Reason.objects.filter(key=CANCELLED_ELSEWHERE).order_by("id").last()
    if reason is None:
        raise Unreadable(f"It is cancelled, and the reason “{CANCELLED_ELSEWHERE}” is missing in the database.")
    plan = plan_calling_off(order, replace(read_facts(order), reason=reason))
    done = call_off(
        order, "cancel", plan, reason=reason, by=None, on_behalf_of=Cancellation.OnBehalfOf.MARKETPLACE,
        explanation=EXPLANATION, note="", at=at,
    )  # fmt: skip
    assert done, "an order that was only just placed can be called off"
    record(
        order, kind="cancelled", by=None, acting_as="anam", at=at, reason=reason.label,
        for_buyer=reason.for_buyer, explanation=EXPLANATION,
        money=plan.as_record["money"],
    )  # fmt: skip
    if done.instruction_id:
        Instruction.objects.filter(pk=done.instruction_id).update(asked_at=now)
        jobs.defer(jobs.to_do(settle_money, instruction_id=done.instruction_id))
