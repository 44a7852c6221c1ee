"""What the email of a cancellation quotes: the message that waited for it, and the explanation, no words twice."""

from dataclasses import dataclass

from anam.history.models import Entry
from anam.orders.contacting.waiting_email import contacts_told_with
from anam.words import count


@dataclass(frozen=True)
class ToldBefore:
    """What the maker wrote to the buyer, and that pictures came with it, where they did."""

    words: str
    pictures: list[str]


def told_before(entry: Entry) -> ToldBefore:
    """The messages whose email waited, and the explanation if it is none of them."""
    messages = contacts_told_with(entry)
    said = [message.words for message in messages]
    explanation = str(entry.facts["explanation"])
    if not any(explanation in words for words in said):
        said.append(explanation)
    number = sum(message.number for message in messages)  # type: ignore[attr-defined]  # as it was annotated
    where = "see it in the conversation" if number == 1 else "see them in the conversation"
    return ToldBefore("\n\n".join(said), [f"{count(number, 'picture')} came with it: {where}."] if number else [])
