"""Whoever changes an order locks it first: two who act wait for each other, and the second sees why (D7)."""

from collections.abc import Callable

from django.db.models import BigIntegerField, CharField

from anam.compiled import Bound, CompiledQuery
from anam.orders.cancellation.eligibility import no_longer_possible
from anam.orders.models import Order
from anam.orders.queries import OrderQuerySet
from anam.orders.status import MOVES
from anam.people.models import Maker
from anam.refusals import Refused


def lock(orders: OrderQuerySet, number: str) -> Order:
    """The order of that number among `orders`, locked until the transaction ends.

    Raises Order.DoesNotExist where it is not among them (D1). What belongs to it is read after this, in a
    query of its own: whoever held the lock may have changed it.

    The lock is the weaker one, for which rows that only name the order need not wait: a message about it is
    checked against it at its commit, and with the stronger lock the two could wait for each other.
    """
    return _locked(orders).get(number=number)


def lock_of_maker(maker: Maker, number: str) -> Order:
    """The same among the orders of `maker`, by a query that is compiled once."""
    return send_lock(maker, number)()


def send_lock(maker: Maker, number: str) -> Callable[[], Order]:
    """The same in two: what is sent after this (sql.send) goes with it, and runs once the order is locked.

    The answer is a function that waits for the order, and raises Order.DoesNotExist. Each decline begins with it.
    """
    asked = _OF_MAKER.send(maker=maker.pk, number=number)

    def found() -> Order:
        for order in asked():
            return order
        raise Order.DoesNotExist

    return found


def _locked(orders: OrderQuerySet) -> OrderQuerySet:
    return orders.select_for_update(of=("self",), no_key=True).select_related("maker", "buyer", "policy", "payment")


def _of_maker() -> OrderQuerySet:
    of_maker = Order.objects.filter(maker=Bound("maker", BigIntegerField()))
    return _locked(of_maker).filter(number=Bound("number", CharField()))


_OF_MAKER = CompiledQuery(_of_maker)


def transition(order: Order, verb: str, **columns: object) -> None:
    """Change the status of a locked `order` as the table of moves allows, with one conditional UPDATE.

    Raises Refused, in words, where the order has moved on. D7.
    """
    allowed = MOVES[verb]
    moved = Order.objects.filter(pk=order.pk, status__in=allowed.origins).update(status=allowed.target, **columns)
    if not moved:
        raise Refused(no_longer_possible(order))
    for name, value in {"status": allowed.target, **columns}.items():
        setattr(order, name, value)
