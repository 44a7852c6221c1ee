from django.db import transaction

from anam.accounts.models import EmailChange
from anam.accounts.notifications import say_email_has_changed
from anam.accounts.tokens import hash_of
from anam.clock import database_now
from anam.people.actions.change_email import change_email
from anam.people.models import User
from anam.refusals import Refused


def waiting_change(token: str, *, user: User) -> EmailChange:
    """The change that `user` asked for, by the token of its link. Raises EmailChange.DoesNotExist for others'."""
    return EmailChange.objects.get(token_hash=hash_of(token), user=user)


@transaction.atomic
def confirm_email(token: str, *, user: User) -> str:
    """Make the new address that `user` asked for theirs; the old one is told. The answer is the new address.

    Raises Refused where the link has been used or has ended, EmailChange.DoesNotExist where it is not theirs.
    """
    change = waiting_change(token, user=user)
    now = database_now()
    waiting = EmailChange.objects.filter(pk=change.pk, confirmed_at=None, expires_at__gt=now)
    if not waiting.update(confirmed_at=now):
        raise Refused.because("link_ended", "This link has been used, or has ended. Your address is as it was.")
    old = User.objects.select_for_update().get(pk=user.pk).email
    change_email(user, email=change.email)
    say_email_has_changed(user, old=old, new=change.email, change_id=change.pk)
    return change.email
