"""Support gives back money of an order that has shipped: what would happen, and doing it."""

from typing import Any

from ninja import Router

from anam.api.calls.declining import parse_quantities, stock_of
from anam.api.lookup import chosen, order_of
from anam.api.next_steps import step
from anam.api.paging import parameter
from anam.api.pipeline import ApiRequest
from anam.api.problems import Problem
from anam.api.shapes.decline import RefusalOut
from anam.api.shapes.inputs import GiveBack
from anam.api.shapes.order import OrderOut, order_out
from anam.api.shapes.refund import MayRefund, RefundPreviewOut, preview_out
from anam.orders.cancellation.context import load_context
from anam.orders.models import Line, Order
from anam.orders.refunds.planned_refund import plan_of_refund, refundable_lines
from anam.orders.refunds.refund_order import refund_order
from anam.orders.refunds.validation import REFUNDABLE, validate_lines, why_no_refund, why_not_so_much
from anam.payments.proof import Proof
from anam.refusals import Refused
from anam.words import visible

router = Router(tags=["Payments"])
AMOUNT: Any = parameter(None, ge=0, le=2**53, description="A sum in minor units, for the preview.")
LINES: Any = parameter([], max_length=500, description="`id:quantity` of each line that it is for.")
DONE: Any = parameter(False, description="Whether it was given back already, outside Anam: of whatever order.")
REASON: Any = parameter("", max_length=16, description="`returned` puts the goods back to the stock.")


@router.get("/orders/{number:number}/refund", response=MayRefund, exclude_unset=True, summary="May I refund?")
def get_refund(
    request: ApiRequest,
    number: str,
    reason: str = REASON,
    lines: list[str] = LINES,
    amount: int | None = AMOUNT,
    done: bool = DONE,
) -> Any:
    """Whether support can give money of the order back, how much is left, and what would happen.

    What it says is what `POST` with the same choices then does. To everybody else there is no such thing.
    """
    order = _order_of_support(request, number)
    refusal = why_no_refund(order, by_hand=done)
    choices = {"quantities": parse_quantities(lines), "amount": amount, "by_hand": done}
    asked = not refusal and (lines or amount)
    return MayRefund(
        allowed=refusal is None,
        refusals=[RefusalOut(**step(refusal, number))] if refusal else [],
        left=0 if refusal else plan_of_refund(order, (), reason="", by_hand=done).left,
        preview=_preview(order, reason, choices) if asked else None,
    )


def _preview(order: Order, reason: str, choices: dict[str, Any]) -> RefundPreviewOut:
    lines = refundable_lines(order, load_context(order)) if order.status in REFUNDABLE else ()
    if wrong := validate_lines(lines, choices["quantities"]):
        raise Refused.because("lines_wrong", wrong)
    plan = plan_of_refund(order, lines, reason=reason, **choices)
    if refusal := why_not_so_much(plan, order.currency):
        raise Refused(refusal)
    return preview_out(order, plan)


@router.post("/orders/{number:number}/refund", response=OrderOut, exclude_unset=True, summary="Refund an order")
def post_refund(request: ApiRequest, number: str, sent: GiveBack) -> Any:
    """Support gives back a sum of what was charged for an order that has shipped, or what some of its lines came to.

    The buyer and the maker are told, and the buyer again once the money is back. The same `Idempotency-Key` again finds
    what was done; without one, each call is a further refund. With `done` it is recorded that somebody gave it back
    already, outside Anam. To everybody else there is no such thing.
    """
    _order_of_support(request, number)
    refund_order(number, by=request.user, **refund_choices(request, number, sent))
    return order_out(order_of(request, number), request.user)


def refund_choices(request: ApiRequest, number: str, sent: GiveBack) -> dict[str, Any]:
    """What `sent` asks of `refund_order`."""
    key = request.headers.get("Idempotency-Key")
    of_order = Line.objects.filter(order__number=number) if sent.restock is not None else Line.objects.none()
    return {
        "reason": sent.reason,
        "words": sent.words,
        "note": sent.note or "",
        "amount": sent.amount,
        "quantities": None if sent.lines is None else chosen(sent.lines),
        "stock": stock_of(sent.restock, list(of_order.values_list("pk", flat=True))),
        "preview_token": sent.announced or "",
        "done": Proof(" ".join(visible(sent.done.reference).split()), sent.done.at) if sent.done else None,
        "key": f"api-{request.user.pk}-{key}" if key else "",
    }


def _order_of_support(request: ApiRequest, number: str) -> Order:
    if not request.user.is_support:
        raise Problem(404, "not_found")
    return order_of(request, number)
