from django.db import transaction

from anam.people.house import find_colleague, hold_house, keep_an_owner, must_still, write_role
from anam.people.listeners import Change, MemberChange, announce_member
from anam.people.models import Role, SupportRole, User
from anam.people.roles import May, held_by, who_may


@transaction.atomic
def change_role(pk: int, role: Role | SupportRole, *, by: User) -> User:
    """Give a colleague of `by`, or `by` themselves, another role. It is in force with their next call.

    Raises User.DoesNotExist where `by` has no such colleague (D1), Refused where `by` may not (role_forbids), where the
    house has no such role (role_unknown), or where nobody would be left who may look after the people (last_owner).
    """
    hold_house(by)
    user = find_colleague(pk, by=by)
    must_still(by, May.PEOPLE)
    if user.role == role:
        return user
    if May.PEOPLE not in held_by(role):
        keep_an_owner(user)
    write_role(user, role)
    changed = User.objects.with_party().get(pk=pk)
    owners = [one for one in who_may(changed, May.PEOPLE) if one.pk != pk]
    announce_member(MemberChange(Change.ROLE, changed, str(user.maker or user.buyer or "support"), role, owners, by))
    return changed
