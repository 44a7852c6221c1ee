from django.db import transaction

from anam.people.house import find_colleague, hold_house, keep_an_owner, must_still
from anam.people.listeners import Change, MemberChange, announce_leaver, announce_member
from anam.people.models import BuyerMember, MakerMember, User
from anam.people.roles import May, who_may


@transaction.atomic
def remove_member(pk: int, *, by: User, stops_belongings: bool = False) -> User:
    """Let a colleague of `by` act for nobody any more, or `by` themselves: signed out at once, their tokens revoked.

    What they did stays in the history under their name, and so does what is assigned to them on orders that are over;
    open cases of support are free for others. Webhooks that they added go on, or stop. The account stays without a
    password, for an invitation to open again.

    Raises User.DoesNotExist where `by` has no such colleague (D1), Refused where `by` may not (role_forbids), or where
    nobody would be left who may look after the people (last_owner).
    """
    hold_house(by)
    user = find_colleague(pk, by=by)
    if user.pk != by.pk:
        must_still(by, May.PEOPLE)
    keep_an_owner(user)
    leave(user, by=by, stops_belongings=stops_belongings)
    return user


def leave(user: User, *, by: User | None, stops_belongings: bool) -> None:
    """Of a member whose house is held by the caller's transaction. `by` nobody: the operator, by a command."""
    party, role = str(user.maker or user.buyer or "support"), user.role
    owners = [one for one in who_may(user, May.PEOPLE) if one.pk != user.pk]
    announce_leaver(user, stops_belongings=stops_belongings)
    MakerMember.objects.filter(user=user).delete()
    BuyerMember.objects.filter(user=user).delete()
    # Whoever is not active has no session and no token; a new password ends those of before for good.
    user.is_active = user.is_support = user.leads_support = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "is_support", "leads_support", "password"])
    what = Change.LEFT if by and by.pk == user.pk else Change.REMOVED
    announce_member(MemberChange(what, user, party, role, owners, by))
