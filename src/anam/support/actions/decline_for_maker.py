from datetime import datetime

from django.db import transaction

from anam.cases.actions.add_entry import add_entry
from anam.cases.actions.close_case import close_case
from anam.cases.actions.record_telling import record_telling
from anam.cases.models import Case
from anam.coded import coded
from anam.history.record import record
from anam.orders.cancellation.cancel_order import cancel_order, record_decline
from anam.orders.cancellation.cancellation_validation import require_preview
from anam.orders.cancellation.context import load_context
from anam.orders.cancellation.eligibility import no_longer_possible
from anam.orders.contacting.mark_contacted import mark_contacted
from anam.orders.models import Order
from anam.people.models import User
from anam.refusals import Refused
from anam.support.escalation import checked_words, plan_for, take_up
from anam.words import day_and_clock, visible

TOLD_HOW = ("email", "phone", "other")


@transaction.atomic
def decline_for_maker(
    case_id: int, *, by: User, told_how: str, message: str, told_at: datetime | None = None, preview_token: str = ""
) -> Order:
    """Support has told the buyer, and with that the order is declined in its maker's name (D6).

    `told_how` is "email" (`message` goes out with the e-mail that says it), "phone" or "other" (`message` is what was
    said, for the record). `told_at` in UTC: when, if not now. `preview_token` is that of the plan that was
    shown, if one was. Whether it is in time was judged when the maker asked.

    Raises Case.DoesNotExist, and Refused with nothing changed: the case is closed or a colleague's, the order has
    moved on (D7), nobody can have been told that way or at that time (D3), the effect is not what was announced (D11).
    """
    message = checked_words(visible(message), who_reads="it is the record of what the buyer was told")
    case, order = take_up(case_id, by=by)
    context = load_context(order)
    told_at = told_at or context.now
    _check_telling(order, told_how, told_at, now=context.now)
    if case.reason is None:  # the database forbids it: a case that asks for a decline has one
        raise ValueError(f"{case} has no reason.")
    record_telling(case, how=told_how, at=told_at, by=by)
    _record_contact(case, order, by, told_how, told_at, message, now=context.now)
    close_case(case, outcome="declined", by=by, at=context.now)
    plan = plan_for(case, order, context)
    require_preview(plan, preview_token)
    done = cancel_order(
        order,
        "decline",
        plan,
        key=f"case-{case.pk}",
        reason=case.reason,
        by=by,
        on_behalf_of="maker",
        explanation=case.explanation,
        note=case.note,
        at=context.now,
        in_time=bool(case.in_time),
    )
    if done is None:
        raise Refused(no_longer_possible(order))
    record_decline(
        order,
        plan,
        done,
        reason=case.reason,
        by=by,
        acting_as="support",
        at=context.now,
        explanation=case.explanation,
        case_id=case.pk,
        in_time=case.in_time,
        told_words=message if told_how == "email" else "",
    )
    return order


def _check_telling(order: Order, told_how: str, told_at: datetime, *, now: datetime) -> None:
    if told_how not in TOLD_HOW:
        raise Refused.because("told_how_unknown", "Say how the buyer was told: by email, by telephone or otherwise.")
    if not order.placed_at <= told_at <= now:
        raise Refused.because(
            "told_when_unlikely",
            f"They can have been told between {day_and_clock(order.placed_at)}, when the order was placed, and now.",
        )
    if told_how == "email" and not User.objects.active_members("buyer", order.buyer_id).exists():
        raise Refused.because(
            "nobody_to_write_to", f"Nobody at {order.buyer.name} has an email address here. Telephone them instead."
        )


def _record_contact(
    case: Case, order: Order, by: User, told_how: str, told_at: datetime, message: str, *, now: datetime
) -> None:
    """The contact on the order (D3; an earlier one stays), in its history, and in the case."""
    mark_contacted(order, at=told_at, how=told_how)
    record(order, kind="support_told", by=by, acting_as="support", at=told_at, how=told_how, case_id=case.pk)
    if told_how == "email":
        add_entry(case, "letter", message, side="support", by=by, to="buyer", at=now)
    else:
        told = coded("told_by_phone" if told_how == "phone" else "told_otherwise", at=told_at.isoformat())
        add_entry(case, "note", message, event=told, side="support", by=by, at=now)
