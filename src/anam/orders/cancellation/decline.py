from collections.abc import Mapping
from uuid import uuid4

from django.db import transaction

from anam.history.record import record
from anam.orders.cancellation.cancel_order import cancel_order, record_decline
from anam.orders.cancellation.cancellation_validation import (
    SheetState,
    require_preview,
    require_quantities,
    require_sheet,
    require_words,
)
from anam.orders.cancellation.context import is_duplicate_submission, send_context
from anam.orders.cancellation.eligibility import no_longer_possible, why_not
from anam.orders.cancellation.plan import plan_cancellation
from anam.orders.locking import send_lock
from anam.orders.models import Order
from anam.people.models import Maker, User
from anam.refusals import Refused
from anam.sql import pipelined
from anam.words import visible


def decline(
    number: str,
    *,
    maker: Maker,
    by: User,
    reason: str,
    explanation: str,
    note: str = "",
    quantities: Mapping[int, int] | None = None,
    stock: Mapping[int, str] | None = None,
    preview_token: str = "",
    key: str = "",
    sheet: SheetState | None = None,
) -> Order:
    """Cancel an order that its maker will not fulfil, or `quantities` of it, by line id; the rest goes on.

    The money goes back, the stock follows the reason, the buyer is told. With the last quantity the order is declined.

    `reason` is the key of a Reason; `stock` chooses return, zero or keep by line id, where the reason should
    not decide; `preview_token` is that of the plan that was shown, if one was. `key` is that of the form or the call:
    the second of the same finds what the first did (D7). `sheet` is what its reader had seen, where it was a page:
    there the stock is asked, and an answer of the buyer that came meanwhile is shown first.

    Raises Order.DoesNotExist where the order is not this maker's (D1), and Refused, with nothing changed and
    the attempt on record (D12): not in time (D2), before the buyer was told (D3), without a reason or an
    explanation (D5), more than is left, a reason that is for whole orders only, when somebody was quicker (D7), when
    the effect is not what was announced (D11).
    """
    explanation, note = (visible(words).strip() for words in (explanation, note))
    try:
        return _decline(number, maker, by, reason, explanation, note, quantities, stock, preview_token, key, sheet)
    except Refused as refused:
        _record_refused_attempt(number, refused, maker=maker, by=by)
        raise


@transaction.atomic
@pipelined()
def _decline(
    number: str,
    maker: Maker,
    by: User,
    reason: str,
    explanation: str,
    note: str,
    quantities: Mapping[int, int] | None,
    stock: Mapping[int, str] | None,
    preview_token: str,
    key: str,
    sheet: SheetState | None,
) -> Order:
    locked = send_lock(maker, number)
    read = send_context(number, reason_key=reason, key=key, explanation=explanation)  # it goes with the lock
    order = locked()
    context = read(order)
    if is_duplicate_submission(context, explanation=explanation, quantities=quantities):
        return order
    if refusals := why_not(order, now=context.now, handled=context.handled, taken_by=context.taken_by):
        raise Refused(*refusals)
    chosen = require_words(context, explanation, note)
    require_quantities(context, quantities)
    plan = plan_cancellation(order, context, quantities=quantities, stock=stock)
    if sheet:
        require_sheet(sheet, context, plan)
    require_preview(plan, preview_token)
    done = cancel_order(
        order,
        "decline",
        plan,
        key=key or uuid4().hex,
        reason=chosen,
        by=by,
        on_behalf_of="maker",
        explanation=explanation,
        note=note,
        at=context.now,
    )
    if done is None:
        raise Refused(no_longer_possible(order))
    record_decline(
        order,
        plan,
        done,
        reason=chosen,
        by=by,
        acting_as="maker",
        at=context.now,
        explanation=explanation,
        said_at=context.said_at,
    )
    return order


def _record_refused_attempt(number: str, refused: Refused, *, maker: Maker, by: User) -> None:
    """That `by` tried to decline the order, and why it was refused, after what was begun is undone (D12)."""
    order = Order.objects.of_maker(maker).get(number=number)
    codes = [refusal.code for refusal in refused.refusals]
    record(order, kind="decline_refused", by=by, acting_as="maker", codes=codes, why=refused.refusal.kept)
