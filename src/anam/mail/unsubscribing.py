"""Links that stop one kind of e-mail, signed: whoever holds the e-mail may follow them without signing in."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from anam.mail.models import IMPORTANT, Email
from anam.people.models import User

_SALT = "anam.mail.stop"


def stop_link(email: Email) -> str:
    """Where its reader stops e-mails of this kind; empty where it is of a kind that is always sent."""
    if email.user_id is None or email.kind == IMPORTANT:
        return ""
    token = signing.Signer(salt=_SALT).sign(f"{email.user_id}.{email.kind}")
    return f"{settings.SITE_URL}{reverse('stop-mail', args=[token])}"


def read_stop_token(token: str) -> tuple[User, str] | None:
    """Whose, and which kind of e-mail a link stops; None where we did not make it."""
    try:
        person, kind = signing.Signer(salt=_SALT).unsign(token).split(".")
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=int(person)).first()
    return (user, kind) if user else None
