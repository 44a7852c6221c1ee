"""The machine's clock is put back in the middle of everything: nothing right is called broken (D2, D3, D6)."""

from collections.abc import Callable
from datetime import timedelta

from anam.audit.invariants import INVARIANTS, ask
from anam.cases.models import Case
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.orders.cancellation.decline import decline
from anam.orders.contacting.contact import contact
from anam.orders.escalation.ask_support import ask_support
from anam.orders.escalation.take_back_from_support import take_back_from_support
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.complete import complete
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Order
from anam.orders.tests.escalation_factories import signed_in
from anam.orders.tests.refund_factories import settle
from conftest import Cast

WORDS = "I am so sorry: my kiln is down until spring."


def broken() -> list[str]:
    return [f"{one.rule} {one.words}: {breaks.first}" for one in INVARIANTS if (breaks := ask(one)).count]


def is_told(cast: Cast, order: Order) -> Order:
    contact(order.number, maker=cast.byrne, by=cast.hanna, message=f"{WORDS} ({order.number})")
    return order


def placed_now(cast: Cast) -> Order:
    return cast.order(placed=timedelta(0))


def test_what_was_begun_before_goes_on_after_and_nothing_is_called_broken(
    cast: Cast, put_the_clock_back: Callable[[], None]
) -> None:
    write_as_buyer("Do you ship to Portland?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    told, told_in_part, untold, asked, taken_back, to_ship, to_accept = (placed_now(cast) for _ in range(7))
    for order in (told, told_in_part):
        is_told(cast, order)
    for order in (asked, taken_back):
        ask_support(
            order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS, note="", stock=None
        )
    accept(to_ship.number, maker=cast.byrne, by=cast.hanna)
    put_the_clock_back()
    decline(told.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)
    is_told(cast, untold)
    decline(untold.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)
    case = Case.objects.get(order=asked)
    said = {"told_how": "phone", "message": "I telephoned her."}
    assert signed_in(cast).post(f"/desk/cases/{case.pk}/decline/", said).status_code == 302
    take_back_from_support(taken_back.number, maker=cast.byrne, by=cast.hanna)
    ship(to_ship.number, maker=cast.byrne, by=cast.hanna, carrier="An Post")
    settle(to_ship)
    complete(to_ship.number, buyer=cast.harbor, by=cast.ines)
    accept(to_accept.number, maker=cast.byrne, by=cast.hanna)
    for order in (told, untold, asked):
        order.refresh_from_db()
        assert order.status == "declined"
        assert order.contacted_at
        assert order.placed_at <= order.contacted_at <= order.cancellation.at
        assert order.cancellation.in_time
    assert [words for words in broken() if "confirmed" not in words.lower()] == []


def test_no_entry_of_an_orders_history_is_earlier_than_the_one_before(
    cast: Cast, put_the_clock_back: Callable[[], None]
) -> None:
    """D12"""
    write_as_buyer("Do you ship to Portland?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    order = is_told(cast, placed_now(cast))
    put_the_clock_back()
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)
    moments = list(order.entries.order_by("id").values_list("at", flat=True))
    assert moments == sorted(moments)
