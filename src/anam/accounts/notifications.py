"""Who is told on the way in, and of their address: by e-mail, to addresses that may belong to nobody we know."""

from datetime import date
from functools import partial

from django.conf import settings
from django.urls import reverse

from anam.accounts.models import Invitation
from anam.accounts.tokens import hash_of
from anam.mail.content import EmailContent, ExternalRecipient
from anam.notifications.engine import Telling, notify
from anam.notifications.registry import Notification, register
from anam.people.models import User

INVITATION = register(Notification("invitation", "whoever is invited to a maker, a shop or support"))
EMAIL_CONFIRM = register(Notification("email_confirm", "the new address that somebody wants for their account"))
EMAIL_CHANGED = register(Notification("email_changed", "the old address of an account"))


def ask_to_confirm_email(user: User, *, email: str, token: str) -> None:
    """Send the new address the link that makes it the account's."""
    link = f"{settings.SITE_URL}{reverse('confirm-email', args=[token])}"
    content = partial(_confirm, user.name, link)
    notify(Telling(EMAIL_CONFIRM, content, to=ExternalRecipient(email), key=f"email-change:{hash_of(token)}"))


def _confirm(name: str, link: str) -> EmailContent:
    return EmailContent(
        subject="Confirm your new email address",
        paragraphs=[
            f"{name} asked to sign in by this address at {settings.MARKETPLACE_NAME}.",
            "If it was you, follow the link within a day, where you are signed in. If not, do nothing.",
        ],
        link_words="Confirm the address",
        link=link,
        reason=f"You get this because somebody gave your address at {settings.MARKETPLACE_NAME}.",
    )


def say_email_is_taken(email: str, *, on: date) -> None:
    """Tell whoever has the address that an account of theirs has it already; once a day."""
    key = f"email-taken:{email}"[:100] + f":{on.isoformat()}"
    notify(Telling(EMAIL_CONFIRM, _taken, to=ExternalRecipient(email), key=key))


def _taken() -> EmailContent:
    return EmailContent(
        subject="This address has an account already",
        paragraphs=[
            f"Somebody asked to use this address for an account at {settings.MARKETPLACE_NAME}. It has one already, "
            "so nothing was changed. If it was you, sign in with this address.",
        ],
        link_words="Sign in",
        link=f"{settings.SITE_URL}{reverse('account_login')}",
        reason=f"You get this because somebody gave your address at {settings.MARKETPLACE_NAME}.",
    )


def say_email_has_changed(user: User, *, old: str, new: str, change_id: int) -> None:
    """Tell the old address that it is no longer the one of the account."""
    content = partial(_changed, user.name, new)
    notify(Telling(EMAIL_CHANGED, content, to=ExternalRecipient(old), key=f"email-changed:{change_id}"))


def _changed(name: str, new: str) -> EmailContent:
    return EmailContent(
        subject="Your email address was changed",
        paragraphs=[
            f"{name} now signs in as {new} at {settings.MARKETPLACE_NAME}, and no longer by this address.",
            f"If it was not you, write to {settings.SUPPORT_EMAIL} at once.",
        ],
        reason=f"You get this because it was the address of your account at {settings.MARKETPLACE_NAME}.",
    )


def send_invitation(invitation: Invitation, *, token: str) -> None:
    """Send whoever is invited the link by which they join; the same whether or not they have an account."""
    link = f"{settings.SITE_URL}{reverse('invitation', args=[token])}"
    content = partial(_invitation, invitation, link)
    key = f"invitation:{invitation.pk}"
    notify(Telling(INVITATION, content, to=ExternalRecipient(invitation.email), key=key))


def _invitation(invitation: Invitation, link: str) -> EmailContent:
    sender = invitation.invited_by
    who = f"{settings.MARKETPLACE_NAME}" if invitation.house and sender.is_support else sender.name
    return EmailContent(
        subject=f"{who} invites you to {invitation.house_name}",
        paragraphs=[
            f"{who} invites you to {invitation.house_name} at {settings.MARKETPLACE_NAME}, as {invitation.role_label}.",
            "The link is for this address alone, and works once, for 14 days. If you expect no invitation, do nothing.",
        ],
        link_words="See the invitation",
        link=link,
        reason=f"You get this because {who} gave your address at {settings.MARKETPLACE_NAME}.",
    )
