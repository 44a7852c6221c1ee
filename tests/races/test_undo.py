"""*Accept*, undone within ten seconds of the database's clock while others act and workers die: D7, D10, D12."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from anam.catalog.stock import count
from anam.clock import database_now
from anam.history.feed import number_all_events
from anam.history.models import Entry, Event
from anam.mail.models import Email
from anam.notifications.models import Notice
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.unaccept import unaccept
from anam.orders.models import Order
from anam.orders.status import UNDO_FOR
from conftest import Cast
from tests.clock import take_up_what_is_left
from tests.conftest import Live, wait_for
from tests.races.clients import Answer, Member, at_once
from tests.races.factories import told_order
from tests.races.locks import holding, wait_until_gone, wait_until_stopped
from tests.races.proof import assert_declined_once, assert_not_declined, wait_until_settled
from tests.seeds import dice

ROUNDS = range(6)
NOTHING_TO_UNDO = "This order is not accepted: there is nothing to undo."


@dataclass
class Desk:
    """Hanna and Ravi at their browsers, and the town they live in."""

    live: Live
    scenario: Cast
    hanna: Member
    ravi: Member

    def accepted(self) -> Order:
        order = told_order(self.scenario)
        return accept(order.number, maker=self.scenario.byrne, by=self.scenario.hanna)

    def undo(self, order: Order) -> None:
        unaccept(order.number, maker=self.scenario.byrne, by=self.scenario.hanna)

    def kill_the_workers(self) -> None:
        for one in self.live.processes:
            if list(one.args)[-1] == "worker" and one.poll() is None:  # type: ignore[arg-type]
                self.live.kill(one)


@pytest.fixture
def desk(live: Live, scenario: Cast, verified: None) -> Iterator[Desk]:
    """Whatever happens to the worker: the tests that follow have one again."""
    yield Desk(live, scenario, Member.signed_in(live.port, scenario.hanna), Member.signed_in(live.port, scenario.ravi))
    if not any(list(one.args)[-1] == "worker" and one.poll() is None for one in live.processes):  # type: ignore[arg-type]
        live.start("worker")


def newest(order: Order, kind: str = "accepted") -> Entry:
    entry = Entry.objects.of_order(order.pk).filter(kind=kind).order_by("id").last()
    assert entry
    return entry


def kinds(order: Order) -> list[str]:
    """What became of it, without what it was told."""
    entries = Entry.objects.of_order(order.pk).order_by("id").values_list("kind", flat=True)
    return [kind for kind in entries if kind in ("accepted", "unaccepted", "shipped", "declined")]


def wait_until_looked_at(*orders: Order) -> None:
    """Until the jobs that tell of these acceptances are done."""
    entries = [newest(order).pk for order in orders]

    def none_waits() -> bool:
        jobs = ProcrastinateJob.objects.filter(task_name="notifications.notify", args__entry_id__in=entries)
        return not jobs.exclude(status="succeeded").exists()

    wait_for(none_waits, what="the acceptances to be told, or not")


def letters(order: Order) -> list[str]:
    """To whom the newest acceptance was told in words, and it went out."""
    told = Email.objects.filter(key__startswith=f"entry:{newest(order).pk}:")
    wait_for(lambda: not told.filter(sent_at=None).exists(), what="the letters to go out")
    return list(told.values_list("to", flat=True))


def assert_told_once(scenario: Cast, order: Order) -> None:
    """D10: to each of the buyer's people one letter, and one event."""
    assert letters(order) == [scenario.ines.email]
    number_all_events()  # as the clock does each minute
    assert Event.objects.get(entry=newest(order)).seq is not None


def assert_never_told(order: Order) -> None:
    """D10, D12: no letter, no event, no bell; the history keeps both."""
    undone = newest(order)
    assert letters(order) == []
    number_all_events()
    assert not Event.objects.filter(entry__order=order, entry__kind__in=("accepted", "unaccepted")).exists()
    assert not Notice.objects.filter(entry=undone).exists()
    assert newest(order, "unaccepted").pk > undone.pk


def test_what_is_undone_is_not_shipped_and_what_is_shipped_is_not_undone(desk: Desk) -> None:
    """D7, D8: the loser is told what happened, and no money is taken for an order that waits for its answer."""
    for _ in ROUNDS:
        order = desk.accepted()
        undone, shipped = at_once(lambda o=order: desk.hanna.undo_accept(o), lambda o=order: desk.ravi.ship(o))
        assert sorted([undone.status, shipped.status]) == [302, 409]
        if undone.status == 302:
            assert_not_declined(order)
            assert kinds(order) == ["accepted", "unaccepted"]
        else:
            assert "This order was shipped on" in undone.words
            assert_not_declined(order, status="shipped")
            assert kinds(order) == ["accepted", "shipped"]


