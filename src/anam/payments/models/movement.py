"""The ledger: every movement of money, only ever added to (M7). What writes one is in record_movements.py."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from anam.people.models import Maker, User
from anam.web.cursors import later_than


class MovementKind(models.TextChoices):
    AUTHORISED = "authorised", "Authorised"
    CAPTURED = "captured", "Charged"
    VOIDED = "voided", "Released"
    REFUNDED = "refunded", "Refunded"
    REFUND_FAILED = "refund_failed", "Refund failed"
    EXPIRED = "expired", "Authorisation ended"
    DISPUTED = "disputed", "Disputed by the bank"
    DISPUTE_WON = "dispute_won", "Dispute won"
    MANUAL = "manual", "Done by hand"  # not by the gateway; `moved` says what was done
    CORRECTED = "corrected", "Record corrected"  # what somebody had recorded was not so; `moved` says what is undone
    CAPTURE_FAILED = "capture_failed", "Not charged after all"  # as `moved` of what is corrected only


class MovementQuerySet(models.QuerySet["PaymentMovement"]):
    def of_maker(self, maker: Maker) -> "MovementQuerySet":
        return self.filter(maker=maker)

    def since(self, moment: datetime | None) -> "MovementQuerySet":
        """Those that happened at `moment` (UTC) or later; None: all."""
        return self.filter(at__gte=moment) if moment else self

    def in_order(self, after: tuple[datetime, int] | None = None) -> "MovementQuerySet":
        """As they happened, after the one at (at, id), with what is told of other tables."""
        return self.filter(later_than(after, by="at")).select_related("payment__order", "maker").order_by("at", "id")


class PaymentMovement(models.Model):
    """One movement of money. Never changed or deleted: a trigger refuses it. Its order is its payment's.

    Without an operation, `holder_object` says what moved it: a charge or an order that came from elsewhere, an
    authorisation that ended, a dispute, a refund that was made in the holder's own pages.
    """

    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, related_name="movements")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+", db_index=False)
    operation = models.ForeignKey(
        "payments.PaymentOperation", null=True, on_delete=models.PROTECT, related_name="movements", db_index=False
    )
    kind = models.CharField(max_length=16, choices=MovementKind)
    moved = models.CharField(
        max_length=16, choices=MovementKind, help_text="its kind; of `manual` and `corrected`, what it does to the sums"
    )
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    holder_object = models.CharField(max_length=120, blank=True, help_text="the holder's id of what moved it")
    reference = models.CharField(max_length=120, blank=True, help_text="where its holder has it; never for buyers")
    at = models.DateTimeField(help_text="when it happened")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = MovementQuerySet.as_manager()

    class Meta:
        db_table = "payment_movement"
        constraints = [
            models.UniqueConstraint(fields=["operation", "kind"], name="movement_once_an_operation"),
            models.UniqueConstraint(
                fields=["payment", "kind", "holder_object"],
                condition=Q(operation=None),
                name="movement_once_an_object_of_the_holder",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="movement_of_something"),
            models.CheckConstraint(
                condition=Q(operation__isnull=False) | ~Q(holder_object=""), name="movement_by_something"
            ),
            models.CheckConstraint(
                condition=(~Q(kind__in=["manual", "corrected"]) & Q(moved=F("kind")) & ~Q(kind="capture_failed"))
                | Q(kind="manual", operation__isnull=False, moved__in=["captured", "voided", "refunded"])
                | Q(
                    kind="corrected",
                    operation__isnull=False,
                    moved__in=["capture_failed", "authorised", "refund_failed"],
                ),
                name="movement_moves_what_it_says",
            ),
            models.CheckConstraint(condition=Q(kind__in=MovementKind.values), name="movement_kind_known"),
        ]
        indexes = [models.Index(fields=["maker", "at", "id"], name="movement_of_maker")]


class PlaceQuerySet(models.QuerySet["MovementPlace"]):
    def seen_by(self, user: User) -> "PlaceQuerySet":
        """Those of the maker that `user` acts for; support sees all, and a buyer none (D1)."""
        if user.is_support:
            return self
        return self.filter(maker=user.maker) if user.maker else self.none()

    def after(self, seq: int) -> "PlaceQuerySet":
        """Those that come after `seq` in the ledger, in its order."""
        rows = self.select_related("movement__payment__order", "maker")
        return rows.filter(seq__gt=seq).order_by("seq")


class MovementPlace(models.Model):
    """The place of a movement in the ledger. A trigger adds one for each; see `number_movements`."""

    movement = models.OneToOneField(PaymentMovement, primary_key=True, on_delete=models.PROTECT, related_name="place")
    seq = models.BigIntegerField(null=True, unique=True, help_text="its place in the ledger; empty: none yet")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        db_table = "payment_movement_place"
        indexes = [
            models.Index(fields=["maker", "seq"], name="movement_place_of_maker"),
            models.Index(fields=["movement"], name="movement_unnumbered", condition=Q(seq=None)),
        ]
