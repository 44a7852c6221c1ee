from django.db import IntegrityError, transaction

from anam.people.models import User
from anam.refusals import Refused


def change_email(user: User, *, email: str) -> None:
    """From now on `user` signs in by `email`, and is written to there. Raises Refused where somebody else does."""
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(email=email.lower())
    except IntegrityError as taken:
        raise Refused.because("email_not_free", "Another account signs in by this address.") from taken
