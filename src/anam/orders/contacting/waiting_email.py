"""The email of a contact waits for the cancellation, so that the buyer gets one; the message itself does not wait."""

from datetime import timedelta

from django.db.models import BigIntegerField, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from procrastinate.jobs import Job

from anam import jobs
from anam.conversations.models import Message
from anam.history.models import Entry
from anam.orders.models import Order

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


def contacts_told_with(entry: Entry) -> QuerySet[Message]:
    """The messages that the email of a cancellation tells of, too: those that still waited for it."""
    recent = Entry.objects.filter(order=entry.order_id, kind="contacted", at__lte=entry.at, at__gte=entry.at - WAITS)
    sent = recent.annotate(sent=Cast(KT("facts__message_id"), BigIntegerField())).values("sent")
    return Message.objects.filter(pk__in=sent).order_by("sent_at", "id")
