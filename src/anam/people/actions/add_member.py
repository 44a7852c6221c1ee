from django.db import transaction

from anam.people.models import Buyer, BuyerMember, Maker, MakerMember, Role, User
from anam.refusals import Refused


@transaction.atomic
def add_member(
    email: str,
    *,
    name: str,
    time_zone: str,
    maker: Maker | None = None,
    role: Role | None = None,
    buyer: Buyer | None = None,
    leads: bool = False,
) -> tuple[User, bool]:
    """Let a person act for `maker` or `buyer` in `role`, or, without either, for support, which they may lead.

    Without a role, whoever comes first is the owner and everybody after them an administrator.

    Somebody new has no usable password yet, and sets one by "forgot password"; somebody known keeps theirs.
    The answer says whether anything was changed. Raises Refused where they act for somebody else: one person
    has one desk.
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, None, name=name, time_zone=time_zone)
    elif user.is_active and _acts_for(user) == (maker or buyer or "support"):
        return user, bool(leads and User.objects.filter(pk=user.pk, leads_support=False).update(leads_support=True))
    elif other := _acts_for(user):
        raise Refused.because("acts_for_another", f"{user.email} acts for {other} already, and can have one desk only.")
    if not user.is_active:  # removed before, and without a password since
        User.objects.filter(pk=user.pk).update(is_active=True)
    if maker:
        MakerMember.objects.create(user=user, maker=maker, role=role or _first_is_owner(maker))
    elif buyer:
        BuyerMember.objects.create(user=user, buyer=buyer, role=role or _first_is_owner(buyer))
    else:
        User.objects.filter(pk=user.pk).update(is_support=True, leads_support=leads)
    return user, True


def _acts_for(user: User) -> Maker | Buyer | str:
    return user.maker or user.buyer or ("support" if user.is_support else "")


def _first_is_owner(party: Maker | Buyer) -> Role:
    return Role.ADMINISTRATOR if party.members.exists() else Role.OWNER
