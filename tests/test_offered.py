"""No page offers what its reader's role does not include: no form, no button and no link that would be refused."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.http import Http404
from django.test import Client
from django.urls import resolve
from pytest_django import DjangoDbBlocker

from anam.people.access import PUBLIC
from anam.people.door import ask_role
from anam.people.models import BuyerMember, MakerMember, Role, SupportRole, User
from anam.refusals import Refused
from conftest import Cast, make_cast, undone
from tests.pages import every_order, pages

READERS = [
    *(("hanna", role) for role in Role),
    *(("ines", role) for role in Role if role != Role.PRODUCTS),
    *(("sam", role) for role in SupportRole),
]
TAG = re.compile(r"<(form|a|button|input|div|section)\b([^>]*)>", re.S)
GETS, POSTS = ("href", "hx-get"), ("hx-post",)


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    with django_db_blocker.unblock(), undone():
        yield make_cast()


@pytest.fixture(scope="module")
def addresses(cast: Cast) -> dict[str, list[str]]:
    found = pages(cast, every_order(cast))
    found["nobody"].remove("/api/v1/docs")  # one document for all who write programs
    return {who: [*found["nobody"], *found[who], "/team/"] for who in ("hanna", "ines", "sam")}


@pytest.mark.parametrize(("who", "role"), READERS)
def test_no_page_offers_what_would_be_refused(cast: Cast, addresses: dict[str, list[str]], who: str, role: Any) -> None:
    reader = getattr(cast, who)
    refused, seen = [], 0
    with undone():
        MakerMember.objects.filter(user=reader).update(role=role)
        BuyerMember.objects.filter(user=reader).update(role=role)
        User.objects.filter(pk=reader.pk, is_support=True).update(leads_support=role == SupportRole.LEAD)
        reader = User.objects.with_party().get(pk=reader.pk)
        client = Client()
        client.force_login(reader, backend=settings.AUTHENTICATION_BACKENDS[0])
        for address in addresses[who]:
            answer = client.get(address)
            if answer.status_code != 200 or answer.streaming:
                continue
            seen += 1
            for method, to in offered(answer.content.decode(), address):
                if is_refused(reader, method, to):
                    refused.append(f"{address} offers {method} {to}")
    assert seen > 15
    assert not refused, "\n".join(sorted(set(refused)))


def offered(page: str, address: str) -> Iterator[tuple[str, str]]:
    """The method and the address of everything on a page that can be followed or sent."""
    for name, attributes in TAG.findall(page):
        has = {key: unescape(value) for key, value in re.findall(r'([\w-]+)="([^"]*)"', attributes)}
        if name == "form" and "method" in has:
            yield has["method"].upper(), urljoin(address, has.get("action", "") or address)
        elif name == "form" and "action" in has:
            yield "GET", urljoin(address, has["action"])
        for key in ("formaction", *GETS, *POSTS):
            if key in has and not has[key].startswith(("#", "mailto:", "tel:")):
                yield "POST" if key in ("formaction", *POSTS) else "GET", urljoin(address, has[key])


def is_refused(reader: User, method: str, to: str) -> bool:
    try:
        match = resolve(urlsplit(to).path)
        if match.url_name not in PUBLIC and match.namespace != "api" and match.url_name:
            ask_role(reader, match.url_name, method)
    except Http404:
        return False  # a picture, or what is elsewhere
    except Refused:
        return True
    return False
