"""A buyer asks to cancel an order, or for less of it (D1, D2, D7, D13)."""

from datetime import timedelta

import pytest

from anam.clock import database_now
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.notifications.models import Notice
from anam.orders.fulfilment.ship import ship
from anam.orders.models import CancellationRequest, Order
from anam.orders.requests.accept_request import accept_request
from anam.orders.requests.ask_to_cancel import ask_to_cancel
from anam.orders.requests.decline_request import decline_request
from anam.orders.requests.request_validation import validate_may_ask
from anam.orders.requests.take_back_request import take_back_request
from anam.orders.tests.request_factories import (
    SORRY,
    WHY,
    agree,
    ask,
    cancellation_request,
    code,
    decline_the_rest,
    emails_to,
    refuse,
)
from anam.people.models import Buyer
from anam.policy.actions.change_policy import change_policy
from anam.policy.models import current_policy
from conftest import Cast

WINDOW = timedelta(hours=24)


def placed_until(order: Order, window: timedelta, left: timedelta) -> None:
    """As if the order had been placed so that `left` of `window` is still to come when the database looks."""
    Order.objects.filter(pk=order.pk).update(placed_at=database_now() - window + left)


def test_the_maker_reads_what_is_asked_and_the_order_goes_on(cast: Cast) -> None:
    """D10, D12"""
    order = cancellation_request(cast, mugs=2)
    order.refresh_from_db()
    assert order.status == "placed"
    entry = Entry.objects.get(order=order, kind="cancel_requested")
    assert sentence(entry) == f"Ines asked to remove 2 × Mug, oatmeal: “{WHY}”"
    assert {notice.user.name for notice in Notice.objects.filter(entry=entry)} == {"Hanna", "Ravi"}
    email = emails_to(cast.hanna)[-1]
    assert email.subject == f"Harbor & Pine asks to change order {order.number}"
    assert WHY in email.text
    assert "never counts against you" in " ".join(email.text.split())


def test_asking_for_all_of_it_is_asking_to_cancel(cast: Cast) -> None:
    order = cast.order()
    request = ask(cast, order, quantities={line.pk: line.quantity for line in order.lines.all()})
    assert not request.lines.exists()
    assert Entry.objects.get(order=order, kind="cancel_requested").facts["whole"] is True


def test_another_shops_order_does_not_exist(cast: Cast) -> None:
    """D1"""
    other = Buyer.objects.create(slug="north-quay", name="North Quay")
    with pytest.raises(Order.DoesNotExist):
        ask_to_cancel(cast.order().number, buyer=other, by=cast.ines, words=WHY)
    with pytest.raises(Order.DoesNotExist):
        take_back_request(cancellation_request(cast).number, buyer=other, by=cast.ines)


def test_another_makers_request_does_not_exist(cast: Cast) -> None:
    """D1"""
    among, number = Order.objects.of_maker(cast.weaves), cancellation_request(cast).number
    with pytest.raises(Order.DoesNotExist):
        accept_request(number, among=among, by=cast.otto, acting_as="maker")
    with pytest.raises(Order.DoesNotExist):
        decline_request(number, among=among, by=cast.otto, acting_as="maker", words=SORRY)


def test_a_line_of_another_order_is_none_of_this_one(cast: Cast) -> None:
    """D1"""
    stranger = cast.order().lines.all()[0]
    assert code(lambda: ask(cast, cast.order(), quantities={stranger.pk: 1})) == "request_of_nothing"


@pytest.mark.parametrize("quantities", [{}, {999_999: 3}, {None: 0}])
def test_nothing_to_remove_is_nothing_to_ask(cast: Cast, quantities: dict[int | None, int]) -> None:
    order = cast.order()
    found = {order.lines.all()[0].pk if key is None else key: number for key, number in quantities.items()}
    assert code(lambda: ask(cast, order, quantities=found)) == "request_of_nothing"


@pytest.mark.parametrize("words", ["", "  too few ", "\u200b" * 30, "x" * 1001])
def test_a_request_says_why_in_ten_to_a_thousand_characters(cast: Cast, words: str) -> None:
    assert code(lambda: ask(cast, cast.order(), words=words)) == "request_words"
    ask(cast, cast.order(), words="x" * 10)
    ask(cast, cast.order(), words="x" * 1000)


def test_what_is_asked_once_is_not_asked_again_until_it_is_answered(cast: Cast) -> None:
    """D7"""
    order = cancellation_request(cast)
    assert code(lambda: ask(cast, order)) == "request_open"
    refuse(cast, order)
    ask(cast, order)
    assert CancellationRequest.objects.filter(order=order).count() == 2


def test_there_is_time_to_the_last_microsecond_and_not_one_more(cast: Cast) -> None:
    """D2: the database's clock, which this transaction's first moment does not stop."""
    order = cast.order()
    until = order.placed_at + WINDOW
    assert validate_may_ask(order, None, now=until - timedelta(microseconds=1)) is None
    refusal = validate_may_ask(order, None, now=until)
    assert refusal
    assert refusal.code == "request_window_closed"
    placed_until(order, WINDOW, timedelta(milliseconds=-1))
    assert code(lambda: ask(cast, order)) == "request_window_closed"
    placed_until(order, WINDOW, timedelta(minutes=1))
    ask(cast, order)


def test_a_change_of_policy_does_not_change_how_long_there_is_for_an_order_already_placed(cast: Cast) -> None:
    """D13: neither for the buyer to ask, nor for the maker to answer."""
    before = cast.order(placed=timedelta(hours=20))
    change_policy(by=cast.sam, why="Trying less.", buyer_request_hours=2, request_answer_hours=5)
    assert current_policy().buyer_request_hours == 2
    request = ask(cast, before)
    assert request.answer_by == request.asked_at + timedelta(hours=48)
    after = cast.order(placed=timedelta(hours=3))
    assert code(lambda: ask(cast, after)) == "request_window_closed"
    quick = ask(cast, cast.order(placed=timedelta(hours=1)))
    assert quick.answer_by == quick.asked_at + timedelta(hours=5)


@pytest.mark.parametrize("status", ["shipped", "declined", "cancelled"])
def test_an_order_that_has_moved_on_cannot_be_asked_about(cast: Cast, status: str) -> None:
    """D7"""
    write_as_buyer("Do you ship here?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    order = cancellation_request(cast, accepted=status == "shipped")
    if status == "shipped":
        ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post")
    elif status == "declined":
        decline_the_rest(cast, order)
    else:
        agree(cast, order)
    assert code(lambda: ask(cast, order)) == f"already_{status}"


def test_asking_is_still_possible_once_the_maker_has_accepted(cast: Cast) -> None:
    order = cancellation_request(cast, accepted=True)
    assert agree(cast, order).status == "cancelled"
