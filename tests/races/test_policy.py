"""Agents who change the policy at the same moment, and orders placed at that moment: D7 and D13, over HTTP."""

import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from io import StringIO

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import CommandError, call_command
from django.db import connections

from anam.orders.actions.change_policy import change_policy
from anam.orders.models import Order, Reason
from anam.orders.policy import SETTABLE, Policy, current_policy
from anam.orders.reading_reasons import columns_of, shown_column
from anam.people.models import User
from conftest import Cast, place_order
from tests.conftest import Live
from tests.races.clients import Answer, Member, at_once
from tests.races.locks import holding, wait_until_stopped

ROUNDS = range(5)


@pytest.fixture
def agents(live: Live, town: Cast) -> Iterator[tuple[Member, Member]]:
    """Sam and Tom at their browsers. Whatever was raced: in the end `anam verify` is content."""
    first = current_policy()
    password = make_password("demo", hasher="pbkdf2_sha256")
    tom = User.objects.create(email=f"tom-{town.sam.pk}@test.example", name="Tom", password=password, is_support=True)
    yield Member.signed_in(live.port, town.sam), Member.signed_in(live.port, tom)
    said = StringIO()
    try:
        call_command("verify", stdout=said)
    except CommandError as broken:
        pytest.fail(f"{broken}\n{said.getvalue()}")
    hours = first.decline_window_hours
    if current_policy().decline_window_hours != hours:
        change_policy(by=None, why="As before", decline_window_hours=hours)


def change(agent: Member, seen: Policy, hours: int, why: str = "A race") -> Answer:
    shown = {name: getattr(seen, name) for name in SETTABLE}
    fields = {
        name: ("on" if value else "off") if isinstance(value, bool) else str(value) for name, value in shown.items()
    }
    return agent.post(
        "/desk/policy/numbers/", **{**fields, "decline_window_hours": str(hours)}, why=why, seen=str(seen.pk)
    )


def reword(agent: Member, seen: Policy, label: str) -> Answer:
    reason = Reason.objects.under(seen.pk, "too_late")
    assert reason
    fields = {name: shown_column(value) for name, value in columns_of(reason).items()}
    return agent.post("/desk/policy/reasons/too_late/", **{**fields, "label": label}, why="A race", seen=str(seen.pk))


def place_ten(town: Cast) -> list[Order]:
    try:
        return [
            place_order(town.byrne, town.harbor, [(town.bowl, 1)], timedelta(hours=1), "none", told=False)
            for _ in range(10)
        ]
    finally:
        connections.close_all()


def test_two_agents_change_it_at_once_and_one_wins(agents: tuple[Member, Member]) -> None:
    """D7: no branch, and the second is told in words what the first did."""
    sam, tom = agents
    for turn in ROUNDS:
        seen = current_policy()
        answers = at_once(partial(change, sam, seen, 200 + turn), partial(change, tom, seen, 300 + turn))
        assert sorted(answer.status for answer in answers) == [302, 409]
        told = next(answer.words for answer in answers if answer.status == 409)
        assert "changed the policy on" in told
        assert f"{seen.decline_window_hours} → {current_policy().decline_window_hours}" in told
        assert Policy.objects.filter(pk__gt=seen.pk).count() == 1


def test_the_same_click_at_once_is_one_version(agents: tuple[Member, Member]) -> None:
    """D7"""
    for turn in ROUNDS:
        sam, seen = agents[0], current_policy()
        clicks = [sam.in_another_tab() for _ in range(4)]
        answers = at_once(*(partial(change, click, seen, 400 + turn) for click in clicks))
        assert {answer.status for answer in answers} == {302}
        assert Policy.objects.filter(pk__gt=seen.pk).count() == 1


def test_a_number_and_a_reason_at_once_never_lose_each_other(agents: tuple[Member, Member]) -> None:
    """D7: whoever is second is refused, and their second try keeps what the first did."""
    sam, tom = agents
    for turn in ROUNDS:
        seen, label = current_policy(), f"Late {turn} {time.monotonic_ns()}"
        one, other = at_once(partial(change, sam, seen, 500 + turn), partial(reword, tom, seen, label))
        assert sorted([one.status, other.status]) == [302, 409]
        now = current_policy()
        again = reword(tom, now, label) if one.status == 302 else change(sam, now, 500 + turn)
        assert again.status == 302
        newest = current_policy()
        reason = Reason.objects.under(newest.pk, "too_late")
        assert reason
        assert (newest.decline_window_hours, reason.label) == (500 + turn, label)
        assert Reason.objects.filter(key="too_late", until=None).count() == 1


def test_an_order_placed_at_that_moment_has_one_policy_whole(agents: tuple[Member, Member], town: Cast) -> None:
    """D13: its deadline and its reasons are of the version that it names."""
    for turn in ROUNDS:
        sam, seen = agents[0], current_policy()
        placed, answer = at_once(partial(place_ten, town), partial(change, sam, seen, 600 + turn))
        assert answer.status == 302
        for order in placed:
            hours = Policy.objects.get(pk=order.policy_id).decline_window_hours
            assert (order.decline_by - order.placed_at).total_seconds() == hours * 3600
            assert Reason.objects.in_force(order.policy_id).filter(key="too_late").count() == 1


def test_placing_an_order_does_not_wait_for_a_change(agents: tuple[Member, Member], live: Live, town: Cast) -> None:
    """D13: whoever is changing the policy holds up other agents, but no buyer."""
    sam, seen = agents[0], current_policy()
    lock = ("SELECT pg_advisory_xact_lock(hashtext('anam policy'))", ())
    with holding(live, lock) as held:
        answers: list[Answer] = []

        def clicks() -> None:
            answers.append(change(sam, seen, 111))

        def buys() -> None:
            wait_until_stopped(1, by=held)
            assert town.order().policy_id == seen.pk
            held.rollback()

        try:
            at_once(clicks, buys)
        finally:
            connections.close_all()
    assert answers[0].status == 302
    assert town.order().policy_id == current_policy().pk != seen.pk
