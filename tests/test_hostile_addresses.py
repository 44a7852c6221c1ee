"""Addresses that visitors give: whatever stands in them, every page answers."""

from typing import Any

import pytest
from django.test import Client
from django.urls.converters import IntConverter

from anam.addresses import taken_apart
from anam.api.actions.make_token import make_token
from anam.refusals import Refused
from anam.webhooks.addresses import read_url
from conftest import PASSWORD, Cast
from tests.test_strangers import everything, filled

HOSTILE = [
    "http://[::1",
    "http://[",
    "//[",
    "//[::1",
    "http://]",
    "http://[v1.x]/",
    "http://[::1]:x/",
    "http://h:99999/",
    "http://h:-1/",
    "http://a@b@c:[/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://℀.example/",
    "http://ⓔvil.example",
    "/x\r\nSet-Cookie: a=b",
    "/\x00",
    "/%00",
    "http://" + "a" * 3000,
    "/" + "a/" * 5000,
    "http://xn--/",
    "http://.../",
    "?",
    "#",
    " ",
    "http://[fe80::1%25eth0]/",
    "http://1.2.3.4.5:80:80/",
]
NAMES = ("next", "return_to", "redirect", "redirect_to", "url", "to", "back")
SIGNING_IN = (
    "/accounts/login/",
    "/accounts/logout/",
    "/accounts/signup/",
    "/accounts/reauthenticate/",
    "/accounts/password/reset/",
    "/accounts/password/change/",
    "/accounts/inactive/",
)


def asked(given: str) -> dict[str, str]:
    return dict.fromkeys(NAMES, given)


def headers_with(given: str) -> dict[str, str]:
    """Where browsers and htmx write addresses. A header has one line."""
    line = "".join(sign for sign in given if sign.isprintable())
    return {"referer": line, "origin": line, "hx-current-url": line, "hx-request": "true"}


@pytest.mark.parametrize("given", HOSTILE)
def test_signing_in_and_out_answers_whatever_address_is_to_come_next(cast: Cast, given: str) -> None:
    client, headers = Client(raise_request_exception=False), headers_with(given)
    answers = [client.get(address, asked(given), headers=headers) for address in SIGNING_IN]
    fields = {**asked(given), "login": cast.ines.email, "password": PASSWORD}
    answers.append(client.post("/accounts/login/", fields, headers=headers))
    answers += [client.get(address, asked(given), headers=headers) for address in SIGNING_IN]
    answers.append(client.post("/accounts/reauthenticate/", fields, headers=headers))
    answers.append(client.post("/accounts/logout/", asked(given), headers=headers))
    for answer in answers:
        assert answer.status_code < 500
        leads_to = answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
        assert "evil" not in leads_to.split("?")[0]
        assert "\n" not in leads_to


@pytest.mark.parametrize("who", ["", "hanna", "sam"])
def test_every_page_answers_whatever_its_visitor_came_from(cast: Cast, who: str) -> None:
    known = {"number": cast.order().number, "slug": "byrne", "maker": "byrne", "sku": "MUG-01"}
    client = Client(raise_request_exception=False)
    if who:
        client.force_login(getattr(cast, who), backend="anam.people.signing_in.EmailBackend")
    broken = []
    for number, (template, converters) in enumerate(everything()):
        address = filled(template, converters, known)
        if address == "/accounts/logout/":
            continue
        given = HOSTILE[number % len(HOSTILE)] if number % 2 else "http://[::1"
        answer = client.get(address, asked(given), headers=headers_with(given))
        if answer.status_code >= 500:
            broken.append((address, given, answer.status_code))
    assert not broken


@pytest.mark.parametrize("who", ["hanna", "ines", "sam"])
@pytest.mark.parametrize("number", [2**63, 10**30])
def test_what_has_a_number_that_no_column_holds_is_not_there(cast: Cast, who: str, number: int) -> None:
    person = getattr(cast, who)
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="anam.people.signing_in.EmailBackend")
    _, secret = make_token(person, name="numbers")
    program = Client(raise_request_exception=False, headers={"authorization": f"Bearer {secret}"})
    known, broken = {"number": cast.order().number, "slug": "byrne", "maker": "byrne", "sku": "MUG-01"}, []
    for template, converters in everything():
        numbers = {name: str(number) for name, one in converters.items() if isinstance(one, IntConverter)}
        address = filled(template, converters, {**known, **numbers})
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE") if numbers else ():
            asks = program if address.startswith("/api/") else client
            status = asks.generic(method, address, b"{}", content_type="application/json").status_code
            if status >= 500 or (method == "GET" and status == 200):
                broken.append((method, address, status))
    assert not broken


@pytest.mark.parametrize("given", HOSTILE)
def test_where_events_are_to_go_is_refused_in_words(given: str, settings: Any) -> None:
    with pytest.raises(Refused, match=r"^It "):
        read_url(given)


def test_an_address_is_taken_apart_whole_or_not_at_all() -> None:
    for given in ("http://[::1", "http://h:x/", "http://h:99999/"):
        assert taken_apart(given) is None
    found = taken_apart("https://shop.example:8443/path?q#part")
    assert found
    assert (found.hostname, found.port, found.path) == ("shop.example", 8443, "/path")
