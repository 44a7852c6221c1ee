from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from anam.accounts.models import EmailChange
from anam.accounts.notifications import ask_to_confirm_email, say_email_is_taken
from anam.accounts.tokens import new_token
from anam.clock import database_now
from anam.people.models import User
from anam.refusals import Refused

LASTS = timedelta(days=1)
# Asked for once more within that, it was one press too many.
SAME_PRESS = timedelta(minutes=1)


@transaction.atomic
def ask_for_email(user: User, *, email: str, password: str) -> str:
    """Write to `email`, which `user` wants for their own, a link that makes it so; the answer is the address.

    What was asked before no longer counts. Where an account signs in by it already, it is told so there, and whoever
    asks learns nothing of it. Raises Refused where the password is wrong, or it is no other address.
    """
    email = email.strip().lower()
    if not user.check_password(password):
        raise Refused.because("password_wrong", "This is not your password.")
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise Refused.because("email_unclear", "This does not look like an email address.") from wrong
    if email == user.email.lower():
        raise Refused.because("email_unclear", "This is your address already.")
    User.objects.select_for_update().get(pk=user.pk)
    now = database_now()
    before = EmailChange.objects.filter(user=user, confirmed_at=None)
    if before.filter(email=email, asked_at__gt=now - SAME_PRESS).exists():
        return email
    before.delete()
    token, token_hash = new_token()
    EmailChange.objects.create(user=user, email=email, token_hash=token_hash, asked_at=now, expires_at=now + LASTS)
    if User.objects.filter(email__iexact=email).exists():
        say_email_is_taken(email, on=now.date())
    else:
        ask_to_confirm_email(user, email=email, token=token)
    return email
