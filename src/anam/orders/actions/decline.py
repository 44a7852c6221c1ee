from collections.abc import Mapping

from django.db import transaction

from anam.conversations.actions.post import post
from anam.orders.calling_off import call_off, put_on_record
from anam.orders.decline import moved_on, why_not, why_not_these_words
from anam.orders.locking import lock
from anam.orders.models import Order
from anam.orders.plan import plan_calling_off, read_facts
from anam.orders.refused_attempts import put_attempt_on_record
from anam.orders.status import Status
from anam.people.models import Maker, User
from anam.refusals import Refused
from anam.words import visible


def decline(
    number: str,
    *,
    maker: Maker,
    by: User,
    reason: str,
    explanation: str,
    note: str = "",
    stock: Mapping[int, str] | None = None,
    announced: str = "",
) -> Order:
    """Call off an order that its maker will not fulfil.

    The money goes back, the stock follows the reason, the buyer is told.

    `reason` is the key of a Reason; `stock` chooses return, zero or keep by line id, where the reason should
    not decide; `announced` is the fingerprint of the plan that was shown, if one was.

    Raises Order.DoesNotExist where the order is not this maker's (D1), and Refused, with nothing changed and
    the attempt on record (D12): not in time (D2), before the buyer was told (D3), without a reason or an
    explanation (D5), when somebody was quicker (D7), when the effect is not what was announced (D11).
    """
    explanation, note = (visible(words).strip() for words in (explanation, note))
    try:
        return _decline(number, maker, by, reason, explanation, note, stock, announced)
    except Refused as refused:
        put_attempt_on_record(number, refused, maker=maker, by=by)
        raise


@transaction.atomic
def _decline(
    number: str,
    maker: Maker,
    by: User,
    reason: str,
    explanation: str,
    note: str,
    stock: Mapping[int, str] | None,
    announced: str,
) -> Order:
    order = lock(Order.objects.of_maker(maker), number)
    facts = read_facts(order, reason_key=reason)
    if refusals := why_not(order, now=facts.now, handled=facts.handled, taken_by=facts.taken_by):
        raise Refused(*refusals)
    for words in why_not_these_words(facts.reason, explanation, note).values():
        raise Refused.because("explanation_needed", words)
    assert facts.reason
    plan = plan_calling_off(order, facts, stock=stock)
    if announced and not plan.is_as_announced(announced):
        raise Refused.because(
            "changed_meanwhile",
            "Something about this order changed while you were writing. Look at what happens now, then cancel again.",
        )
    done = call_off(
        order, "decline", plan, reason=facts.reason, by=by, on_behalf_of="maker", explanation=explanation,
        note=note, at=facts.now,
    )  # fmt: skip
    if done is None:
        raise Refused(moved_on(order))
    post(
        explanation, maker_id=order.maker_id, buyer_id=order.buyer_id, order_id=order.pk, side="maker", by=by,
        kind="decline", at=facts.now,
    )  # fmt: skip
    put_on_record(order, "declined", plan, done, reason=facts.reason, by=by, acting_as="maker", at=facts.now,
                  explanation=explanation)  # fmt: skip
    order.status = Status.DECLINED
    return order
