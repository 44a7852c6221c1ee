"""What had already become of orders before they were imported: their history, and the cancellations among them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from anam import jobs
from anam.history.models import Entry
from anam.imports.placing import Placed
from anam.imports.plain import CANCELLED_ELSEWHERE, NO_EXPLANATION
from anam.orders.jobs import settle_money
from anam.orders.models import Cancellation, CancelledLine, Reason
from anam.payments.actions.give_back import GivingBack, how_to_give_back
from anam.payments.models import Instruction, Payment

BUYER_ASKED = "buyer_asked"


def reasons() -> dict[str, Reason]:
    """By their key. A reason that support has retired still says why the orders of before were cancelled."""
    return {reason.key: reason for reason in Reason.objects.order_by("id")}


def reason_for(key: str, known: dict[str, Reason]) -> Reason | None:
    return known.get(key) or known.get(CANCELLED_ELSEWHERE)


def cancel_in_the_past(
    cancelled: Sequence[Placed], payments: dict[int, Payment], *, known: dict[str, Reason], now: datetime
) -> None:
    """They were cancelled in the other system, which has seen to the goods; nobody is told of what is history.

    Money that is still held or kept goes back now, through the gateway (D8).
    """
    backs = {one.order.pk: how_to_give_back(payments.get(one.order.pk)) for one in cancelled}
    written = Cancellation.objects.bulk_create(_cancellation(one, backs[one.order.pk], known) for one in cancelled)
    CancelledLine.objects.bulk_create(
        CancelledLine(cancellation=cancellation, maker_id=line.maker_id, line=line, quantity=line.quantity,
                      stock=Reason.Stock.KEEP)
        for cancellation, one in zip(written, cancelled, strict=True)
        for line in one.lines
    )  # fmt: skip
    _give_back([payments[pk] for pk, how in backs.items() if how.kind != "nothing"], now)


def _cancellation(one: Placed, back: GivingBack, known: dict[str, Reason]) -> Cancellation:
    plain, reason = one.was.plain, reason_for(one.was.plain.cancel_reason, known)
    assert reason
    assert plain.cancelled_at
    whose = Cancellation.OnBehalfOf.BUYER if reason.key == BUYER_ASKED else Cancellation.OnBehalfOf.MARKETPLACE
    return Cancellation(
        order=one.order, maker_id=one.order.maker_id, on_behalf_of=whose, reason=reason,
        explanation=plain.explanation or NO_EXPLANATION, at=plain.cancelled_at,
        in_time=plain.cancelled_at < one.order.decline_by, effects={"money": asdict(back), "elsewhere": True},
    )  # fmt: skip


def _give_back(payments: Sequence[Payment], now: datetime) -> None:
    asked = []
    for payment in payments:
        how = how_to_give_back(payment)
        payment.status = f"{how.kind}_pending"
        asked.append(
            Instruction(payment=payment, maker_id=payment.maker_id, kind=how.kind, amount=how.amount,
                        key=f"{how.kind}-{payment.pk}", asked_at=now)
        )  # fmt: skip
    Payment.objects.bulk_update(payments, ["status"])
    instructions = Instruction.objects.bulk_create(asked)
    if instructions:
        jobs.defer(*(jobs.to_do(settle_money, instruction_id=one.pk) for one in instructions))


def write_history(placed: Sequence[Placed], *, source: str, known: dict[str, Reason], now: datetime,
                  payments: dict[int, Payment]) -> None:  # fmt: skip
    """The entries of each: that it was placed, came in, and what became of it over there (D12)."""
    Entry.objects.bulk_create(entry for one in placed for entry in _entries(one, source, known, now, payments))


def _entries(
    one: Placed, source: str, known: dict[str, Reason], now: datetime, payments: dict[int, Payment]
) -> list[Entry]:
    order, plain = one.order, one.was.plain

    def entry(kind: str, at: datetime, *, acting_as: str = "anam", **facts: Any) -> Entry:
        return Entry(order=order, maker_id=order.maker_id, kind=kind, actor_as=acting_as, at=at,
                     policy_id=order.policy_id, facts=facts)  # fmt: skip

    found = [
        entry("placed", order.placed_at, total=order.total, currency=order.currency, source=source),
        entry("imported", now, source=source, reference=plain.reference, line=plain.line_number, status=plain.status),
    ]
    if order.shipped_at:
        found.append(entry("shipped", order.shipped_at, acting_as="maker"))
    if order.completed_at:
        found.append(entry("completed", order.completed_at))
    if plain.cancelled_at and (reason := reason_for(plain.cancel_reason, known)):
        back = how_before(payments.get(order.pk))
        found.append(entry(
            "cancelled", plain.cancelled_at, reason=reason.label, for_buyer=reason.for_buyer,
            explanation=plain.explanation or NO_EXPLANATION, money=back,
        ))  # fmt: skip
    return found


def how_before(payment: Payment | None) -> dict[str, Any]:
    """How the money goes back, of a payment that may already be on its way."""
    if payment and payment.status in ("void_pending", "refund_pending"):
        kind = payment.status.removesuffix("_pending")
        amount = payment.authorised if kind == "void" else payment.captured - payment.refunded
        return asdict(GivingBack(kind, amount, payment.currency))
    return asdict(how_to_give_back(payment))
