"""What a buyer sends back: each step of a return."""

from collections.abc import Callable
from typing import Any

from ninja import Path, Router

from anam.api.calls.declining import stock_of
from anam.api.calls.refunding import refund_choices
from anam.api.lookup import chosen, order_of
from anam.api.pipeline import ApiRequest
from anam.api.problems import Problem
from anam.api.shapes.inputs import AskReturn, CameBack, GiveBack, ReturnWords, SendBack
from anam.api.shapes.order import OrderOut, order_out
from anam.orders.models import Order, OrderReturn
from anam.orders.returns.agree_return import agree_return
from anam.orders.returns.ask_return import ask_return
from anam.orders.returns.receive_return import receive_return
from anam.orders.returns.refund_return import refund_return
from anam.orders.returns.refuse_return import refuse_return
from anam.orders.returns.send_return import send_return
from anam.people.models import Buyer

router = Router(tags=["Returns"])
RETURN: Any = Path(..., description="The `id` of one of the order’s `returns`.")  # type: ignore[type-arg]


@router.post("/orders/{number:number}/returns", response=OrderOut, exclude_unset=True, summary="Ask for a return")
def post_return(request: ApiRequest, number: str, sent: AskReturn) -> Any:
    """The buyer, or support for them, asks that some of an order that has shipped be sent back: a case opens.

    The same again while it is open is the same return. To a maker there is no such thing.
    """
    buyer = _buyer_or_support(request)
    ask_return(number, buyer=buyer, by=request.user, words=sent.words, quantities=chosen(sent.lines))
    return order_out(order_of(request, number), request.user)


@router.post(
    "/orders/{number:number}/returns/{int:id}/agree", response=OrderOut, exclude_unset=True, summary="Agree to a return"
)
def post_agree_return(request: ApiRequest, number: str, sent: ReturnWords, id: int = RETURN) -> Any:
    """Support agrees; `words` tell the buyer where to send it. By when, the policy of the order says (`send_by`)."""
    return _step(request, number, id, lambda: agree_return(number, id, by=request.user, words=sent.words))


@router.post(
    "/orders/{number:number}/returns/{int:id}/sent", response=OrderOut, exclude_unset=True, summary="It is sent back"
)
def post_sent_return(request: ApiRequest, number: str, sent: SendBack, id: int = RETURN) -> Any:
    """The buyer, or support for them, says with whom it is on its way back. To a maker there is no such thing."""
    buyer = _buyer_or_support(request)
    said = {"carrier": sent.carrier, "tracking": sent.tracking}
    return _step(
        request, number, id, lambda: send_return(number, id, buyer=buyer, by=request.user, **said), of_support=False
    )


@router.post(
    "/orders/{number:number}/returns/{int:id}/received", response=OrderOut, exclude_unset=True, summary="It came back"
)
def post_received_return(request: ApiRequest, number: str, sent: CameBack, id: int = RETURN) -> Any:
    """Support says what came back, and whether it can be sold again: the stock follows once it is refunded."""
    quantities = chosen(sent.lines)
    stock = stock_of(sent.restock, list(quantities))
    return _step(
        request, number, id, lambda: receive_return(number, id, by=request.user, quantities=quantities, stock=stock)
    )


@router.post(
    "/orders/{number:number}/returns/{int:id}/refund", response=OrderOut, exclude_unset=True, summary="Refund a return"
)
def post_refund_return(request: ApiRequest, number: str, sent: GiveBack, id: int = RETURN) -> Any:
    """Support gives back money for what came back, as `POST …/refund` does; the return and its case end with it.

    Without `restock` the stock does what was said when it came back.
    """
    return _step(
        request, number, id, lambda: refund_return(number, id, by=request.user, **refund_choices(request, number, sent))
    )


@router.post(
    "/orders/{number:number}/returns/{int:id}/refuse", response=OrderOut, exclude_unset=True, summary="Refuse a return"
)
def post_refuse_return(request: ApiRequest, number: str, sent: ReturnWords, id: int = RETURN) -> Any:
    """Support refuses it, at any step before the refund: the buyer and the maker read why, and its case ends."""
    return _step(request, number, id, lambda: refuse_return(number, id, by=request.user, words=sent.words))


def _buyer_or_support(request: ApiRequest) -> Buyer | None:
    """The caller's buyer; None for support. To everybody else there is nothing here."""
    if request.user.is_support:
        return None
    if request.user.buyer is None:
        raise Problem(404, "not_found")
    return request.user.buyer


def _step(
    request: ApiRequest, number: str, return_id: int, act: Callable[[], OrderReturn], *, of_support: bool = True
) -> OrderOut:
    if of_support and not request.user.is_support:
        raise Problem(404, "not_found")
    try:
        act()
    except (Order.DoesNotExist, OrderReturn.DoesNotExist):
        raise Problem(404, "not_found") from None
    return order_out(order_of(request, number), request.user)
