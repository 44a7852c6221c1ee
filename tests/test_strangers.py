"""What anybody may send, with every address of the site: strangers fill no table and no disk."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter

from conftest import Cast

LONG = "x" * 100_000
# What may be counted for a stranger: by the network they come from, or by the address that they want an e-mail for.
# A passkey's question is kept with a session of ten minutes, and ten are asked a minute at most.
LIMITED = {"cache_entry", "session"}


def addresses(patterns: Any = None, before: str = "/") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every address of the URL configuration as a template, with its parameters."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here, pattern.pattern.converters


def filled(template: str, converters: dict[str, Any], known: dict[str, str]) -> str:
    """The address with things that there are, where we know them."""
    template = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", template).replace("^", "").replace("$", "")

    def value(found: re.Match[str]) -> str:
        name = found[1].rpartition(":")[2]
        converter = converters.get(name)
        if isinstance(converter, UUIDConverter):
            return "3f1c1f0a-0000-4000-8000-000000000000"
        return known.get(name, "1" if isinstance(converter, IntConverter) else "x")

    return re.sub("<([^>]+)>", value, template)


def size() -> tuple[dict[str, int], int]:
    """How many rows every table has, and how many bytes all of them take."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables))  # noqa: S608
        rows = dict(cursor.fetchall())
        cursor.execute(
            "SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        return rows, int(cursor.fetchone()[0])


@pytest.fixture
def known(cast: Cast) -> dict[str, str]:
    order = cast.order()
    return {"number": order.number, "slug": "byrne", "maker": "byrne", "sku": "MUG-01"}


def everything() -> list[tuple[str, dict[str, Any]]]:
    return sorted(addresses(), key=lambda one: one[0])


def sent_by_strangers(address: str) -> Iterator[Any]:
    """One address, as a browser, a script and a program would send to it."""
    nobody = "nobody@nowhere.example"
    fields = {
        "message": LONG,
        "explanation": LONG,
        "email": nobody,
        "login": nobody,
        "password": LONG[:4000],
        "helpful": "perhaps",
        "draft": LONG,
        "next": "/",
    }
    ours = {"origin": "http://testserver"}
    stranger = Client(enforce_csrf_checks=True, headers=ours, raise_request_exception=False)
    yield stranger.post(address, fields)
    yield stranger.post(address, fields, headers={"hx-request": "true"})
    with_a_token = Client(headers=ours, raise_request_exception=False)
    with_a_token.cookies["sessionid"] = "made-up"
    with_a_token.cookies["was_here"] = "made-up"
    yield with_a_token.post(address, fields)
    yield with_a_token.post(address, {**fields, "pictures": BytesIO(LONG.encode()), "file": BytesIO(LONG.encode())})
    yield with_a_token.post(address, {"message": LONG}, content_type="application/json")


def test_there_are_addresses_to_try() -> None:
    found = [template for template, _ in everything()]
    assert len(found) > 100
    assert "/drafts/" in found


def test_whatever_a_stranger_sends_no_table_grows_and_no_page_breaks(cast: Cast, known: dict[str, str]) -> None:
    rows, size_before = size()
    broken = []
    for template, converters in everything():
        address = filled(template, converters, known)
        for answer in sent_by_strangers(address):
            if answer.status_code >= 500:
                broken.append((address, answer.status_code))
    rows_after, size_after = size()
    grown = {table: (rows[table], number) for table, number in rows_after.items() if number > rows[table]}
    assert not broken
    assert set(grown) <= LIMITED
    assert grown.get("cache_entry", (0, 0))[1] < 20
    assert size_after - size_before < 1_000_000


def test_a_stranger_makes_no_session_by_answering_whether_an_article_helped(cast: Cast, known: dict[str, str]) -> None:
    client = Client()
    for answer in ("yes", "no"):
        assert (
            client.post("/support/declining-an-order/helpful/", {"helpful": answer, "missing": "tape"}).status_code
            == 302
        )
    rows, _ = size()
    assert rows["session"] == 0
    assert rows["article_vote"] == 1


def test_from_one_network_only_so_many_answers_count(cast: Cast, known: dict[str, str]) -> None:
    """Of IPv6, one visitor has a whole /64 to themselves."""
    for number in range(70):
        Client(REMOTE_ADDR=f"2001:db8::{number:x}").post("/support/declining-an-order/helpful/", {"helpful": "yes"})
    Client(REMOTE_ADDR="2001:db8:0:1::1").post("/support/declining-an-order/helpful/", {"helpful": "yes"})
    rows, _ = size()
    assert rows["article_vote"] == 61


def test_letters_for_a_new_password_are_few_however_many_ask(cast: Cast) -> None:
    for number in range(8):
        Client(REMOTE_ADDR=f"203.0.113.{number}").post("/accounts/password/reset/", {"email": cast.ines.email})
    rows, _ = size()
    assert rows["email"] <= 5
    assert rows["session"] == 0
