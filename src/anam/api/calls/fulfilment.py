"""The maker goes on with an order."""

from typing import Any

from ninja import Router

from anam.api.lookup import maker_of, order_of
from anam.api.pipeline import ApiRequest
from anam.api.shapes.inputs import Shipment
from anam.api.shapes.order import OrderOut, order_out
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.hold_payment import hold_payment
from anam.orders.fulfilment.ship import ship
from anam.orders.fulfilment.unaccept import unaccept
from anam.words import visible

router = Router(tags=["Going on"])


@router.post("/orders/{number:number}/accept", response=OrderOut, exclude_unset=True, summary="Accept an order")
def post_accept(request: ApiRequest, number: str) -> Any:
    """You promise to make it. It can still be declined, in time."""
    accept(number, maker=maker_of(request), by=request.user)
    return order_out(order_of(request, number), request.user)


@router.post("/orders/{number:number}/unaccept", response=OrderOut, exclude_unset=True, summary="Undo an acceptance")
def post_unaccept(request: ApiRequest, number: str) -> Any:
    """Within ten seconds of accepting it: it waits for its answer again, and nobody is told of either."""
    unaccept(number, maker=maker_of(request), by=request.user)
    return order_out(order_of(request, number), request.user)


@router.post("/orders/{number:number}/ship", response=OrderOut, exclude_unset=True, summary="Ship an order")
def post_ship(request: ApiRequest, number: str, sent: Shipment) -> Any:
    """It is on its way, and what is due of its payment is taken; the rest of what was authorised is released.

    The order must have been accepted. Where its card was saved and nothing is held on it yet, its bank is asked first:
    `not_paid` is its no, and `payment_unknown` that it has not answered.
    """
    carrier, tracking = (" ".join(visible(words).split()) for words in (sent.carrier, sent.tracking))
    hold_payment(number, maker=maker_of(request), shipping=sent.shipping)
    ship(number, maker=maker_of(request), by=request.user, carrier=carrier, tracking=tracking, shipping=sent.shipping)
    return order_out(order_of(request, number), request.user)