def test_a_decline_goes_through_whether_it_was_undone_first_or_not(desk: Desk) -> None:
    """D7, D10: and nobody reads that an order will be made which is cancelled."""
    orders = [desk.accepted() for _ in ROUNDS]
    for order in orders:
        undone, declined = at_once(lambda o=order: desk.hanna.undo_accept(o), lambda o=order: desk.ravi.decline(o))
        assert declined.status == 302
        assert_declined_once(order)
        if undone.status == 302:
            assert kinds(order) == ["accepted", "unaccepted", "declined"]
        else:
            assert undone.status == 409
            assert "Ravi cancelled this order on" in undone.words
            assert kinds(order) == ["accepted", "declined"]
    wait_until_settled(*orders)
    wait_until_looked_at(*orders)
    assert [letters(order) for order in orders] == [[] for _ in orders]


def test_two_members_undo_it_once(desk: Desk) -> None:
    """D7"""
    for _ in ROUNDS:
        order = desk.accepted()
        answers = at_once(lambda o=order: desk.hanna.undo_accept(o), lambda o=order: desk.ravi.undo_accept(o))
        assert sorted(answer.status for answer in answers) == [302, 409]
        assert any(NOTHING_TO_UNDO in answer.words for answer in answers)
        assert kinds(order) == ["accepted", "unaccepted"]


def test_around_the_end_of_the_ten_seconds_it_is_undone_and_untold_or_stands_and_is_told(desk: Desk) -> None:
    """D7, D10: one clock for the maker and for what tells others; nobody is between the two sides."""
    moments = dice(10)
    count(desk.scenario.mug.pk, stock=1000)
    tabs = [member.in_another_tab() for member in (desk.hanna, desk.ravi) for _ in range(2)]
    orders = [desk.accepted() for _ in range(24)]
    ahead = database_now().timestamp() - time.time()
    answers: dict[int, Answer] = {}

    def undo_each(number: int) -> None:
        for order in orders[number :: len(tabs)]:
            assert order.accepted_at
            moment = (order.accepted_at + UNDO_FOR).timestamp() + moments.uniform(-0.15, 0.1)
            time.sleep(max(0.0, moment - ahead - time.time()))
            answers[order.pk] = tabs[number].undo_accept(order)

    threads = [threading.Thread(target=undo_each, args=(number,)) for number in range(len(tabs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status for answer in answers.values()} == {302, 409}
    wait_until_looked_at(*orders)
    for order in orders:
        if answers[order.pk].status == 302:
            assert order.accepted_at
            assert newest(order, "unaccepted").at < order.accepted_at + UNDO_FOR
            assert_never_told(order)
            assert_not_declined(order)
        else:
            assert "that can be undone for 10 seconds only" in answers[order.pk].words
            assert_told_once(desk.scenario, order)
            assert_not_declined(order, status="accepted")


def test_a_worker_that_is_killed_before_the_ten_seconds_end_tells_each_acceptance_once_afterwards(desk: Desk) -> None:
    """D7, D10: of what was undone meanwhile, with nobody at work, nothing is ever told."""
    desk.kill_the_workers()
    stands, undone, again = desk.accepted(), desk.accepted(), desk.accepted()
    first = newest(again)
    desk.undo(undone)
    desk.undo(again)
    accept(again.number, maker=desk.scenario.byrne, by=desk.scenario.ravi)
    jobs = ProcrastinateJob.objects.filter(task_name="notifications.notify", args__entry_id=newest(stands).pk)
    assert stands.accepted_at
    assert [job.scheduled_at for job in jobs] == [stands.accepted_at + UNDO_FOR]
    desk.live.start("worker")
    wait_until_looked_at(stands, undone, again)
    assert_never_told(undone)
    for order in (stands, again):
        assert_told_once(desk.scenario, order)
    assert not Email.objects.filter(key__startswith=f"entry:{first.pk}:").exists()


def test_a_worker_that_is_killed_while_it_tells_of_an_acceptance_has_it_told_once(desk: Desk) -> None:
    """D7, D10: killed with the letter written and not yet committed; it can no longer be undone then."""
    order = desk.accepted()
    email = (
        'INSERT INTO email (key, "to", subject, text, html, kind, failure, provider_id, written_at)'
        " VALUES (%s, 'x@test.example', '', '', '', 'important', '{}', '', now())",
        (f"entry:{newest(order).pk}:person:{desk.scenario.ines.pk}",),
    )
    with holding(desk.live, email) as pen:
        backends = wait_until_stopped(1, by=pen)
        desk.kill_the_workers()
    wait_until_gone(backends)
    assert letters(order) == []
    assert desk.hanna.undo_accept(order).status == 409
    desk.live.start("worker")
    take_up_what_is_left()
    wait_until_looked_at(order)
    assert_told_once(desk.scenario, order)


def test_an_undo_that_is_under_way_when_the_ten_seconds_end_is_waited_for(desk: Desk) -> None:
    """D7, D10: begun in time, it counts; the worker that looks meanwhile is killed, and the next one knows."""
    order = desk.accepted()
    with transaction.atomic():
        desk.undo(order)
        assert order.accepted_at
        wait_for(lambda: database_now() > order.accepted_at + UNDO_FOR + timedelta(seconds=0.1), what="ten seconds")
        backends = wait_until_stopped(1)
        desk.kill_the_workers()
    wait_until_gone(backends)
    assert_not_declined(order)
    desk.live.start("worker")
    take_up_what_is_left()
    wait_until_looked_at(order)
    assert_never_told(order)
