"""Declines that race each other, the maker's other clicks, and the clock: D2 and D7, over HTTP."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from anam.catalog.models import Product
from anam.catalog.stock import count
from anam.clock import database_now
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Conversation
from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.orders.cancellation.cancel_order import cancel_order
from anam.orders.cancellation.context import load_context
from anam.orders.cancellation.plan import plan_cancellation
from anam.orders.models import Cancellation, Order
from conftest import Cast
from tests.conftest import Live
from tests.races.clients import WORDS, Answer, Member, at_once, decline_all
from tests.races.factories import told_order
from tests.races.locks import holding, wait_until_stopped
from tests.races.proof import assert_declined_once, assert_not_declined, assert_stock, wait_until_settled

ROUNDS = range(6)


@dataclass
class Desk:
    """Hanna and Ravi at their browsers, and the town they live in."""

    scenario: Cast
    hanna: Member
    ravi: Member


@pytest.fixture
def desk(live: Live, scenario: Cast, verified: None) -> Desk:
    return Desk(scenario, Member.signed_in(live.port, scenario.hanna), Member.signed_in(live.port, scenario.ravi))


def won(answers: list[Answer]) -> int:
    """How many were done; every other was told why not, in words."""
    assert {answer.status for answer in answers} <= {302, 409}, [answer.status for answer in answers]
    return sum(answer.status == 302 for answer in answers)


def test_the_same_click_twice_declines_once(desk: Desk) -> None:
    """D7"""
    again = desk.hanna.in_another_tab()
    orders = [told_order(desk.scenario) for _ in ROUNDS]
    for order in orders:
        answers = at_once(lambda order=order: desk.hanna.decline(order), lambda order=order: again.decline(order))
        assert won(answers) == 1
        assert any("Hanna cancelled this order on" in answer.words for answer in answers)
        assert_declined_once(order)
    wait_until_settled(*orders)
    assert_stock(desk.scenario.mug, 100)


def test_two_members_at_once_decline_once(desk: Desk) -> None:
    """D7"""
    orders = [told_order(desk.scenario) for _ in ROUNDS]
    for order in orders:
        answers = at_once(lambda order=order: desk.hanna.decline(order), lambda order=order: desk.ravi.decline(order))
        assert won(answers) == 1
        winner = Cancellation.objects.get(order=order).by
        assert winner
        loser = next(answer for answer in answers if answer.status == 409)
        assert f"{winner.name} cancelled this order on" in loser.words
        assert_declined_once(order)
    wait_until_settled(*orders)
    assert_stock(desk.scenario.mug, 100)


def test_a_declined_order_is_never_accepted_afterwards(desk: Desk) -> None:
    """D7: accepted and then declined is right; declined and then accepted is not."""
    for _ in ROUNDS:
        order = told_order(desk.scenario)
        declined, accepted = at_once(lambda o=order: desk.hanna.decline(o), lambda o=order: desk.ravi.accept(o))
        assert declined.status == 302
        assert_declined_once(order)
        entries = Entry.objects.of_order(order.pk).filter(kind__in=["placed", "accepted", "declined"])
        kinds = [entry.kind for entry in entries]
        if accepted.status == 302:
            assert kinds == ["placed", "accepted", "declined"]
        else:
            assert accepted.status == 409
            assert "Hanna cancelled this order on" in accepted.words
            assert kinds == ["placed", "declined"]


def test_an_order_is_either_shipped_or_declined(desk: Desk) -> None:
    """D7, D8: the payment is taken or given back, never both."""
    for _ in ROUNDS:
        order = told_order(desk.scenario)
        assert desk.hanna.accept(order).status == 302
        declined, shipped = at_once(lambda o=order: desk.hanna.decline(o), lambda o=order: desk.ravi.ship(o))
        assert won([declined, shipped]) == 1
        if declined.status == 302:
            assert "Hanna cancelled this order on" in shipped.words
            assert_declined_once(order)
        else:
            assert "This order was shipped on" in declined.words
            assert_not_declined(order, status="shipped")


def test_whoever_declines_around_the_deadline_is_in_time_or_told_that_it_has_passed(desk: Desk) -> None:
    """D2: the same clock for everybody, and nobody between the two sides."""
    tabs = [member.in_another_tab() for member in (desk.hanna, desk.ravi) for _ in range(2)]
    seen: set[int] = set()
    count(desk.scenario.mug.pk, stock=1000)
    for seconds in (2, 6, 15, 30):  # a busy machine needs longer to place them all
        ends = database_now() + timedelta(seconds=seconds)
        orders = [_order_until(desk.scenario, ends) for _ in range(24)]
        _wait_until(ends - timedelta(milliseconds=150))
        decline_all(tabs, orders[:20])
        _wait_until(ends + timedelta(milliseconds=20))
        decline_all(tabs, orders[20:])
        seen |= {_which_side(order) for order in orders}
        if seen == {302, 409}:
            break
    assert seen == {302, 409}


def _order_until(scenario: Cast, ends: datetime) -> Order:
    """An order whose 72 hours end at that moment, or a few milliseconds later."""
    return told_order(scenario, placed=timedelta(hours=72) - (ends - database_now()))


def _wait_until(moment: datetime) -> None:
    time.sleep(max(0.0, (moment - database_now()).total_seconds()))


def _which_side(order: Order) -> int:
    if Order.objects.get(pk=order.pk).status == "declined":
        assert_declined_once(order)
        return 302
    assert_not_declined(order)
    refused = Entry.objects.get(order=order, kind="decline_refused")
    assert refused.at >= order.decline_by
    assert refused.facts["codes"] == ["decline_window_closed"]
    assert refused.facts["why"]["code"] == "decline_window_closed"
    assert "The 72 hours ended on" in sentence(refused)
    return 409


def test_a_decline_that_waits_until_the_deadline_has_passed_is_too_late(live: Live, desk: Desk) -> None:
    """D2: what counts is the clock when the order is decided about, not when the click came in."""
    order = _order_until(desk.scenario, database_now() + timedelta(milliseconds=600))
    answers: list[Answer] = []
    click = threading.Thread(target=lambda: answers.append(desk.hanna.decline(order)))
    with holding(live, ("SELECT FROM orders_order WHERE id = %s FOR NO KEY UPDATE", (order.pk,))) as held:
        click.start()
        wait_until_stopped(1, by=held)
        _wait_until(order.decline_by)
    click.join()
    assert answers[0].status == 409
    assert "The 72 hours ended on" in answers[0].words
    assert_not_declined(order)


@pytest.mark.parametrize(("microseconds", "wins"), [(-1_000_000, True), (-1, True), (0, False), (1, False)])
def test_the_very_microsecond_of_the_deadline_is_too_late(cast: Cast, microseconds: int, wins: bool) -> None:
    """D2: the statement that changes the status decides, even for a caller who never asked why not."""
    order = cast.order(told=True)
    context = load_context(order, reason_key="too_late")
    assert context.reason
    at = order.decline_by + timedelta(microseconds=microseconds)
    plan = plan_cancellation(order, context)
    done = cancel_order(
        order,
        "decline",
        plan,
        key="one",
        reason=context.reason,
        by=cast.hanna,
        on_behalf_of="maker",
        explanation=WORDS,
        at=at,
    )
    assert (done is not None) is wins
    assert list(Cancellation.objects.filter(order=order).values_list("at", "in_time")) == [(at, True)] * wins
    order.refresh_from_db()
    assert order.status == ("declined" if wins else "placed")
    assert_stock(cast.mug, 100 if wins else 94)


def test_forty_declines_from_eight_connections_release_exactly_what_they_held(desk: Desk) -> None:
    """D7, D9"""
    scenario = desk.scenario
    count(scenario.mug.pk, stock=1000)
    orders = [told_order(scenario, lines=[(scenario.mug, 1 + number % 9)]) for number in range(40)]
    assert_stock(scenario.mug, 1000 - sum(1 + number % 9 for number in range(40)))
    tabs = [member.in_another_tab() for member in (desk.hanna, desk.ravi) for _ in range(4)]
    assert won(decline_all(tabs, orders)) == 40
    assert_stock(scenario.mug, 1000)
    for order in orders:
        assert_declined_once(order)
    wait_until_settled(*orders)


def test_orders_that_share_two_products_the_other_way_round_do_not_block_each_other(desk: Desk) -> None:
    """D7, D9: products are locked in one order, whatever the order of the lines."""
    scenario = desk.scenario
    plate = Product.objects.create(maker=scenario.byrne, sku="PLT-02", title="Plate", unit_price=2100, stock=0)
    count(plate.pk, stock=500)
    count(scenario.mug.pk, stock=500)
    both = [(scenario.mug, 2), (plate, 3)]
    orders = [told_order(scenario, lines=both if number % 2 else both[::-1]) for number in range(24)]
    tabs = [member.in_another_tab() for member in (desk.hanna, desk.ravi) for _ in range(4)]
    assert won(decline_all(tabs, orders)) == 24
    assert_stock(scenario.mug, 500)
    assert_stock(plate, 500)
    for order in orders:
        assert_declined_once(order)


def test_a_message_about_the_order_and_its_decline_do_not_wait_for_each_other(live: Live, desk: Desk) -> None:
    """D7: the buyer writes about the order at the moment in which it is declined."""
    order = told_order(desk.scenario)
    conversation = Conversation.objects.between(maker_id=order.maker_id, buyer_id=order.buyer_id).get()
    answers: list[Answer] = []
    click = threading.Thread(target=lambda: answers.append(desk.hanna.decline(order)))
    with transaction.atomic():
        write_as_buyer(
            "When will it come?",
            buyer=desk.scenario.harbor,
            maker=desk.scenario.byrne,
            by=desk.scenario.ines,
            order=order,
        )
        click.start()
        wait_until_stopped(1)
    click.join()
    assert answers[0].status == 302
    assert_declined_once(order)
    assert conversation.messages.filter(order=order, side="buyer").count() == 1
