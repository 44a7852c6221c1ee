from collections.abc import Mapping
from uuid import uuid4

from django.db import transaction

from anam.orders.cancellation.cancel_order import cancel_order, record_cancellation
from anam.orders.cancellation.cancellation_validation import require_preview, require_quantities, require_words
from anam.orders.cancellation.context import is_duplicate_submission, load_context
from anam.orders.cancellation.eligibility import no_longer_possible
from anam.orders.cancellation.plan import plan_cancellation
from anam.orders.locking import lock
from anam.orders.models import Order
from anam.orders.status import OPEN
from anam.people.models import User
from anam.refusals import Refused


@transaction.atomic
def cancel(
    number: str,
    *,
    by: User | None,
    acting_as: str,
    on_behalf_of: str,
    reason: str,
    explanation: str,
    note: str = "",
    quantities: Mapping[int, int] | None = None,
    stock: Mapping[int, str] | None = None,
    preview_token: str = "",
    key: str = "",
) -> Order:
    """Cancel an order that has not shipped, or `quantities` of it by line id, for its buyer or the marketplace.

    Neither the decline window nor contact counts here. Takes what `decline` takes; support explains it (D5). Raises
    Order.DoesNotExist, and Refused where the order has moved on, so much of it is not there, or the effect is not what
    was announced. D7, D8, D9, D11.
    """
    order = lock(Order.objects.all(), number)
    context = load_context(order, reason_key=reason, key=key)
    if is_duplicate_submission(context, explanation=explanation, quantities=quantities):
        return order
    if order.status not in OPEN:
        raise Refused(no_longer_possible(order))
    if acting_as == "support":
        require_words(context, explanation, note, any_reason=True)
    if context.reason is None:
        raise Refused.because("unknown_reason", f"There is no reason {reason}.")
    require_quantities(context, quantities)
    plan = plan_cancellation(order, context, quantities=quantities, stock=stock)
    require_preview(plan, preview_token)
    done = cancel_order(
        order,
        "cancel",
        plan,
        key=key or uuid4().hex,
        reason=context.reason,
        by=by,
        on_behalf_of=on_behalf_of,
        explanation=explanation,
        note=note,
        at=context.now,
    )
    if done is None:
        raise Refused(no_longer_possible(order))
    record_cancellation(
        order,
        "cancelled" if plan.final else "lines_removed",
        plan,
        done,
        reason=context.reason,
        by=by,
        acting_as=acting_as,
        at=context.now,
        explanation=explanation,
    )
    return order
