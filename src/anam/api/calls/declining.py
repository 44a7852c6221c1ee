"""The calls that Anam exists for: may I decline, tell the buyer, decline."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from ninja import Router

from anam.api.lookup import chosen, maker_of, order_of
from anam.api.next_steps import step
from anam.api.paging import parameter
from anam.api.pipeline import ApiRequest
from anam.api.problems import Problem
from anam.api.shapes.decline import MayDecline, PreviewOut, RefusalOut, preview_out, reasons_out
from anam.api.shapes.inputs import Decline, Message
from anam.api.shapes.order import OrderOut, order_out
from anam.orders.cancellation.cancellation_validation import require_quantities
from anam.orders.cancellation.context import CancellationContext, load_context
from anam.orders.cancellation.decline import decline
from anam.orders.cancellation.eligibility import why_not
from anam.orders.cancellation.plan import plan_cancellation
from anam.orders.contacting.contact import contact
from anam.orders.contacting.contact_validation import conversation_of, validate_may_write
from anam.orders.models import Line, Order
from anam.orders.status import OPEN
from anam.policy.models import Reason

router = Router(tags=["Declining"])
REASON: Any = parameter("", max_length=40, description="The key of a reason: the preview is made for it.")
LINES: Any = parameter([], max_length=500, description="A part: `id:quantity` of each line that would go.")
RESTOCK: Any = parameter(None, description="As for `POST`; without it, the reason decides.")


@router.get("/orders/{number:number}/decline", response=MayDecline, exclude_unset=True, summary="May I decline?")
def get_decline(
    request: ApiRequest,
    number: str,
    reason: str = REASON,
    lines: list[str] = LINES,
    restock: bool | None = RESTOCK,
) -> Any:
    """Whether you may, every reason why not with its next step, the reasons you can give, and what would happen.

    What it says is what `POST` with the same choices then does. A maker's own; to everybody else there is no such
    thing.
    """
    order = order_of(request, number, among=Order.objects.of_maker(maker_of(request)))
    context = load_context(order, reason_key=reason)
    refusals = why_not(order, now=context.now, handled=context.handled, taken_by=context.taken_by)
    can_write = validate_may_write(order, conversation_of(order)) is None
    return MayDecline(
        allowed=not refusals,
        in_time=order.in_time(context.now),
        decline_by=order.decline_by,
        server_time=context.now,
        refusals=[RefusalOut(**step(refusal, number, can_write=can_write)) for refusal in refusals],
        reasons=reasons_out(Reason.objects.in_force(order.policy_id).filter(for_makers=True)),
        preview=preview_of(order, context, parse_quantities(lines), restock) if order.status in OPEN else None,
    )


def preview_of(
    order: Order,
    context: CancellationContext,
    quantities: dict[int, int],
    restock: bool | None,
    *,
    any_reason: bool = False,
) -> PreviewOut:
    """What cancelling `quantities` by line id, or all where none are named, will do. Raises Refused where it cannot."""
    reason = context.reason if context.reason and (context.reason.for_makers or any_reason) else None
    stock = stock_of(restock, [line.id for line in context.lines])
    require_quantities(context, quantities or None)
    return preview_out(order, plan_cancellation(order, context, quantities=quantities or None, stock=stock), reason)


@router.post("/orders/{number:number}/decline", response=OrderOut, exclude_unset=True, summary="Decline an order")
def post_decline(request: ApiRequest, number: str, sent: Decline) -> Any:
    """Cancel an order that you will not fulfil, or a part of it, before `decline_by` and after telling the buyer.

    The money goes back, the stock follows the reason, the buyer is told. 409 with a code and the next step where it
    cannot be done; once done, a second call is told `already_declined`.
    """
    maker = maker_of(request)
    decline(number, maker=maker, by=request.user, **asked(request, sent, Line.objects.filter(maker=maker), number))
    return order_out(order_of(request, number), request.user)


@router.post("/orders/{number:number}/contact", response=OrderOut, exclude_unset=True, summary="Tell the buyer")
def post_contact(request: ApiRequest, number: str, sent: Message) -> Any:
    """Write to the buyer about this order; from then on you may decline it.

    409 `conversation_not_started` where they have never written to you: then support tells them for you.
    """
    contact(number, maker=maker_of(request), by=request.user, message=sent.message)
    return order_out(order_of(request, number), request.user)


def asked(request: ApiRequest, sent: Decline, lines: QuerySet[Line], number: str) -> dict[str, Any]:
    """What a cancellation is asked for with, for the action; `lines` are those among which its stock may be named.

    The call's Idempotency-Key is the cancellation's own key too: it cancels once, whatever becomes of the answer.
    """
    key = request.headers.get("Idempotency-Key")
    of_order = lines.filter(order__number=number) if sent.restock is not None else lines.none()
    return {
        "reason": sent.reason,
        "explanation": sent.explanation,
        "note": sent.note or "",
        "quantities": None if sent.lines is None else chosen(sent.lines),
        "stock": stock_of(sent.restock, list(of_order.values_list("pk", flat=True))),
        "preview_token": sent.announced or "",
        "key": f"api-{request.user.pk}-{key}" if key else "",
    }


def stock_of(restock: bool | Mapping[str, str] | None, line_ids: Sequence[int]) -> dict[int, str]:
    """What the stock of each line shall do, where the reason does not decide. Raises Problem for another's line."""
    if restock is None:
        return {}
    if isinstance(restock, bool):
        return dict.fromkeys(line_ids, "return" if restock else "keep")
    if unknown := set(restock) - {str(pk) for pk in line_ids}:
        raise Problem(422, "wrong", f"The order has no line {min(unknown)[:40]}, which `restock` names.")
    return {int(pk): choice for pk, choice in restock.items()}


def parse_quantities(lines: list[str]) -> dict[int, int]:
    pairs = [line.split(":") for line in lines]
    if not all(len(pair) == 2 and all(one.isdecimal() and len(one) < 18 for one in pair) for pair in pairs):
        raise Problem(422, "wrong", "`lines` are named as id:quantity, as in 4711:2.")
    return {int(pk): int(quantity) for pk, quantity in pairs}
