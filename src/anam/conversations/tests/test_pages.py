"""The Message Center's pages, from both sides."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.html import squeezed

from anam.conversations.actions.answer_as_maker import answer_as_maker
from anam.conversations.actions.post import post
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Conversation, Message
from anam.people.models import Buyer, BuyerMember, Maker, User
from conftest import Cast, after_the_session

SignIn = Callable[[User], Client]
NASTY = "<script>alert(1)</script> & “<b>”"


def write(cast: Cast, body: str = "Do you make these in blue?") -> Conversation:
    """Ines writes to Hanna."""
    posted = write_as_buyer(body, buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    return Conversation.objects.get(pk=posted.conversation_id)


def never_written_to_by_the_buyer(cast: Cast) -> Conversation:
    """A conversation that holds only what the marketplace wrote in the maker's name."""
    posted = post("Your order is cancelled.", maker_id=cast.byrne.pk, buyer_id=cast.harbor.pk, side="maker", by=None)
    return Conversation.objects.get(pk=posted.conversation_id)


def another_buyer(name: str = "Tess") -> User:
    tess = User.objects.create(email=f"{name.lower()}@test.example", name=name)
    BuyerMember.objects.create(user=tess, buyer=Buyer.objects.create(slug=f"shop-{name.lower()}", name="North Quay"))
    return tess


def badge(page: str) -> str:
    """What the navigation says about unread messages."""
    found = re.search(r'id="unread-conversations" class="badge"[^>]*>(\d+)', squeezed(page))
    return found[1] if found else ""


def test_the_first_message_opens_a_conversation_from_the_storefront(cast: Cast, sign_in: SignIn) -> None:
    """D4"""
    ines = sign_in(cast.ines)
    assert 'href="/messages/to/byrne/"' in ines.get("/m/byrne/").content.decode()
    assert "Message Byrne Ceramics" in ines.get("/messages/to/byrne/").content.decode()
    answer = ines.post("/messages/to/byrne/", {"message": "Do you ship to Maine?"})
    conversation = Conversation.objects.get()
    assert answer.url == f"/messages/{conversation.pk}/"
    assert (conversation.maker, conversation.buyer, conversation.started_by) == (cast.byrne, cast.harbor, "buyer")
    assert conversation.buyer_wrote_at
    page = ines.get(answer.url).content.decode()
    assert "Do you ship to Maine?" in page
    assert "on its way to Byrne Ceramics" in page


def test_who_has_written_before_goes_on_in_the_same_conversation(cast: Cast, sign_in: SignIn) -> None:
    conversation = write(cast)
    ines = sign_in(cast.ines)
    assert ines.get("/messages/to/byrne/").url == f"/messages/{conversation.pk}/"
    assert ines.post("/messages/to/byrne/", {"message": "And in green?"}).url == f"/messages/{conversation.pk}/"
    assert Conversation.objects.count() == 1


def test_a_maker_that_there_is_not_cannot_be_written_to(cast: Cast, sign_in: SignIn) -> None:
    ines = sign_in(cast.ines)
    assert ines.get("/messages/to/nobody/").status_code == 404
    assert ines.post("/messages/to/nobody/", {"message": "Hello"}).status_code == 404


def test_the_maker_answers_and_each_side_sees_what_is_new(cast: Cast, sign_in: SignIn) -> None:
    conversation = write(cast)
    hanna, ravi, ines = sign_in(cast.hanna), sign_in(cast.ravi), sign_in(cast.ines)
    listed = hanna.get("/portal/messages/").content.decode()
    assert badge(listed) == "1"
    assert 'class="row unread"' in listed
    assert re.search(r'class="badge">1<span class="sr"> unread', listed)
    assert "Do you make these in blue?" in hanna.get(f"/portal/messages/{conversation.pk}/").content.decode()
    assert badge(ravi.get("/portal/messages/").content.decode()) == ""
    assert hanna.post(f"/portal/messages/{conversation.pk}/", {"message": "From May on."}).status_code == 302
    assert badge(hanna.get("/portal/messages/").content.decode()) == ""
    assert badge(ines.get("/messages/").content.decode()) == "1"
    assert "From May on." in ines.get(f"/messages/{conversation.pk}/").content.decode()
    assert badge(ines.get("/messages/").content.decode()) == ""


