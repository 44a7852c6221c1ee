from allauth.mfa.models import Authenticator
from django.db import transaction

from anam.notifications.notifications import tell_of_change
from anam.people.house import find_colleague, hold_house, must_still
from anam.people.models import User
from anam.people.roles import May


@transaction.atomic
def remove_second_factor(pk: int, *, by: User) -> User:
    """Take passkeys, codes and recovery codes from a colleague of `by` who has lost them; they are told by e-mail.

    What is left is their password; support sets up another one when it signs in next, where one is asked of it. Raises
    User.DoesNotExist where `by` has no such colleague (D1), Refused where `by` may not (role_forbids).
    """
    hold_house(by)
    user = find_colleague(pk, by=by)
    must_still(by, May.PEOPLE)
    forget_second_factor(user)
    return user


@transaction.atomic
def forget_second_factor(user: User) -> bool:
    """The same for the operator, by a command. Whether there was one."""
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if removed:
        tell_of_change(user, what="second_factor_removed")
    return bool(removed)
