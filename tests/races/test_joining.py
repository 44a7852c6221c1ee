"""An invitation that is accepted twice at the same moment, over HTTP: one person joins, once (D7)."""

import re
import uuid
from functools import partial

import pytest

from anam.accounts.actions.invite import invite
from anam.accounts.models import Application, Invitation
from anam.clock import database_now
from anam.legal.models import LegalText
from anam.mail.models import Email
from anam.people.models import Buyer, Maker, MakerMember, User
from conftest import Cast
from tests.conftest import Live
from tests.races.clients import Answer, Member, at_once

ROUNDS = range(4)


@pytest.fixture
def address(scenario: Cast, verified: None) -> str:
    return f"nuala-{uuid.uuid4().hex[:12]}@test.example"


def link(by: User, email: str) -> str:
    invitation = invite(email, role="orders", by=by)
    found = re.search(r"(/invite/\S+)", Email.objects.get(key=f"invitation:{invitation.pk}").text)
    assert found
    return found[1]


def browser(live: Live, path: str) -> Member:
    """Somebody who is not signed in, with the page of the link open."""
    member = Member(live.port, {})
    assert member.ask("GET", path).status == 200
    return member


def join(member: Member, path: str) -> Answer:
    """With a tick for the terms, where the operator of this marketplace has written any by now."""
    accepts = ",".join(str(text.pk) for text in LegalText.objects.in_force())
    return member.post(path, name="Nuala", password="eleven kilns burning", accepts=accepts)


@pytest.mark.parametrize("number", ROUNDS)
def test_two_tabs_that_join_at_once_are_one_member(live: Live, scenario: Cast, address: str, number: int) -> None:
    path = link(scenario.hanna, address)
    tabs = [browser(live, path) for _ in range(2)]
    answers = at_once(*(partial(join, tab, path) for tab in tabs))
    assert sorted(answer.status for answer in answers) == [302, 410]
    assert MakerMember.objects.filter(user__email=address, maker=scenario.byrne).count() == 1
    assert Invitation.objects.get(email=address).accepted_by == User.objects.get(email=address)


@pytest.mark.parametrize("number", ROUNDS)
def test_of_two_houses_that_are_joined_at_once_one_is(live: Live, scenario: Cast, address: str, number: int) -> None:
    """One person has one desk."""
    paths = [link(by, address) for by in (scenario.hanna, scenario.otto)]
    answers = at_once(*(partial(join, browser(live, path), path) for path in paths))
    assert sorted(answer.status for answer in answers) == [302, 409]
    assert User.objects.get(email=address).maker in (scenario.byrne, scenario.weaves)
    assert MakerMember.objects.filter(user__email=address).count() == 1


@pytest.mark.parametrize("number", ROUNDS)
def test_taken_back_at_the_moment_it_is_accepted_is_one_or_the_other(
    live: Live, scenario: Cast, address: str, number: int
) -> None:
    path = link(scenario.hanna, address)
    hanna, nuala = Member.signed_in(live.port, scenario.hanna), browser(live, path)
    pk = Invitation.objects.get(email=address).pk
    _, joined = at_once(partial(hanna.post, f"/team/invitations/{pk}/revoke/"), partial(join, nuala, path))
    invitation = Invitation.objects.get(pk=pk)
    assert (invitation.accepted_at is None) is (joined.status == 410)
    assert (invitation.accepted_at is None) is not (invitation.revoked_at is None)
    assert MakerMember.objects.filter(user__email=address).exists() is (joined.status == 302)


def waiting_application(email: str, *, wants: str) -> Application:
    return Application.objects.create(
        wants=wants,
        name="Nuala",
        email=email,
        business="Nuala Knits",
        country="IE",
        about="Hats.",
        token_hash=uuid.uuid4().hex,
        status="waiting",
        applied_at=database_now(),
        confirmed_at=database_now(),
    )


@pytest.mark.parametrize("number", ROUNDS)
def test_two_agents_who_answer_one_application_at_once(live: Live, scenario: Cast, address: str, number: int) -> None:
    """One answer, one house, one letter; the other agent is told what happened."""
    slug = address.partition("@")[0]
    one = waiting_application(address, wants="sell")
    agents = [Member.signed_in(live.port, scenario.sam) for _ in range(2)]
    path = f"/desk/applications/{one.pk}/"
    answers = at_once(
        partial(agents[0].post, f"{path}approve/", slug=slug, words=""),
        partial(agents[1].post, f"{path}refuse/", words="We have so many knitters just now."),
    )
    assert sorted(answer.status for answer in answers) == [302, 409]
    one.refresh_from_db()
    approved = one.status == "approved"
    assert next(answer for answer in answers if answer.status == 409).words.count(f"Sam {one.status}") == 1
    assert Maker.objects.filter(slug=slug).exists() is approved
    assert Email.objects.filter(to=address).count() == 1


@pytest.mark.parametrize("number", ROUNDS)
def test_two_agents_who_approve_at_once_open_one_house(live: Live, scenario: Cast, address: str, number: int) -> None:
    slug = address.partition("@")[0]
    one = waiting_application(address, wants="buy")
    agents = [Member.signed_in(live.port, scenario.sam) for _ in range(2)]
    path = f"/desk/applications/{one.pk}/approve/"
    answers = at_once(*(partial(agent.post, path, slug=f"{slug}-{at}") for at, agent in enumerate(agents)))
    assert sorted(answer.status for answer in answers) == [302, 409]
    assert Buyer.objects.filter(slug__startswith=slug).count() == 1
    assert Email.objects.filter(to=address).count() == 1
