"""The writing of a removal: a part of a locked order is called off, and the rest goes on."""

from datetime import datetime

from django.db.models import F

from anam import jobs
from anam.catalog import stock
from anam.history.record import record
from anam.orders.jobs import settle_money, write_letters
from anam.orders.models import CancellationRequest, Line, Order, Reason, Removal, RemovedLine
from anam.orders.removal import RemovalPlan
from anam.payments.actions.give_back_part import give_back_part
from anam.people.models import User


def remove_part(
    order: Order,
    plan: RemovalPlan,
    *,
    request: CancellationRequest | None,
    reason: Reason,
    by: User | None,
    acting_as: str,
    on_behalf_of: str,
    explanation: str,
    at: datetime,
    note: str = "",
) -> Removal:
    """Remove from a locked `order` what `plan` says: its lines, their stock, their money; and tell both sides.

    In the caller's transaction. D7, D8, D9, D10, D12.
    """
    removal = Removal.objects.create(
        order=order, maker_id=order.maker_id, request=request, by=by, on_behalf_of=on_behalf_of, reason=reason,
        explanation=explanation, note=note, amount=plan.amount, at=at,
    )  # fmt: skip
    RemovedLine.objects.bulk_create(
        RemovedLine(removal=removal, maker_id=order.maker_id, line_id=one.line.id, quantity=one.quantity,
                    returned=one.returned)
        for one in plan.lines
    )  # fmt: skip
    for one in plan.lines:
        Line.objects.filter(pk=one.line.id).update(declined_quantity=F("declined_quantity") + one.quantity)
    Order.objects.filter(pk=order.pk).update(removed=F("removed") + plan.amount)
    stock.release(plan.releases, at=at, removal_id=removal.pk)
    instruction_id = give_back_part(
        getattr(order, "payment", None), amount=plan.amount, removal_id=removal.pk, at=at
    )  # fmt: skip
    entry_id = record(
        order, kind="lines_declined" if on_behalf_of == "maker" else "lines_removed", by=by, acting_as=acting_as,
        at=at, tell=("buyer", "maker"), removal_id=removal.pk, reason=reason.label, for_buyer=reason.for_buyer,
        explanation=explanation, **plan.as_record,
    )  # fmt: skip
    afterwards = [jobs.to_do(write_letters, entry_id=entry_id)]
    if instruction_id:
        afterwards.append(jobs.to_do(settle_money, instruction_id=instruction_id))
    jobs.defer(*afterwards)
    return removal
