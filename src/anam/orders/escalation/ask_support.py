from collections.abc import Mapping

from django.db import transaction

from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.coded import coded
from anam.history.record import record
from anam.orders.cancellation.cancellation_validation import (
    SheetState,
    require_quantities,
    require_stock,
    require_words,
)
from anam.orders.cancellation.context import load_context
from anam.orders.cancellation.eligibility import why_not
from anam.orders.cancellation.plan import plan_cancellation, takes_all
from anam.orders.escalation.next_step import buyer_not_reached, can_be_escalated, kind_of_case
from anam.orders.locking import lock_of_maker
from anam.people.models import Maker, User
from anam.policy.models import current_policy
from anam.refusals import Refused
from anam.words import visible


@transaction.atomic
def ask_support(
    number: str,
    *,
    maker: Maker,
    by: User,
    reason: str,
    explanation: str,
    note: str = "",
    quantities: Mapping[int, int] | None = None,
    stock: Mapping[int, str] | None = None,
    sheet: SheetState | None = None,
) -> Case:
    """Ask support to tell the buyer and to decline an order, where its maker cannot (D6). The buyer hears nothing yet.

    Where the maker could, but their e-mails did not reach the buyer, support may be asked as well.

    Takes what `decline` takes, and judges now whether it came in time. Raises Order.DoesNotExist where the order is
    not this maker's (D1), and Refused: it has moved on, support is at it already, the maker can do it themselves, or
    the reason or the explanation is missing (D5); or the stock, where `sheet` asked for it.
    """
    explanation, note = (visible(words).strip() for words in (explanation, note))
    order = lock_of_maker(maker, number)
    context = load_context(order, reason_key=reason)
    refusals = why_not(order, now=context.now, handled=context.handled, taken_by=context.taken_by)
    if not refusals and not buyer_not_reached(order):
        raise Refused.because("support_not_needed", "Nothing is in the way: you can cancel this order yourself.")
    if refusals and not can_be_escalated(refusals):
        raise Refused(*refusals)
    chosen = require_words(context, explanation, note)
    require_quantities(context, quantities)
    if sheet:
        require_stock(sheet, plan_cancellation(order, context, quantities=quantities, stock=stock))
    part = {} if quantities is None or takes_all(context, quantities) else dict(quantities)
    in_time = order.in_time(context.now)
    case, _ = open_case(
        kind_of_case(order, now=context.now),
        about=coded("cannot_fulfil", maker=order.maker.name, order=order.number),
        opened_as="maker",
        by=by,
        at=context.now,
        answer_within=current_policy().support_answer_time,
        order=order,
        maker_id=order.maker_id,
        buyer_id=order.buyer_id,
        reason_id=chosen.pk,
        explanation=explanation,
        note=note,
        stock=dict(stock or {}),
        quantities=part,
        in_time=in_time,
    )
    record(
        order,
        kind="support_asked",
        by=by,
        acting_as="maker",
        case_id=case.pk,
        case_kind=case.kind,
        in_time=in_time,
        reason=chosen.label,
        explanation=explanation,
        answer_by=case.answer_by.isoformat(),
    )
    return case
