"""New messages without a reload, what counts as read, and read marks."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.html import squeezed

from anam.conversations.actions.mark_read import mark_read
from anam.conversations.models import Conversation, Reading
from anam.conversations.tests.factories import another_buyer, conversation_between, hanna_answers, ines_writes
from anam.people.models import BuyerMember, User
from conftest import Cast

SignIn = Callable[[User], Client]


def asks(page: str) -> str:
    """The address at which a page asks for what is new."""
    found = re.search(r'id="ask" data-asks hx-get="([^"]+)"', squeezed(page))
    assert found
    return unescape(found[1])


def page_of(client: Client, cast: Cast, side: str = "portal/") -> str:
    return client.get(f"/{side}messages/{conversation_between(cast).pk}/").content.decode()


def number_on(client: Client) -> str:
    page = squeezed(client.get("/notices/").content.decode())
    found = re.search(r'id="unread-conversations" class="badge"[^>]*>(\d+)', page)
    return found[1] if found else ""


def test_nothing_new_is_answered_with_nothing_and_costs_one_row(
    cast: Cast, sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ines_writes(cast)
    hanna = sign_in(cast.hanna)
    address = asks(page_of(hanna, cast))
    with django_assert_max_num_queries(5):  # the session, the person, their membership, their maker; and the row
        answer = hanna.get(address)
    assert (answer.status_code, answer.content) == (204, b"")


def test_what_came_since_is_brought_announced_and_counted(cast: Cast, sign_in: SignIn) -> None:
    ines_writes(cast)
    hanna = sign_in(cast.hanna)
    address = asks(page_of(hanna, cast))
    ines_writes(cast, "And in <green>?")
    news = hanna.get(address).content.decode()
    assert "And in &lt;green&gt;?" in news
    assert "Do you make these in blue?" not in news
    assert '<ol id="conversation" hx-swap-oob="beforeend">' in news
    assert "1 new message from Harbor &amp; Pine" in news
    assert 'id="unread-conversations" class="badge"' in squeezed(news)
    read = hanna.get(asks(news)).content.decode()
    assert "<li" not in read
    assert 'class="badge"' not in read
    assert hanna.get(asks(read)).status_code == 204


def test_what_the_page_brought_is_read_only_once_the_page_asks_again(cast: Cast, sign_in: SignIn) -> None:
    ines_writes(cast)
    hanna = sign_in(cast.hanna)
    address = asks(page_of(hanna, cast))
    ines_writes(cast, "And in green?")
    news = hanna.get(address).content.decode()
    assert number_on(hanna) == "1"
    hanna.get(asks(news))
    assert number_on(hanna) == ""


def test_a_page_that_a_browser_fetches_ahead_is_not_read(cast: Cast, sign_in: SignIn) -> None:
    ines_writes(cast)
    hanna = sign_in(cast.hanna)
    hanna.get(f"/portal/messages/{conversation_between(cast).pk}/", headers={"Sec-Purpose": "prefetch"})
    assert number_on(hanna) == "1"


def test_writing_from_elsewhere_is_not_reading(cast: Cast, sign_in: SignIn) -> None:
    ines_writes(cast)
    hanna_answers(cast)
    assert number_on(sign_in(cast.hanna)) == "1"


def test_a_message_that_comes_while_the_page_is_made_stays_unread(cast: Cast) -> None:
    first = ines_writes(cast)
    seen = conversation_between(cast)
    ines_writes(cast, "And in green?")
    mark_read(seen, side="maker", by=cast.hanna, up_to=first.sent_at)
    assert Conversation.objects.unread_by("maker").exists()


def test_nobody_reads_what_was_not_sent_yet(cast: Cast, sign_in: SignIn) -> None:
    ines_writes(cast)
    hanna = sign_in(cast.hanna)
    hanna.get(f"/portal/messages/{conversation_between(cast).pk}/new/?after=9999999999999999.1&read=")
    ines_writes(cast, "And in green?")
    assert number_on(hanna) == "1"


def test_the_last_own_message_that_was_read_says_by_whom_and_when(cast: Cast, sign_in: SignIn) -> None:
    ines_writes(cast)
    first = hanna_answers(cast, "From May on.")
    second = hanna_answers(cast, "Or June.")
    hanna, ines = sign_in(cast.hanna), sign_in(cast.ines)
    assert "Read by" not in page_of(hanna, cast)
    page_of(ines, cast, "")
    hanna_answers(cast, "Shall I put some aside?")
    page = page_of(hanna, cast)
    mark = re.search(r'id="message-(\d+)"(?:(?!id="message-).)*Read by Ines, <time', page, re.DOTALL)
    assert mark
    assert int(mark[1]) == second.message_id != first.message_id
    assert page.count("Read by") == 1


def test_the_first_member_who_opened_it_is_named(cast: Cast, sign_in: SignIn) -> None:
    ines_writes(cast)
    hanna_answers(cast)
    tom = User.objects.create(email="tom@test.example", name="Tom of Pine")
    BuyerMember.objects.create(user=tom, buyer=cast.harbor)
    page_of(sign_in(tom), cast, "")
    page_of(sign_in(cast.ines), cast, "")
    assert "Read by Tom," in page_of(sign_in(cast.hanna), cast)
    assert Reading.objects.filter(side="buyer").count() == 1


def test_a_read_mark_comes_without_a_reload(cast: Cast, sign_in: SignIn) -> None:
    ines_writes(cast)
    answer = hanna_answers(cast)
    hanna = sign_in(cast.hanna)
    address = asks(page_of(hanna, cast))
    page_of(sign_in(cast.ines), cast, "")
    news = hanna.get(address).content.decode()
    assert f'hx-swap-oob="beforeend:#message-{answer.message_id}"' in news
    assert "Read by Ines" in news
    assert hanna.get(asks(news)).status_code == 204


def test_the_number_beside_messages_follows(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    assert hanna.get("/messages/unread/?shown=0").status_code == 204
    ines_writes(cast)
    answer = hanna.get("/messages/unread/?shown=0")
    assert answer.status_code == 200
    assert "?shown=1" in answer.content.decode()
    assert hanna.get("/messages/unread/?shown=1").status_code == 204


def test_who_is_signed_out_is_told_so_and_not_taken_away(cast: Cast, sign_in: SignIn) -> None:
    ines_writes(cast)
    address = asks(page_of(sign_in(cast.hanna), cast))
    answer = Client().get(address, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "You have been signed out" in answer.content.decode()
    assert "HX-Redirect" not in answer
    assert "data-asks" not in Client().get("/messages/unread/?shown=3").content.decode()


def test_news_are_for_the_two_parties(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    ines_writes(cast)
    pk = conversation_between(cast).pk
    for person in (cast.otto, another_buyer(), cast.sam):
        for address in (f"/portal/messages/{pk}/new/", f"/messages/{pk}/new/"):
            assert sign_in(person).get(address).status_code == 404
    assert sign_in(cast.ines).get(f"/portal/messages/{pk}/new/").status_code == 404


@pytest.mark.parametrize("after", ["", "x", "1.2.3", "9" * 40 + ".1"])
def test_an_address_that_makes_no_sense_brings_nothing(cast: Cast, sign_in: SignIn, after: str) -> None:
    ines_writes(cast)
    answer = sign_in(cast.hanna).get(
        f"/portal/messages/{conversation_between(cast).pk}/new/?after={after}&read={after}"
    )
    assert answer.status_code in (200, 204)
    assert "blue" not in answer.content.decode()
