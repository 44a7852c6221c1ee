"""What the email of a cancellation quotes: the message that waited for it, and the explanation, no words twice."""

from anam.conversations.models import Message
from anam.history.models import Entry
from anam.orders.contacting.waiting_email import contacts_told_with
from anam.words import count


def quoted_words(entry: Entry) -> str:
    """What the maker wrote to the buyer: the messages whose email waited, and the explanation if it is none of them."""
    said = [message.words for message in _messages(entry)]
    explanation = str(entry.facts["explanation"])
    return "\n\n".join(said if any(explanation in words for words in said) else [*said, explanation])


def of_the_pictures(entry: Entry) -> list[str]:
    """That pictures came with those messages, where they did."""
    number = sum(message.pictures.count() for message in _messages(entry))
    where = "see it in the conversation" if number == 1 else "see them in the conversation"
    return [f"{count(number, 'picture')} came with it: {where}."] if number else []


def _messages(entry: Entry) -> list[Message]:
    return list(Message.objects.filter(pk__in=contacts_told_with(entry)).order_by("sent_at", "id"))
