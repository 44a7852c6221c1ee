from dataclasses import replace

from django.db import transaction

from anam.orders.answering import close_request
from anam.orders.calling_off import call_off, put_on_record
from anam.orders.decline import moved_on
from anam.orders.locking import lock
from anam.orders.models import CancellationRequest, Order, Reason
from anam.orders.plan import Facts, Plan, plan_calling_off, read_facts
from anam.orders.queries import OrderQuerySet
from anam.orders.removal import RemovalPlan, plan_removal, takes_all
from anam.orders.removing import remove_part
from anam.orders.requests import BUYER_ASKED, quantities_of
from anam.orders.status import OPEN
from anam.people.models import User
from anam.refusals import Refused
from anam.words import visible


@transaction.atomic
def accept_request(
    number: str, *, among: OrderQuerySet, by: User, acting_as: str, words: str = "", announced: str = ""
) -> Order:
    """Do what the buyer asked for: the order is cancelled at their wish, or a part of it removed.

    It never counts against the maker (D14). `among` are the orders that `by` may answer for, `acting_as` "maker" or
    "support"; `announced` is the fingerprint of the plan that was shown, if one was. Raises Order.DoesNotExist (D1),
    and Refused: somebody was quicker (D7), or the effect is not what was announced (D11).
    """
    order = lock(among, number)
    if order.status not in OPEN:
        raise Refused(moved_on(order))
    facts = facts_at_wish(order)
    words = visible(words).strip()[:1000]
    request = close_request(order, answer="accepted", words=words, by=by, as_side=acting_as, at=facts.now)
    plan = plan_of_request(order, request, facts)
    if announced and announced != plan.fingerprint:
        raise Refused.because("changed_meanwhile", "Something about this order changed meanwhile. Look at it again.")
    assert facts.reason
    if isinstance(plan, RemovalPlan):
        remove_part(
            order, plan, request=request, reason=facts.reason, by=by, acting_as=acting_as, on_behalf_of="buyer",
            explanation=words, at=facts.now,
        )  # fmt: skip
        return order
    done = call_off(
        order, "cancel", plan, reason=facts.reason, by=by, on_behalf_of="buyer", explanation=words, note="",
        at=facts.now,
    )  # fmt: skip
    if done is None:
        raise Refused(moved_on(order))
    put_on_record(order, "cancelled", plan, done, reason=facts.reason, by=by, acting_as=acting_as, at=facts.now,
                  explanation=words)  # fmt: skip
    return order


def facts_at_wish(order: Order) -> Facts:
    """The facts of `order`, for the reason that the buyer asked for it; the program needs that one, so it stays."""
    facts = read_facts(order, reason_key=BUYER_ASKED)
    return facts if facts.reason else replace(facts, reason=Reason.objects.filter(key=BUYER_ASKED).latest("id"))


def plan_of_request(order: Order, request: CancellationRequest, facts: Facts) -> Plan | RemovalPlan:
    """What accepting `request` will do: the same plan is shown before and carried out after (D11)."""
    quantities = quantities_of(request)
    if not quantities or takes_all(facts, quantities):
        return plan_calling_off(order, facts)
    return plan_removal(order, facts, quantities)
