"""Agents who change the policy at the same moment, and orders placed at that moment: D7 and D13, over HTTP."""

import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connections

from anam.orders.models import Order
from anam.people.models import User
from anam.policy.actions.change_policy import change_policy
from anam.policy.models import SETTABLE, Policy, Reason, current_policy
from anam.policy.parsing import columns_of
from anam.policy.reason_columns import as_typed
from conftest import Cast, place_order
from tests.conftest import Live
from tests.races.clients import Answer, Member, at_once
from tests.races.locks import holding, wait_until_stopped

ROUNDS = range(5)


@pytest.fixture
def agents(live: Live, scenario: Cast, verified: None) -> Iterator[tuple[Member, Member]]:
    """Sam and Tom at their browsers."""
    first = current_policy()
    password = make_password("demo", hasher="pbkdf2_sha256")
    tom = User.objects.create(
        email=f"tom-{scenario.sam.pk}@test.example", name="Tom", password=password, is_support=True, leads_support=True
    )
    yield Member.signed_in(live.port, scenario.sam), Member.signed_in(live.port, tom)
    hours = first.decline_window_hours
    if current_policy().decline_window_hours != hours:
        change_policy(by=None, why="As before", decline_window_hours=hours)


def change(agent: Member, base_version: Policy, hours: int, why: str = "A race") -> Answer:
    shown = {name: getattr(base_version, name) for name in SETTABLE}
    fields = {
        name: ("on" if value else "off") if isinstance(value, bool) else str(value) for name, value in shown.items()
    }
    return agent.post(
        "/desk/policy/numbers/",
        **{**fields, "decline_window_hours": str(hours)},
        why=why,
        seen=str(base_version.pk),
    )


def reword(agent: Member, base_version: Policy, label: str) -> Answer:
    reason = Reason.objects.under(base_version.pk, "too_late")
    assert reason
    fields = {name: as_typed(value) for name, value in columns_of(reason).items()}
    return agent.post(
        "/desk/policy/reasons/too_late/", **{**fields, "label": label}, why="A race", seen=str(base_version.pk)
    )


def place_ten(scenario: Cast) -> list[Order]:
    try:
        return [
            place_order(scenario.byrne, scenario.harbor, [(scenario.bowl, 1)], timedelta(hours=1), "none", told=False)
            for _ in range(10)
        ]
    finally:
        connections.close_all()


def test_two_agents_change_it_at_once_and_one_wins(agents: tuple[Member, Member]) -> None:
    """D7: no branch, and the second is told in words what the first did."""
    sam, tom = agents
    for turn in ROUNDS:
        base_version = current_policy()
        answers = at_once(
            partial(change, sam, base_version, 200 + turn), partial(change, tom, base_version, 300 + turn)
        )
        assert sorted(answer.status for answer in answers) == [302, 409]
        told = next(answer.words for answer in answers if answer.status == 409)
        assert "changed the policy on" in told
        assert f"{base_version.decline_window_hours} → {current_policy().decline_window_hours}" in told
        assert Policy.objects.filter(pk__gt=base_version.pk).count() == 1


def test_the_same_click_at_once_is_one_version(agents: tuple[Member, Member]) -> None:
    """D7"""
    for turn in ROUNDS:
        sam, base_version = agents[0], current_policy()
        clicks = [sam.in_another_tab() for _ in range(4)]
        answers = at_once(*(partial(change, click, base_version, 400 + turn) for click in clicks))
        assert {answer.status for answer in answers} == {302}
        assert Policy.objects.filter(pk__gt=base_version.pk).count() == 1


def test_a_number_and_a_reason_at_once_never_lose_each_other(agents: tuple[Member, Member]) -> None:
    """D7: whoever is second is refused, and their second try keeps what the first did."""
    sam, tom = agents
    for turn in ROUNDS:
        base_version, label = current_policy(), f"Late {turn} {time.monotonic_ns()}"
        one, other = at_once(partial(change, sam, base_version, 500 + turn), partial(reword, tom, base_version, label))
        assert sorted([one.status, other.status]) == [302, 409]
        now = current_policy()
        again = reword(tom, now, label) if one.status == 302 else change(sam, now, 500 + turn)
        assert again.status == 302
        newest = current_policy()
        reason = Reason.objects.under(newest.pk, "too_late")
        assert reason
        assert (newest.decline_window_hours, reason.label) == (500 + turn, label)
        assert Reason.objects.filter(key="too_late", until=None).count() == 1


def test_an_order_placed_at_that_moment_has_one_policy_whole(agents: tuple[Member, Member], scenario: Cast) -> None:
    """D13: its deadline and its reasons are of the version that it names."""
    for turn in ROUNDS:
        sam, base_version = agents[0], current_policy()
        placed, answer = at_once(partial(place_ten, scenario), partial(change, sam, base_version, 600 + turn))
        assert answer.status == 302
        for order in placed:
            hours = Policy.objects.get(pk=order.policy_id).decline_window_hours
            assert (order.decline_by - order.placed_at).total_seconds() == hours * 3600
            assert Reason.objects.in_force(order.policy_id).filter(key="too_late").count() == 1


def test_placing_an_order_does_not_wait_for_a_change(agents: tuple[Member, Member], live: Live, scenario: Cast) -> None:
    """D13: whoever is changing the policy holds up other agents, but no buyer."""
    sam, base_version = agents[0], current_policy()
    lock = ("SELECT pg_advisory_xact_lock(hashtext('anam policy'))", ())
    with holding(live, lock) as held:
        answers: list[Answer] = []

        def clicks() -> None:
            answers.append(change(sam, base_version, 111))

        def buys() -> None:
            wait_until_stopped(1, by=held)
            assert scenario.order().policy_id == base_version.pk
            held.rollback()

        try:
            at_once(clicks, buys)
        finally:
            connections.close_all()
    assert answers[0].status == 302
    assert scenario.order().policy_id == current_policy().pk != base_version.pk
