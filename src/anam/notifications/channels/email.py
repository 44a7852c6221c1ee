"""E-mail: an e-mail in the outbox, and the job that sends it."""

from collections.abc import Sequence

from anam.mail.actions.queue_email import OutgoingEmail, queue_emails
from anam.mail.models import IMPORTANT
from anam.notifications.channels import Delivered
from anam.notifications.registry import EntryNotification, Notification

NAME = "email"


def carries(notification: Notification) -> bool:
    return not isinstance(notification, EntryNotification) or notification.content is not None


def deliver(delivered: Sequence[Delivered]) -> set[str]:
    outgoing = [OutgoingEmail(one.words, one.to, one.key, one.preference or IMPORTANT, one.about) for one in delivered]
    return {email.key for email in queue_emails(outgoing)}
