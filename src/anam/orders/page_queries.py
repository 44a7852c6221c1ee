"""What each page of an order asks for, compiled once: to put these together anew takes longer than to answer them."""

from django.db.models import BigIntegerField, CharField

from anam.compiled import Bound, CompiledQuery
from anam.history.models import Entry
from anam.orders.models import Line, Order
from anam.people.models import Buyer, Maker


def find_order_of_maker(maker: Maker, number: str) -> Order | None:
    """The order of that number as a page shows it, if it is this maker's (D1)."""
    return _OF_MAKER.first(maker=maker.pk, number=number)


def find_order_of_buyer(buyer: Buyer, number: str) -> Order | None:
    """The same of a buyer."""
    return _OF_BUYER.first(buyer=buyer.pk, number=number)


def find_order(number: str) -> Order | None:
    """The same, whosever it is: for support."""
    return _OF_ANYBODY.first(number=number)


def entries_of(number: str) -> list[Entry]:
    """What happened to the order of that number, which need not be read before."""
    return _ENTRIES.all(number=number)


def lines_of(order: Order) -> list[Line]:
    """Its lines, each with its product and the storefront that sells it."""
    lines = _LINES.all(order=order.pk)
    for line in lines:
        line.order = order
    return lines


_NUMBER = Bound("number", CharField())
_OF_ANYBODY = CompiledQuery(lambda: Order.objects.for_page().filter(number=_NUMBER))
_OF_MAKER = CompiledQuery(
    lambda: Order.objects.for_page().filter(number=_NUMBER, maker=Bound("maker", BigIntegerField()))
)
_OF_BUYER = CompiledQuery(
    lambda: Order.objects.for_page().filter(number=_NUMBER, buyer=Bound("buyer", BigIntegerField()))
)
_ENTRIES = CompiledQuery(lambda: Entry.objects.filter(order__number=_NUMBER).as_it_happened())
_LINES = CompiledQuery(
    lambda: Line.objects.filter(order=Bound("order", BigIntegerField())).select_related("product__maker__storefront")
)
