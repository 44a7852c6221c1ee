from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from anam.catalog import stock as stocks
from anam.history.record import record
from anam.orders.cancellation.context import load_context
from anam.orders.locking import lock
from anam.orders.models import Order, Refund, RefundedLine
from anam.orders.refunds.planned_refund import PlannedRefund, plan_of_refund, refundable_lines
from anam.orders.refunds.validation import REFUNDABLE, require_refund, validate_lines, validate_words, why_no_refund
from anam.payments.actions.end_operation import end_operation
from anam.payments.actions.void_or_refund import void_or_refund
from anam.payments.models import PaymentOperation
from anam.payments.proof import Proof, validate_proof
from anam.payments.states import State
from anam.people.models import User
from anam.refusals import Refused, refusal_words


@transaction.atomic
def refund_order(
    number: str,
    *,
    by: User,
    reason: str,
    words: str,
    note: str = "",
    amount: int | None = None,
    quantities: Mapping[int, int] | None = None,
    stock: Mapping[int, str] | None = None,
    preview_token: str = "",
    key: str = "",
    done: Proof | None = None,
) -> Refund:
    """Support gives back `amount` (minor units) of an order that has shipped, or what `quantities` by line id came to.

    With both it is so much for these lines. The buyer and the maker read `words`; the `note` support alone. The same
    `key` again is the same refund. M12, D7, D9, D11.

    With `done`, somebody has given it back already, outside Anam: that is recorded, of whatever order, and nobody is
    asked to move money. M2.

    Raises Order.DoesNotExist, and Refused: `not_shipped`, `nothing_to_refund`, `explanation_needed`, `lines_wrong`,
    `amount_wrong`, `refund_above_what_is_left`, `changed_meanwhile`, `form_sent_already`, `reference_needed`,
    `confirmed_in_future`.
    """
    order = lock(Order.objects.all(), number)
    context = load_context(order)
    if before := _submitted(order, key, words=words, amount=amount, quantities=quantities):
        return before
    if refusal := why_no_refund(order, by_hand=done is not None):
        raise Refused(refusal)
    if done:
        validate_proof(done, now=context.now)
    for wrong in validate_words(reason, words, note).values():
        raise Refused.because("explanation_needed", wrong)
    lines = refundable_lines(order, context) if order.status in REFUNDABLE else ()
    if wrong := validate_lines(lines, quantities or {}):
        raise Refused.because("lines_wrong", wrong)
    told: dict[str, Any] = {"amount": amount, "quantities": quantities, "stock": stock}
    plan = plan_of_refund(order, lines, reason=reason, **told, by_hand=done is not None)
    require_refund(order, plan, preview_token)
    refund = Refund.objects.create(
        order=order,
        maker_id=order.maker_id,
        key=key or uuid4().hex,
        by=by,
        reason=reason,
        words=words.strip(),
        note=note.strip(),
        amount=plan.amount,
        at=context.now,
        done_at=(done.at or context.now) if done else None,
        effects=plan.to_json(),
    )
    _carry_out(order, refund, plan, at=context.now, reference=done.reference if done else "")
    return refund


def _submitted(
    order: Order, key: str, *, words: str, amount: int | None, quantities: Mapping[int, int] | None
) -> Refund | None:
    """What this very form or call has done before. Raises Refused where it says something else now."""
    before = Refund.objects.filter(order=order, key=key).prefetch_related("lines").first() if key else None
    if before is None:
        return None
    taken = {line.line_id: line.quantity for line in before.lines.all()}
    same_sum = bool(taken) if amount is None else amount == before.amount
    if before.words != words.strip() or taken != dict(quantities or {}) or not same_sum:
        raise Refused.because("form_sent_already", refusal_words("refund_sent_already"))
    return before


def _carry_out(order: Order, refund: Refund, plan: PlannedRefund, *, at: datetime, reference: str) -> None:
    """The lines, the history, the stock and the money of a `refund`."""
    RefundedLine.objects.bulk_create(
        RefundedLine(
            refund=refund,
            maker_id=order.maker_id,
            line_id=one.line.id,
            quantity=one.quantity,
            stock=one.effect,
            returned=one.returned,
        )
        for one in plan.lines
    )
    told = plan.to_json()
    record(
        order,
        kind="refund_recorded" if refund.done_at else "refund_decided",
        by=refund.by,
        acting_as="support",
        at=at,
        amount=plan.amount,
        currency=order.currency,
        refund_reason=refund.reason,
        words=refund.words,
        money=told["money"],
        lines=[{"title": one["title"], "quantity": one["quantity"]} for one in told["lines"]],
        refund_id=refund.pk,
        **_what_was_done(refund, plan),
    )
    stocks.release(plan.releases, at=at, refund_id=refund.pk)
    final = plan.money.by_hand and order.is_cancelled and plan.amount == plan.left
    operation_id = void_or_refund(
        order.payment, plan.money, final=final, cancellation_id=None, refund_id=refund.pk, at=at
    )
    if refund.done_at and operation_id:
        _record_done(refund, operation_id, reference=reference)


def _what_was_done(refund: Refund, plan: PlannedRefund) -> dict[str, Any]:
    """Of what is recorded, what its sentence says besides."""
    if refund.done_at is None:
        return {}
    return {"done_at": refund.done_at.isoformat(), "moved": plan.money.kind, "holder": plan.money.holder}


def _record_done(refund: Refund, operation_id: int, *, reference: str) -> None:
    """In the transaction that queued it: no gateway is asked."""
    operation = PaymentOperation.objects.select_related("payment").get(pk=operation_id)
    to = State.DONE if operation.payment.is_external else State.RECORDED_MANUALLY
    end_operation(operation, to, at=refund.done_at, by=refund.by, acting_as="support", reference=reference)
