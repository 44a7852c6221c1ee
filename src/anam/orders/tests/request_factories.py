"""Orders whose buyer asked for something, with every answer, and orders of which a part was removed."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from anam.cases.models import Case
from anam.clock import database_now
from anam.history.models import Entry
from anam.mail.models import Email
from anam.notifications.engine import notify_of
from anam.orders.cancellation.decline import decline
from anam.orders.contacting.contact import contact
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.ship import ship
from anam.orders.models import CancellationRequest, Order
from anam.orders.requests.accept_request import accept_request
from anam.orders.requests.ask_to_cancel import ask_to_cancel
from anam.orders.requests.chase_requests import chase_requests
from anam.orders.requests.decline_request import decline_request
from anam.orders.requests.take_back_request import take_back_request
from anam.orders.tests.escalation_factories import signed_in
from anam.people.models import User
from anam.refusals import Refused
from conftest import Cast

WHY = "We ordered them twice by mistake."
SORRY = "I am so sorry: my kiln is down until spring."


def request_orders(cast: Cast) -> dict[str, Order]:
    """Each order by its name."""
    return {**_answered(cast), **_smaller(cast), **_by_support(cast)}


def cancellation_request(cast: Cast, *, payment: str = "authorised", mugs: int = 0, accepted: bool = False) -> Order:
    """An order of three mugs and two bowls; Ines asks to cancel it, or to remove so many of the mugs."""
    order = cast.order(lines=[(cast.mug, 3), (cast.bowl, 2)], payment=payment)
    if accepted:
        accept(order.number, maker=cast.byrne, by=cast.hanna)
    part = {order.lines.get(product=cast.mug).pk: mugs} if mugs else None
    ask_to_cancel(order.number, buyer=cast.harbor, by=cast.ines, words=WHY, quantities=part)
    return order


def agree(cast: Cast, order: Order) -> Order:
    """Hanna does what the buyer asked for."""
    accept_request(order.number, among=Order.objects.of_maker(cast.byrne), by=cast.hanna, acting_as="maker")
    return Order.objects.get(pk=order.pk)


def refuse(cast: Cast, order: Order) -> Order:
    """Hanna says no."""
    decline_request(
        order.number,
        among=Order.objects.of_maker(cast.byrne),
        by=cast.hanna,
        acting_as="maker",
        words="They are in the kiln already.",
    )
    return order


def decline_the_rest(cast: Cast, order: Order) -> Order:
    """Hanna tells the buyer, and declines what is left."""
    contact(order.number, maker=cast.byrne, by=cast.hanna, message=f"About {order.number}: I cannot make it.")
    return decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=SORRY)


def let_answer_time_end(order: Order) -> None:
    """As if the maker had been asked long ago; what follows is the clock's work."""
    CancellationRequest.objects.filter(order=order).update(answer_by=database_now() - timedelta(hours=1))
    chase_requests()


def ask(cast: Cast, order: Order, words: str = WHY, quantities: dict[int, int] | None = None) -> CancellationRequest:
    """Ines asks to cancel an order, or to remove so many of a line."""
    return ask_to_cancel(order.number, buyer=cast.harbor, by=cast.ines, words=words, quantities=quantities)


def code(act: Callable[[], object]) -> str:
    """Why `act` is refused."""
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.refusal.code


def request_of(order: Order) -> CancellationRequest:
    """The last thing that was asked about `order`."""
    return CancellationRequest.objects.filter(order=order).latest("pk")


def emails_to(user: User) -> list[Email]:
    """All that was written to `user`, in its order."""
    for entry_id in Entry.objects.values_list("pk", flat=True):
        notify_of(entry_id=entry_id)
    return list(Email.objects.filter(user=user).order_by("id"))


def _answered(cast: Cast) -> dict[str, Order]:
    orders = {
        "wish_open": cancellation_request(cast),
        "wish_granted": agree(cast, cancellation_request(cast)),
        "wish_kept": refuse(cast, cancellation_request(cast)),
    }
    orders["wish_paid_back"] = agree(cast, cancellation_request(cast, payment="captured"))
    orders["wish_taken_back"] = cancellation_request(cast, mugs=1)
    take_back_request(orders["wish_taken_back"].number, buyer=cast.harbor, by=cast.ines)
    orders["wish_shipped"] = cancellation_request(cast, accepted=True)
    ship(orders["wish_shipped"].number, maker=cast.byrne, by=cast.hanna, carrier="An Post")
    orders["wish_overtaken"] = decline_the_rest(cast, cancellation_request(cast))
    return orders


def _smaller(cast: Cast) -> dict[str, Order]:
    orders = {
        "less": agree(cast, cancellation_request(cast, mugs=2)),
        "less_unpaid": agree(cast, cancellation_request(cast, mugs=2, payment="none")),
    }
    orders["less_refunded"] = agree(cast, cancellation_request(cast, mugs=2, payment="captured"))
    orders["less_shipped"] = agree(cast, cancellation_request(cast, mugs=2, accepted=True))
    ship(orders["less_shipped"].number, maker=cast.byrne, by=cast.hanna, carrier="An Post")
    for name, payment in (("less_declined", "authorised"), ("less_given_back", "captured")):
        orders[name] = decline_the_rest(cast, agree(cast, cancellation_request(cast, mugs=2, payment=payment)))
    return orders


def _by_support(cast: Cast) -> dict[str, Order]:
    """Nobody answered in time: one waits for support, one is granted by them, and one by the maker after all."""
    orders = {name: cancellation_request(cast, mugs=1) for name in ("wish_unanswered", "wish_by_support", "wish_late")}
    for order in orders.values():
        let_answer_time_end(order)
    sam = signed_in(cast)
    case = Case.objects.get(order=orders["wish_by_support"])
    assert sam.post(f"/desk/cases/{case.pk}/request/accept/", {"answer": "I have asked them."}).status_code == 302
    agree(cast, orders["wish_late"])
    return orders
