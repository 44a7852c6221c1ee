from django.db import transaction

from anam.marketplace.actions.use_setup_token import use_setup_token
from anam.people.actions.add_member import add_member
from anam.people.models import User
from anam.refusals import Refused


@transaction.atomic
def create_operator(token_digest: str, *, email: str, name: str, password: str, time_zone: str) -> User:
    """The first account: a lead of support. With it the one-time address ends.

    Of two browsers at once one makes it (D7). Raises Refused ("setup_over") where the token was used, or is none.
    `password` is checked by the form.
    """
    if not use_setup_token(token_digest) or User.objects.exists():
        raise Refused.because("setup_over", "This address has been used, or has ended.")
    user, _ = add_member(email, name=name, time_zone=time_zone, leads=True)
    user.set_password(password)
    user.save(update_fields=["password"])
    return user
