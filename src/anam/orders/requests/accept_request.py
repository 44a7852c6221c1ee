from dataclasses import replace

from django.db import transaction

from anam.orders.cancellation.cancel_order import cancel_order, record_cancellation
from anam.orders.cancellation.cancellation_validation import require_preview
from anam.orders.cancellation.context import CancellationContext, load_context
from anam.orders.cancellation.eligibility import no_longer_possible
from anam.orders.cancellation.plan import Plan, plan_cancellation
from anam.orders.locking import lock
from anam.orders.models import CancellationRequest, Order
from anam.orders.queries import OrderQuerySet
from anam.orders.requests.close_request import close_request
from anam.orders.requests.request_validation import BUYER_ASKED, quantities_of
from anam.orders.status import OPEN
from anam.people.models import User
from anam.policy.models import Reason
from anam.refusals import Refused
from anam.words import visible


@transaction.atomic
def accept_request(
    number: str, *, among: OrderQuerySet, by: User, acting_as: str, words: str = "", preview_token: str = ""
) -> Order:
    """Do what the buyer asked for: the order, or a part of it, is cancelled at their wish.

    It never counts against the maker (D14). `among` are the orders that `by` may answer for, `acting_as` "maker" or
    "support"; `preview_token` is that of the plan that was shown, if one was. Raises Order.DoesNotExist (D1),
    and Refused: somebody was quicker (D7), or the effect is not what was announced (D11).
    """
    order = lock(among, number)
    if order.status not in OPEN:
        raise Refused(no_longer_possible(order))
    context = load_request_context(order)
    words = visible(words).strip()[:1000]
    request = close_request(order, answer="accepted", words=words, by=by, as_side=acting_as, at=context.now)
    plan = plan_request(order, request, context)
    require_preview(plan, preview_token)
    reason = context.reason or _buyer_asked()
    done = cancel_order(
        order,
        "cancel",
        plan,
        key=f"request-{request.pk}",
        reason=reason,
        by=by,
        on_behalf_of="buyer",
        explanation=words,
        at=context.now,
        request=request,
    )
    if done is None:
        raise Refused(no_longer_possible(order))
    record_cancellation(
        order,
        "cancelled" if plan.final else "lines_removed",
        plan,
        done,
        reason=reason,
        by=by,
        acting_as=acting_as,
        at=context.now,
        explanation=words,
    )
    return order


def load_request_context(order: Order) -> CancellationContext:
    """The context of `order`, for the reason that the buyer asked; the program needs that one, so it stays."""
    context = load_context(order, reason_key=BUYER_ASKED)
    return context if context.reason else replace(context, reason=_buyer_asked())


def _buyer_asked() -> Reason:
    return Reason.objects.filter(key=BUYER_ASKED).latest("id")


def plan_request(order: Order, request: CancellationRequest, context: CancellationContext) -> Plan:
    """What accepting `request` will do: the same plan is shown before and carried out after (D11)."""
    return plan_cancellation(order, context, quantities=quantities_of(request) or None)
