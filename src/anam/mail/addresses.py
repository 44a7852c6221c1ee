"""Addresses that only we can make: where an answer to an e-mail goes, and where its bounce comes back.

Each names its e-mail and carries a signature. Mail servers may lower the case of an address, and give its
local part 64 characters: so the signature is base 32, and the e-mail stands in it by number.
"""

import base64
import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from anam.mail.models import Email
from anam.marketplace.current import marketplace

_ADDRESS = re.compile(r"(answer|bounce)-([1-9][0-9]{0,17})-([a-z2-7]{24})")


@dataclass(frozen=True)
class Reply:
    """What an answer address was made for: this person, and what their e-mail was about."""

    original: Email

    @property
    def email(self) -> str:
        """The only address that may use it: the person's own of today, or an outsider's."""
        return (self.original.user.email if self.original.user else self.original.to).lower()


def reply_address(email: Email) -> str:
    """Where an answer to `email` goes; empty where no mail comes in, or nobody would read it."""
    if not settings.REPLY_DOMAIN or not can_be_answered(email):
        return ""
    return _made("answer", email.pk)


def bounce_address(email: Email) -> str:
    """Where the mail servers on the way say that `email` did not arrive; empty where no mail comes in."""
    return _made("bounce", email.pk) if settings.REPLY_DOMAIN else ""


def can_be_answered(email: Email) -> bool:
    """Whether an answer to `email` has a place: a conversation, an order or a case of its reader's."""
    if email.user and email.user.is_support:
        return False  # support answers on the case's page, where what only they see stands beside it
    return bool(email.case_id or email.conversation_id or email.order_id)


def read_reply_address(address: str) -> Reply | None:
    """What an answer address was made for; None where it is not one that we made."""
    email = _email_of(address, "answer")
    return Reply(email) if email else None


def read_bounce_address(address: str) -> Email | None:
    """The e-mail whose bounces come to this address; None where it is not one that we made."""
    return _email_of(address, "bounce")


def is_ours(address: str) -> bool:
    """Whether mail to `address` is for us: support's mailbox, or an address that we made."""
    if address.strip().lower() == marketplace().support_email.lower():
        return True
    return any(_number_in(address, purpose) is not None for purpose in ("answer", "bounce"))


def _made(purpose: str, email_id: int) -> str:
    return f"{purpose}-{email_id}-{_signature(purpose, email_id)}@{settings.REPLY_DOMAIN}"


def _signature(purpose: str, email_id: int) -> str:
    digest = salted_hmac(f"anam.mail.{purpose}", str(email_id), algorithm="sha256").digest()
    return base64.b32encode(digest[:15]).decode().lower()


def _email_of(address: str, purpose: str) -> Email | None:
    number = _number_in(address, purpose)
    if number is None:
        return None
    about = ("user", "order", "conversation", "case")
    return Email.objects.select_related(*about).filter(pk=number).first()


def _number_in(address: str, purpose: str) -> int | None:
    local, _, domain = address.strip().lower().rpartition("@")
    parts = _ADDRESS.fullmatch(local)
    if not (parts and settings.REPLY_DOMAIN and domain == settings.REPLY_DOMAIN and parts[1] == purpose):
        return None
    if not constant_time_compare(parts[3], _signature(purpose, int(parts[2]))):
        return None
    return int(parts[2])
