from django.db import transaction

from anam.people.actions.change_role import change_role
from anam.people.models import Role, SupportRole, User


@transaction.atomic
def hand_over(pk: int, *, by: User) -> User:
    """Make a colleague the owner, or the lead, in place of `by`, who becomes an administrator, or an agent.

    Both or neither. Raises as `change_role` does.
    """
    best, next_best = (SupportRole.LEAD, SupportRole.AGENT) if by.is_support else (Role.OWNER, Role.ADMINISTRATOR)
    user = change_role(pk, best, by=by)
    if user.pk != by.pk:
        change_role(by.pk, next_best, by=by)
    return user