def test_the_conversation_with_the_newest_message_comes_first(cast: Cast, sign_in: SignIn) -> None:
    write(cast)
    tess = another_buyer()
    write_as_buyer("Hello", buyer=tess.buyer, maker=cast.byrne, by=tess)
    page = sign_in(cast.hanna).get("/portal/messages/").content.decode()
    assert page.index("North Quay") < page.index("Harbor &amp; Pine")


@pytest.mark.parametrize("address", ["/portal/messages/", "/messages/"])
def test_lists_without_conversations_say_how_one_begins(cast: Cast, sign_in: SignIn, address: str) -> None:
    person = cast.hanna if "portal" in address else cast.ines
    assert "No conversations yet" in sign_in(person).get(address).content.decode()


def test_others_find_no_conversation_of_ours(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    conversation = write(cast)
    otto, tess, sam = sign_in(cast.otto), sign_in(another_buyer()), sign_in(cast.sam)
    for client in (otto, tess, sam):
        for address in (f"/portal/messages/{conversation.pk}/", f"/messages/{conversation.pk}/"):
            assert client.get(address).status_code == 404
            assert client.post(address, {"message": "Hello"}).status_code == 404
    assert "Harbor" not in otto.get("/portal/messages/").content.decode()
    assert "Byrne" not in tess.get("/messages/").content.decode()
    assert Message.objects.count() == 1


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30])
def test_a_number_that_is_no_conversation_is_not_found(cast: Cast, sign_in: SignIn, pk: str) -> None:
    assert sign_in(cast.hanna).get(f"/portal/messages/{pk}/").status_code == 404
    assert sign_in(cast.ines).post(f"/messages/{pk}/", {"message": "x"}).status_code == 404


def test_the_sides_pages_are_not_each_others(cast: Cast, sign_in: SignIn) -> None:
    conversation = write(cast)
    assert sign_in(cast.ines).get(f"/portal/messages/{conversation.pk}/").status_code == 404
    assert sign_in(cast.hanna).get(f"/messages/{conversation.pk}/").status_code == 404
    assert sign_in(cast.hanna).get("/messages/to/weaves/").status_code == 404


def test_the_maker_cannot_write_where_the_buyer_never_did(cast: Cast, sign_in: SignIn) -> None:
    """D4"""
    conversation = never_written_to_by_the_buyer(cast)
    hanna = sign_in(cast.hanna)
    page = hanna.get(f"/portal/messages/{conversation.pk}/").content.decode()
    assert "has not written to you yet" in page
    assert "<textarea" not in page
    answer = hanna.post(f"/portal/messages/{conversation.pk}/", {"message": "Hello"})
    assert answer.status_code == 422
    assert Message.objects.count() == 1


def test_an_answer_of_the_buyer_opens_it_for_the_maker(cast: Cast, sign_in: SignIn) -> None:
    """D4"""
    conversation = never_written_to_by_the_buyer(cast)
    sign_in(cast.ines).post(f"/messages/{conversation.pk}/", {"message": "What a pity."})
    hanna = sign_in(cast.hanna)
    assert hanna.post(f"/portal/messages/{conversation.pk}/", {"message": "I know."}).status_code == 302


def addresses(cast: Cast, conversation: Conversation) -> list[tuple[User, str]]:
    return [
        (cast.hanna, f"/portal/messages/{conversation.pk}/"),
        (cast.ines, f"/messages/{conversation.pk}/"),
        (cast.ines, "/messages/to/weaves/"),
    ]


@pytest.mark.parametrize("body", ["", "   ", "\x00", " \x00 \n", "\r\n"])
def test_an_empty_message_is_not_sent(cast: Cast, sign_in: SignIn, body: str) -> None:
    for person, address in addresses(cast, write(cast)):
        answer = sign_in(person).post(address, {"message": body})
        assert answer.status_code == 422
        assert "Write a few words first" in answer.content.decode()
        assert 'aria-invalid="true"' in answer.content.decode()
    assert Message.objects.count() == 1


