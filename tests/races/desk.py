"""Everybody who has a say about one order, at their browsers; and what must be true when they have raced."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from anam.cases.models import Case, CaseEntry
from anam.people.models import BuyerMember, User
from conftest import Cast
from tests.conftest import Live
from tests.races.clients import Answer, Member


@dataclass
class Desk:
    """Hanna and Ravi of the maker, Ines and Noah of the shop, Sam and Tom of support; and the town they live in."""

    scenario: Cast
    hanna: Member
    ravi: Member
    ines: Member
    noah: Member
    sam: Member
    tom: Member

    @classmethod
    def of(cls, live: Live, scenario: Cast) -> "Desk":
        noah = _newcomer("Noah", f"noah-{scenario.ines.pk}@test.example")
        BuyerMember.objects.create(user=noah, buyer=scenario.harbor)
        tom = _newcomer("Tom", f"tom-{scenario.sam.pk}@test.example", is_support=True)
        people = (scenario.hanna, scenario.ravi, scenario.ines, noah, scenario.sam, tom)
        return cls(scenario, *(Member.signed_in(live.port, person) for person in people))


def _newcomer(name: str, email: str, *, is_support: bool = False) -> User:
    password = make_password("demo", hasher="pbkdf2_sha256")
    return User.objects.create(email=email, name=name, password=password, is_support=is_support)


def one_wins(*answers: Answer) -> int:
    """Which of the answers was done; every other was told why not, in words."""
    done = [number for number, answer in enumerate(answers) if answer.status == 302]
    assert len(done) == 1, [(answer.status, answer.words[:200]) for answer in answers]
    assert all(answer.status == 409 for number, answer in enumerate(answers) if number != done[0])
    return done[0]


def assert_closed_once(case: Case, outcome: str) -> None:
    case.refresh_from_db()
    assert case.outcome == outcome
    closings = CaseEntry.objects.filter(case=case, kind="event", event__code__startswith="closed")
    assert closings.count() == 1
