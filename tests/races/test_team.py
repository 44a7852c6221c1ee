"""Roles that change while others act, and owners who remove each other, over HTTP with connections of their own."""

from functools import partial

import pytest

from anam.people.models import MakerMember, Role, User
from conftest import Cast
from tests.conftest import Live
from tests.races.clients import Member, at_once
from tests.races.locks import holding, wait_until_stopped

ROUNDS = range(5)


@pytest.fixture
def owners(live: Live, scenario: Cast, verified: None) -> tuple[Member, Member]:
    """Hanna and Ravi, owners both."""
    MakerMember.objects.filter(user=scenario.ravi).update(role=Role.OWNER)
    return Member.signed_in(live.port, scenario.hanna), Member.signed_in(live.port, scenario.ravi)


def owners_left(scenario: Cast) -> int:
    return MakerMember.objects.filter(maker=scenario.byrne, role=Role.OWNER, user__is_active=True).count()


def test_of_two_owners_who_remove_each_other_at_once_one_stays(scenario: Cast, owners: tuple[Member, Member]) -> None:
    hanna, ravi = owners
    answers = at_once(
        partial(hanna.post, f"/team/{scenario.ravi.pk}/remove/"),
        partial(ravi.post, f"/team/{scenario.hanna.pk}/remove/"),
    )
    assert owners_left(scenario) == 1
    assert sorted(answer.status for answer in answers)[0] == 302
    assert sorted(answer.status for answer in answers)[1] in (302, 404)  # signed out already, or nobody's colleague


@pytest.mark.parametrize("how", ["leave", "demote", "hand-over"])
def test_of_two_owners_who_go_at_once_one_stays(scenario: Cast, owners: tuple[Member, Member], how: str) -> None:
    hanna, ravi = owners
    acts = {
        "leave": [partial(hanna.post, "/team/leave/"), partial(ravi.post, "/team/leave/")],
        "demote": [
            partial(hanna.post, f"/team/{scenario.hanna.pk}/", role="orders"),
            partial(ravi.post, f"/team/{scenario.ravi.pk}/", role="orders"),
        ],
        "hand-over": [
            partial(hanna.post, f"/team/{scenario.ravi.pk}/hand-over/"),
            partial(ravi.post, f"/team/{scenario.hanna.pk}/hand-over/"),
        ],
    }[how]
    answers = at_once(*acts)
    assert owners_left(scenario) >= 1
    assert all(answer.status in (302, 403, 409) for answer in answers)


def test_after_a_role_is_changed_no_later_act_passes(live: Live, scenario: Cast, owners: tuple[Member, Member]) -> None:
    """What was let in before ends; whatever comes after the change is refused, on every connection."""
    hanna, ravi = owners
    first, second = scenario.order(), scenario.order()
    with holding(live, ("SELECT 1 FROM orders_order WHERE id = %s FOR NO KEY UPDATE", (first.pk,))) as held:

        def change_meanwhile() -> int:
            wait_until_stopped(1, by=held)
            changed = hanna.post(f"/team/{scenario.ravi.pk}/", role="read_only").status
            later = ravi.in_another_tab().accept(second)
            held.rollback()
            assert later.status == 403
            assert "Hanna, the owner, can do this." in later.words
            return changed

        running, changed = at_once(partial(ravi.accept, first), change_meanwhile)
    assert (running.status, changed) == (302, 302)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("accepted", "placed")


def test_who_was_removed_while_they_change_somebody_changes_nobody(
    live: Live, scenario: Cast, owners: tuple[Member, Member]
) -> None:
    """The change waits for the house, and asks once more when it has it."""
    _, ravi = owners
    held_house = ("SELECT 1 FROM maker WHERE id = %s FOR UPDATE", (scenario.byrne.pk,))
    removed = ("UPDATE maker_member SET role = 'orders' WHERE user_id = %s", (scenario.ravi.pk,))
    with holding(live, held_house, removed) as held:

        def commit_meanwhile() -> int:
            wait_until_stopped(1, by=held)
            held.commit()
            return 0

        answer, _ = at_once(partial(ravi.post, f"/team/{scenario.hanna.pk}/", role="orders"), commit_meanwhile)
    assert User.objects.with_party().get(pk=scenario.hanna.pk).role == Role.OWNER
    assert answer.status == 409
    assert "does not include people" in answer.words
