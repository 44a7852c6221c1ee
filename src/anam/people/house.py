"""The people of one maker, of one shop or of support, held while one of them changes: whoever comes next waits."""

from anam.people.models import Buyer, BuyerMember, Maker, MakerMember, Role, SupportRole, User
from anam.people.roles import May, colleagues, held_by, may, role_forbids
from anam.refusals import Refused
from anam.sql import execute


def hold_house(user: User) -> None:
    """Hold `user`'s house until the end of the transaction: one change of its people at a time."""
    if user.maker:
        Maker.objects.select_for_update().get(pk=user.maker.pk)
    elif user.buyer:
        Buyer.objects.select_for_update().get(pk=user.buyer.pk)
    else:
        execute("SELECT pg_advisory_xact_lock(hashtext('anam.people.support'))")


def find_colleague(pk: int, *, by: User) -> User:
    """Somebody of the house of `by`, as they are now that it is held. Raises User.DoesNotExist (D1)."""
    now = User.objects.with_party().get(pk=by.pk)
    for one in colleagues(now):
        if one.pk == pk and now.is_active:
            return one
    raise User.DoesNotExist


def must_still(by: User, what: May) -> None:
    """Raises Refused where `by`, as they are now that the house is held, may not do it any more."""
    now = User.objects.with_party().get(pk=by.pk)
    if not may(now, what):
        raise Refused(role_forbids(now, what))


def keep_an_owner(user: User) -> None:
    """Raises Refused where `user` is the only one who looks after the people of their house."""
    if not may(user, May.PEOPLE):
        return
    if any(may(one, May.PEOPLE) for one in colleagues(user) if one.pk != user.pk):
        return
    what, role = (user.maker or user.buyer, "owner") if not user.is_support else ("support", "lead")
    raise Refused.because(
        "last_owner",
        f"{user.name} is the only {role} of {what}. Make somebody else {role} first.",
    )


def write_role(user: User, role: Role | SupportRole) -> None:
    """Raises Refused where the house has no such role."""
    if role not in roles_of(user):
        raise Refused.because("role_unknown", "There is no such role here: choose one of the list.")
    if isinstance(role, SupportRole):
        User.objects.filter(pk=user.pk).update(leads_support=role == SupportRole.LEAD)
    else:
        members = MakerMember.objects if user.maker else BuyerMember.objects
        members.filter(user=user).update(role=role)


def roles_of(user: User) -> tuple[Role | SupportRole, ...]:
    """Those that there are where `user` acts."""
    return tuple(SupportRole) if user.is_support else Maker.ROLES if user.maker else Buyer.ROLES


def includes(role: Role | SupportRole, *, shop: bool) -> list[str]:
    """What it includes, in words, without what everybody may."""
    not_shown = {May.OWN, May.SEE, May.TOKENS} | ({May.PRODUCTS, May.SETTINGS} if shop else set())
    return [str(what.label) for what in May if what in held_by(role) and what not in not_shown]
