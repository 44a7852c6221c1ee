"""Every address and every call against every role, as the URL configuration has them.

A new one without an entry in the table fails.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoDbBlocker

from anam.api.actions.make_token import make_token
from anam.api.description import calls as described_calls
from anam.people.access import BY_NAME, KNOWN, PUBLIC, Party, asked_of
from anam.people.door import ask_role
from anam.people.management.commands.roles import tables
from anam.people.models import Buyer, BuyerMember, Maker, MakerMember, Role, SupportRole, User
from anam.people.roles import held_by
from anam.refusals import Refused
from conftest import Cast, make_cast, undone
from tests.test_strangers import filled

METHODS = ("GET", "POST")
NO_PAGES = {"api-root", "answer-by-email"}  # ninja's name for its own root; what comes in by mail
BEST = (Role.OWNER, SupportRole.LEAD)


def _pages(patterns: Any = None, before: str = "/") -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every page's name and address, with its parameters; calls of the API are told apart below."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "api":
                yield from _pages(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or here, here, pattern.pattern.converters


def _calls() -> Iterator[tuple[str, str, str]]:
    for path, methods in described_calls()["paths"].items():
        for method, call in methods.items():
            yield call["operationId"], path, method.upper()


PAGES, CALLS = list(_pages()), list(_calls())
ROLES = [
    *((Party.MAKER, role) for role in Maker.ROLES),
    *((Party.SHOP, role) for role in Buyer.ROLES),
    *((Party.SUPPORT, role) for role in SupportRole),
]


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    with django_db_blocker.unblock(), undone():
        yield make_cast()


@pytest.fixture(scope="module")
def known(cast: Cast) -> dict[str, str]:
    return {"number": cast.order().number, "slug": "byrne", "product": "mug-oatmeal", "kind": "terms"}


@pytest.fixture
def person(cast: Cast, party: Party, role: Any) -> Iterator[User]:
    with undone():
        user = User.objects.create_user("pat@test.example", None, name="Pat")
        if party == Party.MAKER:
            MakerMember.objects.create(user=user, maker=cast.byrne, role=role)
        elif party == Party.SHOP:
            BuyerMember.objects.create(user=user, buyer=cast.harbor, role=role)
        else:
            User.objects.filter(pk=user.pk).update(is_support=True, leads_support=role == SupportRole.LEAD)
        yield User.objects.with_party().get(pk=user.pk)


def test_every_address_and_every_call_stands_in_the_table_and_nothing_that_is_gone() -> None:
    assert {name for name, *_ in PAGES} | {name for name, *_ in CALLS} | NO_PAGES == KNOWN


def test_every_role_may_see_its_own_pages_and_an_owner_and_a_lead_all_of_theirs() -> None:
    for party, best in zip(Party, (Role.OWNER, *BEST), strict=True):
        assert {what for asks in BY_NAME[party].values() for what in asks} <= held_by(best)


def test_the_documents_have_the_table_as_it_is() -> None:
    lines = (Path(__file__).parents[1] / "docs" / "roles.md").read_text().splitlines()
    assert lines[lines.index("## Members of makers and shops") :] == tables()


@pytest.mark.parametrize(("party", "role"), ROLES)
def test_a_page_asks_for_the_role_and_is_not_there_for_others(
    party: Party, role: Any, person: User, known: dict[str, str]
) -> None:
    """D1"""
    client = Client(raise_request_exception=False)
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    session, wrong = client.cookies[settings.SESSION_COOKIE_NAME].value, []
    for name, template, converters in PAGES:
        for method in METHODS if name not in PUBLIC else ():
            if _is_let_in(person, name, method) and role not in BEST:
                continue  # as the owner is, who goes through all of them
            client.cookies[settings.SESSION_COOKIE_NAME] = session  # whoever leaves is signed out
            with undone():
                answer = client.generic(method, filled(template, converters, known), b"", content_type="text/plain")
            if not _as_it_should(person, name, method, answer, to_others=(404, 405)):
                wrong.append((method, template, answer.status_code))
    assert not wrong, wrong


@pytest.mark.parametrize(("party", "role"), ROLES)
def test_a_token_acts_with_the_role_of_its_person(party: Party, role: Any, person: User, known: dict[str, str]) -> None:
    """D1. What others are answered to whole bodies stands in the matrix of the API's tests."""
    _, secret = make_token(person, name="a program")
    client = Client(headers={"authorization": f"Bearer {secret}"}, raise_request_exception=False)
    wrong = []
    for name, path, method in CALLS:
        if _is_let_in(person, name, method) and role not in BEST:
            continue
        address = path.format(number=known["number"], id=1, sku="MUG-01")
        with undone():
            answer = client.generic(method, address, b"{}" if method == "POST" else b"", "application/json")
        if not _as_it_should(person, name, method, answer, to_others=(404, 422)):
            wrong.append((method, path, answer.status_code, answer.content))
    assert not wrong, wrong


def _is_let_in(person: User, name: str, method: str) -> bool:
    try:
        ask_role(person, name, method)
    except Refused:
        return False
    return asked_of(person, name, method) is not None


def _as_it_should(person: User, name: str, method: str, answer: Any, *, to_others: tuple[int, ...]) -> bool:
    what, words = asked_of(person, name, method), answer.content.decode() if not answer.streaming else ""
    forbidden = answer.status_code == 403 and "can do this" in words
    if what is None:
        return not forbidden and answer.status_code in to_others
    return forbidden == (what not in held_by(person.role)) and answer.status_code < 500
