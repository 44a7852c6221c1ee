"""The Message Center stays quick with 100,000 messages: the same queries, each of which finds its rows by an index."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anam.conversations.tests.factories import conversation_between, ines_writes
from anam.people.models import User
from conftest import Cast

SignIn = Callable[[User], Client]
FILL = """
INSERT INTO buyer (slug, name, place, country, time_zone, created_at)
  SELECT 'many-' || n, 'Shop ' || n, '', 'US', 'UTC', now() FROM generate_series(1, %(conversations)s::int) n;
INSERT INTO conversation (maker_id, buyer_id, started_by, buyer_wrote_at, last_message_at, last_for_maker_at,
    maker_read_to)
  SELECT %(maker)s, b.id, 'buyer', now() - interval '1 year', t.at, t.at, t.at + interval '1 day' * (b.id %% 2)
  FROM buyer b, LATERAL (SELECT now() - interval '1 day' - interval '1 minute' * b.id AS at) t
  WHERE b.slug LIKE 'many-%%';
INSERT INTO message (conversation_id, maker_id, side, kind, body, sent_at, search)
  SELECT c.id, c.maker_id, CASE WHEN n %% 2 = 0 THEN 'maker' ELSE 'buyer' END, 'letter', 'Words ' || n,
    c.last_message_at - interval '1 minute' * (%(messages)s / %(conversations)s - n),
    setweight(array_to_tsvector(ARRAY['partym' || c.maker_id, 'partyb' || c.buyer_id]), 'C')
      || to_tsvector('simple', 'words ' || n || CASE WHEN n = 7 AND c.id %% 100 = 0 THEN ' rarely' ELSE '' END)
  FROM conversation c, generate_series(1, %(messages)s / %(conversations)s) n WHERE c.last_for_maker_at IS NOT NULL
    AND c.buyer_id IN (SELECT id FROM buyer WHERE slug LIKE 'many-%%');
INSERT INTO message (conversation_id, maker_id, side, kind, body, sent_at)
  SELECT %(conversation)s, %(maker)s, 'buyer', 'letter', 'Long ago ' || n, now() - interval '1 minute' * (n + 60)
  FROM generate_series(1, %(messages)s / 10) n;
ANALYZE message; ANALYZE conversation; ANALYZE buyer;
"""
MESSAGES, TALKS = 100_000, 2_000


@pytest.fixture
def pages(cast: Cast) -> dict[str, str]:
    ines_writes(cast)
    conversation = conversation_between(cast).pk
    return {
        "list": "/portal/messages/",
        "unread": "/portal/messages/?tab=unread",
        "search": "/portal/messages/?q=rarely",
        "conversation": f"/portal/messages/{conversation}/",
        "news": f"/portal/messages/{conversation}/new/?after=1.1",
    }


def fill(cast: Cast) -> None:
    facts = {
        "maker": cast.byrne.pk,
        "conversation": conversation_between(cast).pk,
        "messages": MESSAGES,
        "conversations": TALKS,
    }
    with connection.cursor() as cursor:
        for statement in FILL.split(";\n"):
            if statement.strip():
                cursor.execute(statement, facts)


def asked(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries]


def steps_of(query: str) -> list[dict[str, Any]]:
    """What PostgreSQL says that each step of the query did; its rows are those of one of its loops."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {query}")
        ahead = [cursor.fetchone()[0][0]["Plan"]]
    steps = []
    while ahead:
        step = ahead.pop()
        steps.append(step)
        ahead += step.get("Plans", [])
    return steps


def rows_read(step: dict[str, Any]) -> int:
    thrown_away = sum(rows for name, rows in step.items() if name.startswith("Rows Removed by"))
    return int((step["Actual Rows"] + thrown_away) * step["Actual Loops"])


def rows_walked(query: str) -> int:
    """The most rows that one step of the query reads."""
    return max(rows_read(step) for step in steps_of(query))


def messages_read(query: str) -> int:
    """The rows that the query reads of the table that grows; how it reads the small ones beside it is all the same."""
    return sum(rows_read(step) for step in steps_of(query) if step.get("Relation Name") == "message")


def test_with_a_hundred_thousand_messages_every_page_reads_a_handful_of_rows(
    cast: Cast, sign_in: SignIn, pages: dict[str, str]
) -> None:
    hanna = sign_in(cast.hanna)
    few = {name: len(asked(hanna, address)) for name, address in pages.items()}
    fill(cast)
    many = {name: asked(hanna, address) for name, address in pages.items()}
    # Nothing was found before, and what is found costs the queries that show it.
    more = {"search": 3, "unread": 2}
    assert {name: len(queries) <= few[name] + more.get(name, 0) for name, queries in many.items()} == dict.fromkeys(
        pages, True
    )
    hanna.get("/portal/messages/")
    for name, queries in many.items():
        for query in queries:
            if (query.startswith("SELECT") and 'FROM "message"' in query) or "conversation" in query:
                assert rows_walked(query) <= 3_000, (name, query)


def test_a_page_deep_in_a_long_conversation_reads_no_more_than_the_first(
    cast: Cast, sign_in: SignIn, pages: dict[str, str]
) -> None:
    fill(cast)
    hanna = sign_in(cast.hanna)
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - interval '5000 minutes')::bigint")
        long_ago = cursor.fetchone()[0]
    first = page_of_messages(asked(hanna, pages["conversation"]))
    deep = page_of_messages(asked(hanna, f"{pages['conversation']}?before={long_ago * 1_000_000}.1"))
    assert 31 <= messages_read(first) <= 40
    assert 31 <= messages_read(deep) <= 40


def page_of_messages(queries: list[str]) -> str:
    """The one query that finds the messages of a page."""
    (found,) = [query for query in queries if 'FROM "message"' in query and "LIMIT 31" in query]
    return found
