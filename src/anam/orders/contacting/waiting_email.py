"""The email of a contact waits for the cancellation, so that the buyer gets one; the message itself does not wait."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import BigIntegerField, Count, DateTimeField, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from procrastinate.jobs import Job

from anam import jobs
from anam.compiled import Bound, CompiledQuery
from anam.conversations.models import Message
from anam.history.models import Entry
from anam.orders.models import Order
from anam.words import count

WAITS = timedelta(minutes=2)
_CANCELLATIONS = ("declined", "lines_declined")


def email_of_contact(message_id: int) -> Job:
    """The job that tells of a contact by email once it has waited. It is a row: no kill loses it."""
    return jobs.to_do("notifications.notify", delay=WAITS, contact_id=message_id)


def is_told_with_cancellation(message_id: int) -> bool:
    """Whether the email of a cancellation tells of this contact too. Waits for whoever is cancelling just now.

    A cancellation reads its moment once it has the order's lock: what comes after this comes later than WAITS.
    """
    contact = Entry.objects.filter(order__messages=message_id, kind="contacted", facts__message_id=message_id).first()
    if contact is None:
        return False
    Order.objects.select_for_update(no_key=True).get(pk=contact.order_id)
    cancellations = Entry.objects.filter(order=contact.order_id, kind__in=_CANCELLATIONS)
    return cancellations.filter(at__gte=contact.at, at__lte=contact.at + WAITS).exists()


@dataclass(frozen=True)
class ToldBefore:
    """What the maker wrote to the buyer, and that pictures came with it, where they did."""

    words: str
    pictures: list[str]


def told_before(entry: Entry) -> ToldBefore:
    """What the email of a cancellation quotes: messages whose own waited for it, the explanation, no words twice."""
    messages = _CONTACTS.all(order=entry.order_id, since=entry.at - WAITS, at=entry.at)
    said = [message.words for message in messages]
    explanation = str(entry.facts["explanation"])
    if not any(explanation in words for words in said):
        said.append(explanation)
    number = sum(message.number for message in messages)  # type: ignore[attr-defined]  # as it was annotated
    where = "see it in the conversation" if number == 1 else "see them in the conversation"
    return ToldBefore("\n\n".join(said), [f"{count(number, 'picture')} came with it: {where}."] if number else [])


def _contacts() -> QuerySet[Message]:
    """Each with the `number` of its pictures."""
    recent = Entry.objects.filter(
        order=Bound("order", BigIntegerField()),
        kind="contacted",
        at__gte=Bound("since", DateTimeField()),
        at__lte=Bound("at", DateTimeField()),
    )
    sent = recent.annotate(sent=Cast(KT("facts__message_id"), BigIntegerField())).values("sent")
    return Message.objects.filter(pk__in=sent).annotate(number=Count("pictures")).order_by("sent_at", "id")


_CONTACTS = CompiledQuery(_contacts)
