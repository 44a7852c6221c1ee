from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from anam.catalog import stock as stocks
from anam.history.record import record
from anam.orders.cancellation.context import load_context
from anam.orders.locking import lock
from anam.orders.models import Order, Refund, RefundedLine
from anam.orders.refunds.planned_refund import PlannedRefund, plan_of_refund, refundable_lines
from anam.orders.refunds.validation import require_refund, validate_lines, validate_words, why_no_refund
from anam.payments.actions.void_or_refund import void_or_refund
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
) -> Refund:
    """Support gives back `amount` (minor units) of an order that has shipped, or what `quantities` by line id came to.

    With both it is so much for these lines. The buyer and the maker read `words`; the `note` support alone. The same
    `key` again is the same refund. M12, D7, D9, D11.

    Raises Order.DoesNotExist, and Refused: `not_shipped`, `nothing_to_refund`, `explanation_needed`, `lines_wrong`,
    `amount_wrong`, `refund_above_what_is_left`, `changed_meanwhile`, `form_sent_already`.
    """
    order = lock(Order.objects.all(), number)
    context = load_context(order)
    if before := _submitted(order, key, words=words, amount=amount, quantities=quantities):
        return before
    if refusal := why_no_refund(order):
        raise Refused(refusal)
    for wrong in validate_words(reason, words, note).values():
        raise Refused.because("explanation_needed", wrong)
    lines = refundable_lines(order, context)
    if wrong := validate_lines(lines, quantities or {}):
        raise Refused.because("lines_wrong", wrong)
    plan = plan_of_refund(order, lines, reason=reason, amount=amount, quantities=quantities, stock=stock)
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
        effects=plan.to_json(),
    )
    _carry_out(order, refund, plan, at=context.now)
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


def _carry_out(order: Order, refund: Refund, plan: PlannedRefund, *, at: datetime) -> None:
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
        kind="refund_decided",
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
    )
    stocks.release(plan.releases, at=at, refund_id=refund.pk)
    void_or_refund(order.payment, plan.money, final=False, cancellation_id=None, refund_id=refund.pk, at=at)