def test_a_message_that_is_too_long_keeps_every_word_of_the_draft(cast: Cast, sign_in: SignIn) -> None:
    body = "word " * 1000 + "last words"
    for person, address in addresses(cast, write(cast)):
        page = sign_in(person).post(address, {"message": body})
        assert page.status_code == 422
        assert "5,010 characters of at most 5,000" in page.content.decode()
        assert "last words</textarea>" in page.content.decode()
    assert Message.objects.count() == 1


def test_a_message_of_5000_characters_is_sent_with_the_line_ends_of_a_keyboard_as_one(
    cast: Cast, sign_in: SignIn
) -> None:
    conversation = write(cast)
    sign_in(cast.ines).post(f"/messages/{conversation.pk}/", {"message": "a\r\n" * 2499 + "bc"})
    assert Message.objects.order_by("pk").last().body == "a\n" * 2499 + "bc"


def test_a_double_click_sends_one_message(cast: Cast, sign_in: SignIn) -> None:
    """D7"""
    for person, address in addresses(cast, write(cast)):
        client, before = sign_in(person), Message.objects.count()
        answers = [client.post(address, {"message": "Just this once"}) for _ in range(2)]
        assert {answer.status_code for answer in answers} == {302}
        assert answers[0].url == answers[1].url
        assert Message.objects.count() == before + 1


def test_the_same_words_of_two_members_are_two_messages(cast: Cast, sign_in: SignIn) -> None:
    conversation = write(cast)
    for person in (cast.hanna, cast.ravi):
        sign_in(person).post(f"/portal/messages/{conversation.pk}/", {"message": "Thank you!"})
    assert Message.objects.filter(body="Thank you!").count() == 2


def test_an_expired_session_keeps_the_text(cast: Cast) -> None:
    conversation = write(cast)
    for person, address in addresses(cast, conversation):
        client = after_the_session(person)
        answer = client.post(address, {"message": "Typed with care\nand love"})
        assert answer.url.startswith("/accounts/login/?next=")
        client.post("/accounts/login/", {"login": person.email, "password": "demo"})
        assert "Typed with care\nand love</textarea>" in client.get(address).content.decode()
        assert "Typed with care" not in client.get(address).content.decode()
    assert Message.objects.count() == 1


def test_what_people_write_is_shown_as_they_wrote_it(cast: Cast, sign_in: SignIn) -> None:
    Buyer.objects.filter(pk=cast.harbor.pk).update(name=f"{NASTY} & Sons")
    User.objects.filter(pk=cast.ines.pk).update(name=NASTY)
    conversation = write(cast, NASTY)
    hanna = sign_in(cast.hanna)
    for address in ("/portal/messages/", f"/portal/messages/{conversation.pk}/"):
        page = hanna.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_names_of_120_letters_fit_in_title_and_letter(cast: Cast, sign_in: SignIn) -> None:
    Maker.objects.filter(pk=cast.byrne.pk).update(name="Ö" * 120)
    conversation = write(cast)
    ines = sign_in(cast.ines)
    for address in ("/messages/", f"/messages/{conversation.pk}/", "/m/byrne/"):
        assert "Ö" * 120 in ines.get(address).content.decode()


@pytest.mark.parametrize("messages", [2, 40])
def test_a_conversation_costs_the_same_queries_for_few_messages_and_for_many(
    cast: Cast, sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries, messages: int
) -> None:
    conversation = write(cast)
    for number in range(messages):
        answer_as_maker(f"Message {number}", conversation=conversation, by=cast.hanna)
    hanna = sign_in(cast.hanna)
    with django_assert_max_num_queries(8):
        hanna.get(f"/portal/messages/{conversation.pk}/")


@pytest.mark.parametrize("address", ["/portal/messages/", "/messages/", "/messages/to/byrne/"])
def test_a_visitor_is_asked_to_sign_in(db: Any, address: str) -> None:
    assert Client().get(address).url.startswith("/accounts/login/?next=")
