"""Orders whose maker asked support (D6), with every answer that there is: a part of what `anam verify` is tested on."""

from datetime import timedelta

from django.conf import settings
from django.test import Client

from anam.cases.models import Case
from anam.orders.escalation.ask_support import ask_support
from anam.orders.escalation.take_back_from_support import take_back_from_support
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Order
from anam.orders.requests.ask_to_cancel import ask_to_cancel
from conftest import Cast

LATE = timedelta(hours=80)
WORDS = "I am so sorry: my kiln is down until spring."


def escalation_orders(cast: Cast) -> dict[str, Order]:
    """Each order by its name: asked and told, asked too late, refused, handed back, taken back, overtaken, open."""
    sam = signed_in(cast)
    orders = {"road_open": asked(cast)}
    orders["told"] = _answered(sam, asked(cast), "decline", told_how="phone", message="I telephoned.")
    orders["late"] = _answered(sam, asked(cast, LATE), "decline", told_how="email", message="They cannot make it.")
    orders["road_refused"] = _answered(sam, asked(cast), "refuse", message="Please try the other kiln.")
    orders["handed_back"] = _answered(sam, asked(cast), "hand-back", message="Ines has just written to you.")
    orders["road_taken_back"] = asked(cast)
    take_back_from_support(orders["road_taken_back"].number, maker=cast.byrne, by=cast.hanna)
    orders["road_shipped"] = asked(cast, accepted=True)
    ship(orders["road_shipped"].number, maker=cast.byrne, by=cast.ravi, carrier="An Post")
    orders["road_wish"] = asked(cast)
    ask_to_cancel(orders["road_wish"].number, buyer=cast.harbor, by=cast.ines, words="We have no room for them.")
    return orders


def asked(cast: Cast, placed: timedelta = timedelta(hours=1), *, accepted: bool = False) -> Order:
    """An order that Hanna asked support to decline."""
    order = cast.order(placed=placed, lines=[(cast.mug, 1)])
    if accepted:
        accept(order.number, maker=cast.byrne, by=cast.hanna)
    ask_support(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)
    return order


def signed_in(cast: Cast) -> Client:
    """Sam of support, at the desk: support's actions stand above the orders, and so are reached by its pages."""
    client = Client()
    client.force_login(cast.sam, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _answered(sam: Client, order: Order, answer: str, **fields: str) -> Order:
    case = Case.objects.get(order=order)
    assert sam.post(f"/desk/cases/{case.pk}/{answer}/", fields).status_code == 302
    order.refresh_from_db()
    return order
