from django.conf import settings
from django.db import transaction
from django.urls import reverse

from anam.conversations.models import Conversation, Message
from anam.mail.actions.write import Words, write
from anam.people.models import User


@transaction.atomic
def write_letters(message_id: int) -> None:
    """Write to each member of the other side that a message has come, with its words. Once for each person (D7)."""
    message = Message.objects.select_related("conversation__maker", "conversation__buyer", "order", "author").get(
        pk=message_id
    )
    talk = message.conversation
    to_buyer = message.side == Conversation.Side.MAKER
    sender = talk.maker if to_buyer else talk.buyer
    author = f"{message.author.name} of {sender.name}" if message.author else sender.name
    about = f" about order {message.order.number}" if message.order else ""
    page = reverse("messages-talk" if to_buyer else "portal-talk", args=[talk.pk])
    readers = (
        User.objects.filter(buyer_member__buyer=talk.buyer_id)
        if to_buyer
        else User.objects.filter(maker_member__maker=talk.maker_id)
    )
    words = Words(
        subject=f"{sender.name} wrote to you{about}",
        paragraphs=[],
        quoted=f"{author} wrote{about}:",
        quote=message.body,
        link_words="Read and answer",
        link=f"{settings.SITE_URL}{page}#message-{message.pk}",
    )
    for reader in readers.filter(is_active=True):
        write(words, to=reader, key=f"message:{message.pk}:person:{reader.pk}")
