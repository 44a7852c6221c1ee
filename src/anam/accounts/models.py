"""What waits for an answer: an invitation, an application, a new address. Of the tokens in links, hashes are kept."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anam.marketplace.current import marketplace
from anam.people.models import Buyer, Maker, Role, SupportRole, User
from anam.people.roles import May, may


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
    by_marketplace = models.BooleanField(default=False, help_text="to whoever opens a house here, by support")
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
        return self.house.name if self.house else f"{marketplace().name} support"

    @property
    def role_label(self) -> str:
        return str((Role if self.house else SupportRole)(self.role).label)

    @property
    def still_stands(self) -> bool:
        """Whether whoever sent it could send it still; what the marketplace itself sends stands without them."""
        sender = self.invited_by
        return self.by_marketplace or (may_invite(sender) and (sender.maker or sender.buyer) == self.house)

    @property
    def sender_name(self) -> str:
        return marketplace().name if self.by_marketplace else self.invited_by.name


def may_invite(user: User) -> bool:
    """Whether `user` may ask others to act where they act themselves."""
    return user.is_active and may(user, May.PEOPLE)


class ApplicationQuerySet(models.QuerySet["Application"]):
    def open(self) -> "ApplicationQuerySet":
        """Those that nobody has answered, confirmed or not."""
        return self.filter(status__in=[Application.Status.UNCONFIRMED, Application.Status.WAITING])

    def for_desk(self) -> "ApplicationQuerySet":
        """Those that support sees: their address is confirmed."""
        return self.exclude(status=Application.Status.UNCONFIRMED).select_related("answered_by", "maker", "buyer")

    def waiting(self) -> "ApplicationQuerySet":
        """Those that support is to answer, the longest first."""
        return self.for_desk().filter(status=Application.Status.WAITING).order_by("confirmed_at", "id")

    def answered(self) -> "ApplicationQuerySet":
        return self.for_desk().exclude(status=Application.Status.WAITING).order_by("-answered_at", "-id")


class Application(models.Model):
    """Somebody wants to sell or to buy here. Support sees it once the address is known to be theirs, and answers."""

    class Wants(models.TextChoices):
        SELL = "sell", _("to sell")
        BUY = "buy", _("to buy")

    class Status(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("Address not confirmed")
        WAITING = "waiting", _("Waiting")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    wants = models.CharField(max_length=8, choices=Wants)
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254, help_text="in lower case")
    business = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    about = models.TextField()
    link = models.URLField(max_length=300, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.UNCONFIRMED)
    applied_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.TextField(blank=True, help_text="what the applicant reads")
    maker = models.ForeignKey(Maker, null=True, on_delete=models.SET_NULL, related_name="+")
    buyer = models.ForeignKey(Buyer, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        db_table = "application"
        constraints = [
            models.UniqueConstraint(
                "email", "wants", condition=Q(status__in=["unconfirmed", "waiting"]), name="application_one_open"
            ),
        ]
        indexes = [models.Index(fields=["confirmed_at"], name="application_waiting", condition=Q(status="waiting"))]

    @property
    def house(self) -> Maker | Buyer | None:
        """What was opened for it."""
        return self.maker or self.buyer
