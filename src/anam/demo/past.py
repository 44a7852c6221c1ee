"""What was done with an order, at a time that lies in the past.

The actions read the database's clock, as they must. Here the same is written, in the same order and under
the same rules, with the moment at which it happened. A tale that breaks a rule raises Refused.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from anam.conversations.actions.post import post
from anam.demo.escalations import ask_support, cancellation_request, complain, support_refuses, support_tells
from anam.demo.money import complete_operation, complete_operation_of
from anam.demo.scenarios import Sides, Step
from anam.history.record import record
from anam.notifications.engine import notify_of
from anam.orders.cancellation.cancel_order import cancel_order, record_cancellation, record_decline
from anam.orders.cancellation.cancellation_validation import require_words
from anam.orders.cancellation.context import load_context
from anam.orders.cancellation.eligibility import no_longer_possible, why_not
from anam.orders.cancellation.plan import plan_cancellation
from anam.orders.contacting.contact_validation import conversation_of, validate_may_write
from anam.orders.fulfilment.ship import record_shipped, take_what_is_due
from anam.orders.locking import transition
from anam.orders.models import Order, Reminder
from anam.payments.actions.request_capture import request_capture
from anam.people.models import User
from anam.refusals import Refused


def contact(order: Order, step: Step, sides: Sides, at: datetime) -> None:
    """D3, D4"""
    if refusal := validate_may_write(order, conversation_of(order)):
        raise Refused(refusal)
    message_id = _say(order, step.words, side="maker", by=sides.owner, at=at)
    Order.objects.filter(pk=order.pk, contacted_at=None).update(contacted_at=at, contacted_how="message")
    record(order, kind="contacted", by=sides.owner, acting_as="maker", at=at, how="message", message_id=message_id)


def ask(order: Order, step: Step, sides: Sides, at: datetime) -> None:
    _say(order, step.words, side="buyer", by=sides.buyer, at=at)


def accept(order: Order, step: Step, sides: Sides, at: datetime) -> None:
    transition(order, "accept", accepted_at=at)
    record(order, kind="accepted", by=sides.packer, acting_as="maker", at=at)


def charge(order: Order, step: Step, sides: Sides, at: datetime) -> None:
    complete_operation(request_capture(order.payment, amount=order.payment.authorised, at=at), at=at)


def ship(order: Order, step: Step, sides: Sides, at: datetime) -> None:
    cost = order.shipping - order.shipping * (order.pk % 4) // 20  # what was announced is the most that it can be
    transition(order, "ship", shipped_at=at, shipping_charged=cost, **step.facts)
    record_shipped(order, by=sides.packer, at=at)
    complete_operation(take_what_is_due(order, at=at), at=at)


def complete(order: Order, step: Step, sides: Sides, at: datetime) -> None:
    transition(order, "complete", completed_at=at)
    record(order, kind="completed", by=sides.buyer, acting_as="buyer", at=at)


def attempt(order: Order, step: Step, sides: Sides, at: datetime) -> None:
    """A decline that was refused, with what the maker was told (D12)."""
    refusals = why_not(order, now=at)
    record(
        order,
        kind="decline_refused",
        by=sides.owner,
        acting_as="maker",
        at=at,
        codes=[refusal.code for refusal in refusals],
        why=refusals[0].kept,
    )


def decline(order: Order, step: Step, sides: Sides, at: datetime) -> None:
    """D2, D3, D5, D7 to D10"""
    if refusals := why_not(order, now=at):
        raise Refused(*refusals)
    _end(order, step, at, by=sides.owner, acting_as="maker", on_behalf_of="maker")


def cancel(order: Order, step: Step, sides: Sides, at: datetime) -> None:
    by_buyer = step.facts["by"] == "buyer"
    _end(
        order,
        step,
        at,
        by=sides.buyer if by_buyer else sides.support,
        acting_as=step.facts["by"],
        on_behalf_of="buyer" if by_buyer else "marketplace",
    )


def remind(order: Order, *, hours_left: int, at: datetime) -> None:
    """The maker was reminded of an order that was still unanswered."""
    Reminder.objects.create(order=order, hours_left=hours_left, at=at)
    record(order, kind="reminded", by=None, acting_as="anam", at=at, hours_left=hours_left)


VERBS: dict[str, Callable[[Order, Step, Sides, datetime], None]] = {
    "contact": contact,
    "ask": ask,
    "accept": accept,
    "charge": charge,
    "ship": ship,
    "complete": complete,
    "try": attempt,
    "decline": decline,
    "cancel": cancel,
    "ask_support": ask_support,
    "support_tells": support_tells,
    "support_refuses": support_refuses,
    "request": cancellation_request,
    "complain": complain,
}
ANSWERS = ("accept", "decline", "cancel", "support_tells")


def _say(order: Order, words: str, *, side: str, by: User, at: datetime) -> int:
    posted = post(words, maker_id=order.maker_id, buyer_id=order.buyer_id, order=order, side=side, by=by, at=at)
    notify_of(message_id=posted.message_id)
    return posted.message_id


def _end(order: Order, step: Step, at: datetime, *, by: User, acting_as: str, on_behalf_of: str) -> None:
    context = load_context(order, reason_key=step.facts["reason"])
    reason = require_words(context, step.words, any_reason=step.verb == "cancel")
    plan = plan_cancellation(order, context)
    done = cancel_order(
        order,
        step.verb,
        plan,
        key="demo",
        reason=reason,
        by=by,
        on_behalf_of=on_behalf_of,
        explanation=step.words,
        note=step.facts.get("note", ""),
        at=at,
    )
    if done is None:
        raise Refused(no_longer_possible(order))
    written: Any = {"reason": reason, "by": by, "acting_as": acting_as, "at": at, "explanation": step.words}
    if step.verb == "decline":
        record_decline(order, plan, done, **written)
    else:
        record_cancellation(order, "cancelled", plan, done, **written)
    complete_operation_of(done, order=order, at=at)
