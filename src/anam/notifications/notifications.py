"""Who is told about their own account, and about what they asked for."""

import hashlib
from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from anam.clock import database_now
from anam.mail.content import EmailContent
from anam.marketplace.current import marketplace
from anam.notifications import restock_email  # noqa: F401 - it has its own file, and is read with this one
from anam.notifications.engine import Telling, notify
from anam.notifications.registry import Notification, register
from anam.people.models import User
from anam.words import count

# What may be changed in how somebody signs in, as django-allauth calls it.
_CHANGES = {
    "password_changed": "Your password was changed.",
    "password_set": "A password was set.",
    "password_reset": "A new password was chosen by the link of an email.",
    "totp_activated": "One-time codes were switched on.",
    "totp_deactivated": "One-time codes were switched off.",
    "webauthn_added": "A passkey was added.",
    "webauthn_removed": "A passkey was removed.",
    "second_factor_removed": "Your passkeys and one-time codes were removed.",
    "recovery_codes_generated": "New recovery codes were made; those of before no longer work.",
}
SIGN_IN_CHANGED = register(Notification("sign_in_changed", "whose password, passkeys or codes were changed"))
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


@transaction.atomic
def tell_of_change(user: User, *, what: str) -> None:
    """Tell `user` that one of `_CHANGES` was made in how they sign in, so that they hear of it if it was not them."""
    key = f"sign-in:{user.pk}:{database_now().isoformat()}"
    notify(Telling(SIGN_IN_CHANGED, partial(_change, _CHANGES[what]), to=user, key=key))


def _change(what: str) -> EmailContent:
    return EmailContent(
        subject=what.rstrip("."),
        paragraphs=[
            what,
            f"If it was not you, choose a new password and write to {marketplace().support_email} at once.",
        ],
        link_words="Choose a new password",
        link=f"{settings.SITE_URL}{reverse('account_reset_password')}",
    )
