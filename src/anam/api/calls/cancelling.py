"""Support cancels an order that has not shipped: what would happen, and doing it."""

from typing import Any

from ninja import Router

from anam.api.calls.declining import LINES, REASON, RESTOCK, asked, parse_quantities, preview_of
from anam.api.lookup import order_of
from anam.api.next_steps import step
from anam.api.pipeline import ApiRequest
from anam.api.problems import Problem
from anam.api.shapes.decline import MayCancel, RefusalOut, reasons_out
from anam.api.shapes.inputs import Cancel
from anam.api.shapes.order import OrderOut, order_out
from anam.orders.cancellation.cancel import cancel
from anam.orders.cancellation.context import load_context
from anam.orders.cancellation.eligibility import no_longer_possible
from anam.orders.models import Line
from anam.orders.status import OPEN
from anam.policy.models import Reason
from anam.support.cancelling import on_behalf_of

router = Router(tags=["Cancelling"])


@router.get("/orders/{number:number}/cancel", response=MayCancel, exclude_unset=True, summary="May I cancel?")
def get_cancel(
    request: ApiRequest,
    number: str,
    reason: str = REASON,
    lines: list[str] = LINES,
    restock: bool | None = RESTOCK,
) -> Any:
    """Whether support can cancel the order, the reasons, and what would happen. To everybody else there is no such
    thing.

    What it says is what `POST` with the same choices then does.
    """
    _support_only(request)
    order = order_of(request, number)
    context = load_context(order, reason_key=reason)
    is_open = order.status in OPEN
    return MayCancel(
        allowed=is_open,
        server_time=context.now,
        refusals=[] if is_open else [RefusalOut(**step(no_longer_possible(order), number))],
        reasons=reasons_out(Reason.objects.in_force(order.policy_id)),
        preview=preview_of(order, context, parse_quantities(lines), restock, any_reason=True) if is_open else None,
    )


@router.post("/orders/{number:number}/cancel", response=OrderOut, exclude_unset=True, summary="Cancel an order")
def post_cancel(request: ApiRequest, number: str, sent: Cancel) -> Any:
    """Support cancels an order that has not shipped, or a part of it, at its buyer's wish or for the marketplace.

    The money goes back, the stock follows the reason, both sides are told. 409 with a code where the order has moved
    on; the same `Idempotency-Key` again finds what was done.
    """
    _support_only(request)
    order_of(request, number)  # 404 where there is none
    cancel(
        number,
        by=request.user,
        acting_as="support",
        on_behalf_of=on_behalf_of(sent.reason),
        **asked(request, sent, Line.objects.all(), number),
    )
    return order_out(order_of(request, number), request.user)


def _support_only(request: ApiRequest) -> None:
    if not request.user.is_support:
        raise Problem(404, "not_found")
