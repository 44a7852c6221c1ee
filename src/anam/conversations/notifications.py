"""Who is told of a message: the side that did not write it (D10)."""

from collections.abc import Sequence
from functools import partial

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from anam.conversations.models import Conversation, Message
from anam.mail.content import EmailContent, EmailSubject
from anam.notifications.engine import Telling, notifies_of, notify
from anam.notifications.registry import Notification, register
from anam.people.models import User
from anam.words import count

MESSAGE = register(Notification("message", "the side that did not write it", "message"))


@notifies_of("message_id")
def notify_of_messages(message_ids: Sequence[int]) -> None:
    """Tell the other side of each of those messages."""
    for message_id in message_ids:
        notify_of_message(message_id)


def notify_of_message(message_id: int) -> None:
    """Tell each member of the other side that a message has come, with its words. Once for each person (D7).

    Nobody is told of a quiet message: its reader has muted the maker, and it is about no open order. What is about
    an open order cannot be stopped.
    """
    message = Message.objects.select_related("conversation__maker", "conversation__buyer", "order", "author").get(
        pk=message_id
    )
    if message.quiet:
        return
    conversation, content = message.conversation, partial(_content, message)
    parties = conversation.maker, conversation.buyer
    about = EmailSubject(conversation_id=conversation.pk, order_id=message.order_id, parties=parties)
    keys = ((reader, f"message:{message.pk}:person:{reader.pk}") for reader in _readers(message))
    notify(*(Telling(MESSAGE, content, to=to, key=key, about=about, important=message.important) for to, key in keys))


def _content(message: Message) -> EmailContent:
    conversation, to_buyer = message.conversation, message.side == Conversation.Side.MAKER
    sender = conversation.maker if to_buyer else conversation.buyer
    author = f"{message.author.name} of {sender.name}" if message.author else sender.name
    about = f" about order {message.order.number}" if message.order else ""
    page = reverse("messages-conversation" if to_buyer else "portal-conversation", args=[conversation.pk])
    pictures = message.pictures.count()
    return EmailContent(
        subject=f"{sender.name} wrote to you{about}",
        paragraphs=[],
        quoted=f"{author} wrote{about}:",
        quote=message.words,
        after=[
            f"{count(pictures, 'picture')} came with it: see {'it' if pictures == 1 else 'them'} in the conversation."
        ]
        if pictures
        else [],
        link_words="Read and answer",
        link=f"{settings.SITE_URL}{page}#message-{message.pk}",
    )


def _readers(message: Message) -> QuerySet[User]:
    conversation = message.conversation
    readers = (
        User.objects.with_party().filter(buyer_member__buyer=conversation.buyer_id)
        if message.side == Conversation.Side.MAKER
        else User.objects.with_party().filter(maker_member__maker=conversation.maker_id)
    )
    return readers.filter(is_active=True)
