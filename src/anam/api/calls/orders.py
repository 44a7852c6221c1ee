"""Recording and reading orders."""

from typing import Any

from ninja import Router, Status

from anam.api import paging
from anam.api.actions.record_order import Recorded, record_order
from anam.api.lookup import order_of
from anam.api.pipeline import ApiRequest
from anam.api.problems import Problem
from anam.api.shapes.event import EventOut, events_out
from anam.api.shapes.fields import Page
from anam.api.shapes.inputs import NewOrder, NewShipTo
from anam.api.shapes.order import OrderOut, order_out, side_of
from anam.history.feed import number_events
from anam.history.models import Entry
from anam.orders.details import with_details
from anam.orders.fulfilment.place import Item
from anam.orders.models import Order
from anam.orders.status import Status as OrderStatus
from anam.postal.address import Address
from anam.refusals import Refused

router = Router(tags=["Orders"])
_STATUS: Any = paging.parameter(None, description="Only those that are so.")


@router.post("/orders", response={201: OrderOut}, exclude_unset=True, summary="Record an order")
def post_order(request: ApiRequest, sent: NewOrder) -> Any:
    """Support records an order that was placed elsewhere; `placed_at` may lie in the past.

    A number is unique in the whole marketplace (taken: 409 `number_taken`); keep the other system's own number as
    `reference`. The money is where `holder_name` says, as `payment` says: Anam records it and moves none.
    """
    if not request.user.is_support:
        raise Problem(403, "support_only")
    lines = [
        Item(line.title, line.quantity, line.unit_price, line.sku.strip(), discount=line.discount, tax=line.tax)
        for line in sent.lines
    ]
    told = sent.model_dump(exclude={"lines", "ship_to"})
    ship_to = address_of(sent.ship_to)
    record_order(Recorded(**told, lines=lines, ship_to=ship_to), by=request.user)
    return Status(201, order_out(order_of(request, sent.number), request.user))


def address_of(told: NewShipTo | None) -> Address | None:
    """Raises Problem: 422 for a country that is none."""
    try:
        return Address.read(told.model_dump()) if told else None
    except Refused as refused:
        raise Problem(422, "country_unknown") from refused


@router.get("/orders", response=Page[OrderOut], exclude_unset=True, summary="The orders you may see")
def get_orders(
    request: ApiRequest,
    status: OrderStatus | None = _STATUS,
    limit: int = paging.limit(25),
    cursor: str = paging.cursor(),
) -> Any:
    """The newest first; what was declined or cancelled stays among them."""
    orders = with_details(Order.objects.seen_by(request.user).newest_first(paging.read(cursor)))
    if status:
        orders = orders.with_status(status)
    page, after = paging.cut(orders[: limit + 1], limit, lambda order: (order.placed_at, order.pk))
    return Page[OrderOut](items=[order_out(order, request.user) for order in page], next=after)


@router.get("/orders/{number:number}", response=OrderOut, exclude_unset=True, summary="One order")
def get_order(request: ApiRequest, number: str) -> Any:
    """404 for an order that is not yours to see, as for one that does not exist."""
    return order_out(order_of(request, number), request.user)


@router.get(
    "/orders/{number:number}/history", response=Page[EventOut], exclude_unset=True, summary="What happened to an order"
)
def get_history(request: ApiRequest, number: str, limit: int = paging.limit(100), cursor: str = paging.cursor()) -> Any:
    """Every entry that you may read, refused attempts included, the oldest first."""
    order = order_of(request, number)
    number_events()
    entries = Entry.objects.of_order(order.pk).after(paging.read(cursor))
    if side_of(request.user, maker_id=order.maker_id) == "buyer":
        entries = entries.a_buyer_reads()
    page, after = paging.cut(entries[: limit + 1], limit, lambda entry: (entry.at, entry.pk))
    seqs = {entry.pk: entry.event.seq for entry in page}
    return Page[EventOut](items=events_out(page, request.user, seqs=seqs), next=after)
