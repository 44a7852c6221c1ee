"""What waits for an answer: an invitation, an application, a new address. Of the tokens in links, hashes are kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from anam.people.models import Buyer, Maker, Role, SupportRole, User


class EmailChange(models.Model):
    """A new e-mail address that somebody has asked for, until they have shown that it is theirs."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="email_changes")
    email = models.EmailField(max_length=254)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "email_change"
        constraints = [
            models.UniqueConstraint("user", condition=Q(confirmed_at=None), name="email_change_one_waits"),
        ]


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def from_house_of(self, user: User) -> "InvitationQuerySet":
        """Those to the house that `user` acts for: their maker, their shop, or support."""
        if user.is_support:
            return self.filter(maker=None, buyer=None)
        return self.filter(Q(maker=user.maker) if user.maker else Q(buyer_id=user.buyer.pk if user.buyer else 0))

    def open(self) -> "InvitationQuerySet":
        """Those that were neither accepted nor revoked; some of them may have ended."""
        return self.filter(accepted_at=None, revoked_at=None)

    def with_house(self) -> "InvitationQuerySet":
        return self.select_related(
            "maker", "buyer", "invited_by__maker_member__maker", "invited_by__buyer_member__buyer", "accepted_by"
        )


class Invitation(models.Model):
    """Somebody is asked to act for a maker, a shop, or, without either, for support. Sent again, it is another one."""

    maker = models.ForeignKey(Maker, null=True, on_delete=models.CASCADE, related_name="invitations")
    buyer = models.ForeignKey(Buyer, null=True, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=16, choices=[*Role.choices, *SupportRole.choices])
    email = models.EmailField(max_length=254, help_text="in lower case: nobody else may accept it")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations_sent")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True, help_text="taken back, or sent again")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        db_table = "invitation"
        constraints = [
            models.UniqueConstraint(
                "maker",
                "buyer",
                "email",
                condition=Q(accepted_at=None, revoked_at=None),
                nulls_distinct=False,
                name="invitation_one_open",
            ),
            models.CheckConstraint(condition=Q(maker=None) | Q(buyer=None), name="invitation_to_one_house"),
        ]

    @property
    def house(self) -> Maker | Buyer | None:
        """The maker or the shop; None for support."""
        return self.maker or self.buyer

    @property
    def house_name(self) -> str:
        return self.house.name if self.house else f"{settings.MARKETPLACE_NAME} support"

    @property
    def role_label(self) -> str:
        return str((Role if self.house else SupportRole)(self.role).label)

    @property
    def still_stands(self) -> bool:
        """Whether whoever sent it could send it still; what the marketplace itself sends stands without them."""
        sender = self.invited_by
        if self.house and sender.is_support:
            return True
        return may_invite(sender) and (sender.maker or sender.buyer) == self.house


def may_invite(user: User) -> bool:
    """Whether `user` may ask others to act where they act themselves."""
    return user.is_active and user.role in (Role.OWNER, SupportRole.LEAD)
