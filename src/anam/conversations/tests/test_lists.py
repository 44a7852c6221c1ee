"""The Message Center's lists: counts, last words, search, tabs and pages."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.html import squeezed

from anam.clock import database_now
from anam.conversations.actions.post import post
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Conversation
from anam.conversations.tests.factories import another_buyer, conversation_between, hanna_answers, ines_writes
from anam.people.models import Buyer, User
from anam.sql import fetch_values
from conftest import Cast

SignIn = Callable[[User], Client]


def names(page: str) -> list[str]:
    """With whom the conversations of a page are."""
    return [unescape(name) for name in re.findall(r'<a class="name cut" [^>]*><bdi>([^<]+)</bdi>', squeezed(page))]


def look(client: Client, query: str = "", side: str = "portal/") -> str:
    return client.get(f"/{side}messages/{query}").content.decode()


def many(cast: Cast, number: int) -> None:
    now = database_now()
    for one in range(number):
        buyer = Buyer.objects.create(slug=f"shop-{one}", name=f"Shop {one}")
        post("Hi", maker_id=cast.byrne.pk, buyer_id=buyer.pk, side="buyer", by=None, at=now + timedelta(seconds=one))


def test_how_many_messages_are_unread_is_counted_for_each_conversation(cast: Cast, sign_in: SignIn) -> None:
    for body in ("One", "Two", "Three"):
        ines_writes(cast, body)
    hanna = sign_in(cast.hanna)
    assert re.search(r'class="badge">3<span class="sr"> unread', look(hanna))
    hanna.get(f"/portal/messages/{conversation_between(cast).pk}/")
    hanna_answers(cast)
    ines_writes(cast, "Four")
    assert re.search(r'class="badge">1<span class="sr"> unread', look(hanna))
    assert re.search(r'class="badge">1<span class="sr"> unread', look(sign_in(cast.ines), side=""))


def test_a_hundred_unread_messages_are_as_many_as_one_reads(cast: Cast, sign_in: SignIn) -> None:
    for number in range(101):
        post(f"{number}", maker_id=cast.byrne.pk, buyer_id=cast.harbor.pk, side="buyer", by=cast.ines)
    assert '<span class="badge">99+<span' in look(sign_in(cast.hanna))


def test_the_last_words_and_the_order_they_are_about_are_shown_to_each_side(cast: Cast, sign_in: SignIn) -> None:
    ines_writes(cast, "First words")
    order = cast.order()
    words, where = "I am\nsorry <for> you" + " and you" * 40, {"maker_id": cast.byrne.pk, "buyer_id": cast.harbor.pk}
    post(words, **where, side="maker", by=cast.hanna, order=order)  # type: ignore[arg-type]
    for person, side, link in (
        (cast.hanna, "portal/", f'href="/portal/orders/{order.number}/"'),
        (cast.ines, "", f'href="/orders/{order.number}/"'),
    ):
        page = look(sign_in(person), side=side)
        assert "I am sorry &lt;for&gt; you and you" in page
        assert "First words" not in page
        assert "…" in page
        assert link in page
    assert "You:" in look(sign_in(cast.hanna))
    assert "Hanna:" in look(sign_in(cast.ravi))


def test_only_unread_conversations_are_in_their_tab(cast: Cast, sign_in: SignIn) -> None:
    ines_writes(cast)
    tess = another_buyer()
    write_as_buyer("Hello", buyer=tess.buyer, maker=cast.byrne, by=tess)  # type: ignore[arg-type]
    hanna = sign_in(cast.hanna)
    hanna.get(f"/portal/messages/{conversation_between(cast).pk}/")
    assert names(look(hanna, "?tab=unread")) == ["North Quay"]
    assert names(look(hanna)) == ["North Quay", "Harbor & Pine"]
    assert "Nothing unread" in look(sign_in(cast.ines), "?tab=unread", side="")


def test_pages_of_conversations_show_each_once(cast: Cast, sign_in: SignIn) -> None:
    many(cast, 60)
    hanna, seen, query = sign_in(cast.hanna), [], ""
    for _ in range(3):
        page = look(hanna, query)
        seen += names(page)
        found = re.search(r'href="(\?[^"]*after=[^"]+)"', page)
        query = unescape(found[1]) if found else ""
    assert seen == [f"Shop {number}" for number in reversed(range(60))]
    assert query == ""


@pytest.mark.parametrize(
    "query", ["?after=x", "?after=1.2.3", "?tab=nonsense", "?q=%00", "?q=%27%26%7C!%3A*()", "?q=&&"]
)
def test_a_query_that_makes_no_sense_is_the_first_page(cast: Cast, sign_in: SignIn, query: str) -> None:
    ines_writes(cast)
    assert names(look(sign_in(cast.hanna), query)) == ["Harbor & Pine"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kiln", True),
        ("KIL", True),
        ("sea green", True),
        ("sea-green", True),
        ("harbor", True),
        ("pine kiln", True),
        ("BYR", True),
        ("ilnware", False),
        ("byrne", False),
        ("hanna", False),
        ("kiln & !sea", True),
        ("nothing", False),
    ],
)
def test_words_orders_and_the_other_sides_name_are_found(cast: Cast, sign_in: SignIn, text: str, found: bool) -> None:
    order = cast.order()
    write_as_buyer(
        "Is the Kiln warm? The sea-green mug …", buyer=cast.harbor, maker=cast.byrne, by=cast.ines, order=order
    )
    page = sign_in(cast.hanna).get("/portal/messages/", {"q": text}).content.decode()
    assert names(page) == (["Harbor & Pine"] if found else [])
    if not found:
        assert "Nothing found" in page


def test_a_name_with_a_capital_that_is_not_ascii_is_found(cast: Cast, sign_in: SignIn) -> None:
    Buyer.objects.filter(pk=cast.harbor.pk).update(name="Öland & Café")
    ines_writes(cast, "Über den Ärger")
    hanna = sign_in(cast.hanna)
    for text in ("öland", "Öland", "café", "über", "ÄRGER"):
        assert names(hanna.get("/portal/messages/", {"q": text}).content.decode()) == ["Öland & Café"], text


def test_the_buyer_finds_the_maker_by_name(cast: Cast, sign_in: SignIn) -> None:
    ines_writes(cast)
    ines = sign_in(cast.ines)
    assert names(look(ines, "?q=byrne", side="")) == ["Byrne Ceramics"]
    assert names(look(ines, "?q=harbor", side="")) == []


def test_nobody_finds_what_others_wrote(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    ines_writes(cast, "A secret glaze")
    tess = another_buyer()
    for person, side in ((cast.otto, "portal/"), (tess, "")):
        for text in ("secret", f"partym{cast.byrne.pk}", f"partyb{cast.harbor.pk}", "harbor"):
            assert names(look(sign_in(person), f"?q={text}", side=side)) == []


def test_what_was_found_leads_to_the_message_far_back(cast: Cast, sign_in: SignIn) -> None:
    found = ines_writes(cast, "The needle")
    for number in range(45):
        post(f"Hay {number}", maker_id=cast.byrne.pk, buyer_id=cast.harbor.pk, side="buyer", by=cast.ines)
    hanna = sign_in(cast.hanna)
    page = look(hanna, "?q=needle")
    link = re.search(rf'href="([^"]+#message-{found.message_id})"', page)
    assert link
    conversation = hanna.get(unescape(link[1]).partition("#")[0]).content.decode()
    assert "The needle" in conversation
    assert "Hay 44" not in conversation


def test_older_messages_are_a_link_away_and_each_is_shown_once(cast: Cast, sign_in: SignIn) -> None:
    for number in range(70):
        post(f"Number {number}.", maker_id=cast.byrne.pk, buyer_id=cast.harbor.pk, side="buyer", by=cast.ines)
    hanna, address = sign_in(cast.hanna), f"/portal/messages/{conversation_between(cast).pk}/"
    pages, query = [], ""
    for _ in range(3):
        page = hanna.get(address + query).content.decode()
        pages.append([int(number) for number in re.findall(r'class="said">Number (\d+)\.', page)])
        found = re.search(r'href="(\?before=[^"]+)"', page)
        query = found[1] if found else ""
    assert [*pages[2], *pages[1], *pages[0]] == list(range(70))
    assert query == ""
    assert "<textarea" not in page
    assert "The newest messages" in page


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("side", ["maker", "buyer"])
def test_the_list_costs_the_same_queries_for_one_conversation_and_for_many(
    cast: Cast, sign_in: SignIn, side: str
) -> None:
    ines_writes(cast)
    client, address = (
        (sign_in(cast.hanna), "/portal/messages/") if side == "maker" else (sign_in(cast.ines), "/messages/")
    )
    few = queries(client, address), queries(client, f"{address}?q=blue")
    many(cast, 30)
    hanna_answers(cast, "And many words about blue")
    assert (queries(client, address), queries(client, f"{address}?q=blue")) == few
    assert few[0] <= 6
    assert few[1] <= 7


def test_a_search_is_planned_each_time_for_its_words(cast: Cast, sign_in: SignIn) -> None:
    """What is prepared is planned for rare words, and reads an index for what stands in every message."""
    ines_writes(cast)
    hanna = sign_in(cast.hanna)
    for _ in range(12):
        for address in ("/portal/messages/", "/portal/messages/?q=blue"):
            assert hanna.get(address).status_code == 200
    prepared = fetch_values(
        "SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%%\"conversation\"%%'", []
    )
    assert prepared
    assert not [statement for statement in prepared if "to_tsquery" in statement]


def test_messages_of_one_conversation_never_stand_at_the_same_moment(cast: Cast) -> None:
    at = database_now() - timedelta(days=3)
    where = {"maker_id": cast.byrne.pk, "buyer_id": cast.harbor.pk}
    sent = [post("Hi", **where, side="buyer", by=None, at=at).sent_at for _ in range(3)]  # type: ignore[arg-type]
    assert sent == sorted(set(sent))
    assert Conversation.objects.get().last_message_at == sent[-1]


@pytest.mark.parametrize("asked", ["cafe", "CAFÉ", "strasse", "Ørsted", "orsted", "harbor", "ＣＡＦＥ"])
def test_a_message_is_found_with_and_without_accents(cast: Cast, sign_in: SignIn, asked: str) -> None:
    ines_writes(cast, "Cafe\u0301 in the Straße, asked Ørsted")
    many(cast, 2)
    page = sign_in(cast.hanna).get("/portal/messages/", {"q": asked}).content.decode()
    assert names(page) == [cast.harbor.name]


def test_a_message_is_found_by_the_number_of_its_order_however_it_is_written(cast: Cast, sign_in: SignIn) -> None:
    order = cast.order()
    post("About it.", maker_id=cast.byrne.pk, buyer_id=cast.harbor.pk, side="buyer", by=cast.ines, order=order)
    digits = order.number.split("-")[1]
    for asked in (order.number, order.number.replace("-", "").lower(), f"#{digits}", order.number.replace("-", " ")):
        page = sign_in(cast.hanna).get("/portal/messages/", {"q": asked}).content.decode()
        assert names(page) == [cast.harbor.name], asked
