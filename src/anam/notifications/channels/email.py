"""E-mail: an e-mail in the outbox, and the job that sends it."""

from anam.mail.actions.queue_email import queue_email
from anam.mail.content import EmailContent, EmailSubject, ExternalRecipient
from anam.mail.models import IMPORTANT
from anam.notifications.registry import EntryNotification, Notification
from anam.people.models import User

NAME = "email"


def carries(notification: Notification) -> bool:
    return not isinstance(notification, EntryNotification) or notification.content is not None


def deliver(
    words: EmailContent, *, to: User | ExternalRecipient, key: str, preference: str, about: EmailSubject
) -> bool:
    return queue_email(words, to=to, key=key, kind=preference or IMPORTANT, about=about) is not None
