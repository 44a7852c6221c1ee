from collections.abc import Mapping

from django.db import transaction

from anam.conversations.actions.post import post
from anam.orders.actions.decline import decline
from anam.orders.decline import why_not, why_not_these_words
from anam.orders.locking import lock
from anam.orders.models import Order, Reason
from anam.orders.plan import Facts, read_facts
from anam.orders.refused_attempts import put_attempt_on_record
from anam.orders.removal import RemovalPlan, plan_removal, takes_all
from anam.orders.removing import remove_part
from anam.people.models import Maker, User
from anam.refusals import Refused
from anam.words import visible


def decline_part(
    number: str,
    *,
    maker: Maker,
    by: User,
    reason: str,
    explanation: str,
    quantities: Mapping[int, int],
    note: str = "",
    stock: Mapping[int, str] | None = None,
    announced: str = "",
) -> Order:
    """Call off that much of an order, `quantities` by line id, which its maker will not fulfil; the rest goes on.

    The part's money goes back, its stock follows the reason, the buyer is told. When nothing would be left, the
    order is declined. Takes and raises what `decline` does; Refused too where the reason is not for a part, or the
    order has not that much left of a line.
    """
    explanation, note = (visible(words).strip() for words in (explanation, note))
    try:
        order = _decline_part(number, maker, by, reason, explanation, note, quantities, stock, announced)
    except Refused as refused:
        put_attempt_on_record(number, refused, maker=maker, by=by)
        raise
    if order is None:
        return decline(number, maker=maker, by=by, reason=reason, explanation=explanation, note=note, stock=stock,
                       announced=announced)  # fmt: skip
    return order


@transaction.atomic
def _decline_part(
    number: str,
    maker: Maker,
    by: User,
    reason: str,
    explanation: str,
    note: str,
    quantities: Mapping[int, int],
    stock: Mapping[int, str] | None,
    announced: str,
) -> Order | None:
    """None where the part is all that is left: then there is nothing to go on with."""
    order = lock(Order.objects.of_maker(maker), number)
    facts = read_facts(order, reason_key=reason)
    if refusals := why_not(order, now=facts.now, handled=facts.handled, taken_by=facts.taken_by):
        raise Refused(*refusals)
    if not why_not_lines(facts, quantities) and takes_all(facts, quantities):
        return None
    for words in why_not_these_words(facts.reason, explanation, note).values():
        raise Refused.because("explanation_needed", words)
    plan = plan_of_part(order, facts, quantities, stock=stock)
    if announced and announced != plan.fingerprint:
        raise Refused.because("changed_meanwhile", "Something about this order changed meanwhile. Look at it again.")
    assert facts.reason
    post(
        explanation, maker_id=order.maker_id, buyer_id=order.buyer_id, order_id=order.pk, side="maker", by=by,
        at=facts.now,
    )  # fmt: skip
    remove_part(
        order, plan, request=None, reason=facts.reason, by=by, acting_as="maker", on_behalf_of="maker",
        explanation=explanation, note=note, at=facts.now,
    )  # fmt: skip
    return order


def plan_of_part(
    order: Order, facts: Facts, quantities: Mapping[int, int], *, stock: Mapping[int, str] | None = None
) -> RemovalPlan:
    """What declining a part will do: shown before and carried out after (D11). Raises Refused where it cannot be."""
    if wrong := why_not_lines(facts, quantities):
        raise Refused.because("lines_wrong", wrong)
    if facts.reason and not facts.reason.part_of_an_order:
        raise Refused.because("reason_for_whole_orders", f"“{facts.reason.label}” can be given for whole orders only.")
    by_reason = facts.reason.stock if facts.reason else Reason.Stock.RETURN.value
    return plan_removal(order, facts, quantities, stock=stock, by_reason=by_reason)


def why_not_lines(facts: Facts, quantities: Mapping[int, int]) -> str:
    """What is wrong with the lines that were named; "" where nothing is."""
    left = {line.id: line for line in facts.lines}
    if not quantities or min(quantities.values()) < 1:
        return "Say how many of which line."
    for pk, quantity in quantities.items():
        if pk not in left:
            return f"The order has nothing left of a line {pk}."
        if quantity > left[pk].quantity:
            return f"Of “{left[pk].title}” only {left[pk].quantity} are left."
    return ""
