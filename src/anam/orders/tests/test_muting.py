"""A buyer mutes a maker, but for what concerns an open order; and which letters are written about a message."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.html import squeezed

from anam.conversations.actions.mute import mute
from anam.conversations.actions.post import post
from anam.conversations.actions.unmute import unmute
from anam.conversations.models import Conversation, Message
from anam.conversations.tests.factories import another_buyer, conversation_between, hanna_answers, ines_writes
from anam.mail.models import Email
from anam.notifications.actions.keep_preferences import keep_preferences
from anam.notifications.engine import notify_of
from anam.orders.cancellation.decline import decline
from anam.orders.contacting.contact import contact
from anam.orders.models import Order
from anam.people.models import User
from conftest import Cast

SignIn = Callable[[User], Client]
SORRY = "I am so sorry: my kiln is down until spring."


def muted(cast: Cast) -> None:
    ines_writes(cast)
    mute(conversation_between(cast), by=cast.ines)


def tell(cast: Cast, order: Order) -> int:
    return contact(order.number, maker=cast.byrne, by=cast.hanna, message=SORRY).message_id


def test_a_muted_maker_is_heard_quietly(cast: Cast, sign_in: SignIn) -> None:
    muted(cast)
    posted = hanna_answers(cast, "News from the kiln")
    notify_of(message_id=posted.message_id)
    assert not Email.objects.exists()
    ines = sign_in(cast.ines)
    page = ines.get("/messages/").content.decode()
    assert "News from the kiln" in page
    assert "muted" in page
    assert 'class="badge"' not in page
    assert "News from the kiln" in ines.get(f"/messages/{conversation_between(cast).pk}/").content.decode()


def test_what_concerns_an_open_order_comes_all_the_same(cast: Cast, sign_in: SignIn) -> None:
    """D10"""
    muted(cast)
    told = tell(cast, cast.order())
    notify_of(message_id=told)
    email = Email.objects.get()
    assert (email.kind, email.to) == ("important", cast.ines.email)
    page = squeezed(sign_in(cast.ines).get("/orders/").content.decode())
    assert 'id="unread-conversations" class="badge"' in page


def test_the_explanation_of_a_decline_is_never_quiet(cast: Cast) -> None:
    """D10"""
    muted(cast)
    order = cast.order()
    tell(cast, order)
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="other", explanation=SORRY)
    message = Message.objects.get(kind="decline")
    assert (message.important, message.quiet) == (True, False)
    assert Conversation.objects.unread_by("buyer").exists()


@pytest.mark.parametrize(("status", "quiet"), [("shipped", False), ("completed", True), ("cancelled", True)])
def test_an_order_is_open_until_nothing_can_happen_to_it_any_more(cast: Cast, status: str, quiet: bool) -> None:
    muted(cast)
    order = cast.order()
    order.status = status
    posted = post("About it", side="maker", by=cast.hanna, maker_id=cast.byrne.pk, buyer_id=cast.harbor.pk, order=order)
    assert Message.objects.get(pk=posted.message_id).quiet is quiet


def test_muting_can_be_undone_and_what_came_meanwhile_stays_quiet(cast: Cast) -> None:
    muted(cast)
    hanna_answers(cast, "Quietly")
    unmute(conversation_between(cast))
    assert not Conversation.objects.unread_by("buyer").exists()
    hanna_answers(cast, "Aloud")
    assert Conversation.objects.unread_by("buyer").exists()


def test_the_buyer_mutes_and_unmutes_from_the_conversation_and_the_maker_sees_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    ines_writes(cast)
    ines, hanna, pk = sign_in(cast.ines), sign_in(cast.hanna), conversation_between(cast).pk
    assert "Mute Byrne Ceramics" in ines.get(f"/messages/{pk}/").content.decode()
    for _ in range(2):
        assert ines.post(f"/messages/{pk}/mute/").url == f"/messages/{pk}/"
    assert (conversation_between(cast).muted_by, bool(conversation_between(cast).muted_at)) == (cast.ines, True)
    assert "You have muted Byrne Ceramics" in ines.get(f"/messages/{pk}/").content.decode()
    assert "mute" not in hanna.get(f"/portal/messages/{pk}/").content.decode().lower()
    ines.post(f"/messages/{pk}/unmute/")
    assert conversation_between(cast).muted_at is None
    assert ines.get(f"/messages/{pk}/mute/").status_code == 302
    assert conversation_between(cast).muted_at is None


def test_nobody_else_mutes(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    ines_writes(cast)
    for person in (cast.hanna, cast.otto, cast.sam, another_buyer()):
        assert sign_in(person).post(f"/messages/{conversation_between(cast).pk}/mute/").status_code == 404
    assert conversation_between(cast).muted_at is None


def test_letters_say_what_they_are_about_and_how_important_they_are(cast: Cast) -> None:
    asked = ines_writes(cast)
    notify_of(message_id=asked.message_id)
    order = cast.order()
    notify_of(message_id=tell(cast, order))
    about_none, about_order = Email.objects.get(to=cast.hanna.email), Email.objects.get(to=cast.ines.email)
    assert (about_none.kind, about_none.conversation_id, about_none.order_id) == (
        "message",
        conversation_between(cast).pk,
        None,
    )
    assert (about_order.kind, about_order.conversation_id, about_order.order_id) == (
        "important",
        conversation_between(cast).pk,
        order.pk,
    )


def test_who_does_not_want_mail_about_messages_gets_what_is_important(cast: Cast) -> None:
    ines_writes(cast)
    keep_preferences(cast.ines, wanted=[], phone="")
    notify_of(message_id=hanna_answers(cast).message_id)
    assert not Email.objects.filter(user=cast.ines).exists()
    notify_of(message_id=tell(cast, cast.order()))
    assert Email.objects.filter(user=cast.ines).count() == 1
