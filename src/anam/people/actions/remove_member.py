from django.db import transaction

from anam.people.listeners import announce_leaver
from anam.people.models import BuyerMember, Maker, MakerMember, Role, User
from anam.refusals import Refused


@transaction.atomic
def remove_member(email: str) -> tuple[User, str]:
    """Let a person act for nobody any more: signed out at once, their tokens revoked, their cases unassigned.

    What they did stays in the history under their name; so does the account, without a password, for `add_member` to
    open again. The answer says whom they acted for. Raises Refused where there is nobody of that address, or where a
    maker would be left without an owner.
    """
    user = User.objects.select_for_update().filter(email__iexact=email.strip()).first()
    party = user and (user.maker or user.buyer or ("support" if user.is_support else None))
    if user is None or party is None:
        raise Refused.because("no_such_member", f"Nobody of the address {email} acts for a maker, a buyer or support.")
    if isinstance(party, Maker):
        _keep_an_owner(party, user)
    MakerMember.objects.filter(user=user).delete()
    BuyerMember.objects.filter(user=user).delete()
    # Whoever is not active has no session and no token; a new password ends those of before for good.
    user.is_active = user.is_support = user.leads_support = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "is_support", "leads_support", "password"])
    announce_leaver(user)
    return user, str(party)


def _keep_an_owner(maker: Maker, leaving: User) -> None:
    """A maker's house has an owner as long as it has members; two owners who go at once wait for each other."""
    Maker.objects.select_for_update().get(pk=maker.pk)
    others = MakerMember.objects.filter(maker=maker, user__is_active=True).exclude(user=leaving)
    if not others.filter(role=Role.OWNER).exists() and others.exists():
        raise Refused.because(
            "last_owner",
            f"{leaving.name} is the only owner of {maker.name}. Add another owner first, then remove them.",
        )
