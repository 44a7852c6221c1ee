"""Who is told about their own account."""

import hashlib
from functools import partial

from django.conf import settings
from django.db import transaction

from anam.mail.content import EmailContent
from anam.marketplace.current import marketplace
from anam.notifications.engine import Telling, notify
from anam.notifications.registry import Notification, register
from anam.people.models import User
from anam.words import count

PASSWORD = register(Notification("password", "whoever asks for a new one"))


@transaction.atomic
def send_reset_link(user: User, *, link: str) -> None:
    """Send `user` the `link` to choose a new password; the same link is sent once (D7)."""
    key = f"password:{hashlib.sha256(link.encode()).hexdigest()}"
    notify(Telling(PASSWORD, partial(_content, link), to=user, key=key))


def _content(link: str) -> EmailContent:
    return EmailContent(
        subject="Choose a new password",
        paragraphs=[
            f"Somebody, most likely you, asked to choose a new password at {marketplace().name}.",
            f"The link works once, for {count(settings.PASSWORD_RESET_TIMEOUT // 86_400, 'day')}. "
            "If it was not you, do nothing: your password stays as it is.",
        ],
        link_words="Choose a new password",
        link=link,
    )
