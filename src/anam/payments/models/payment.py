"""What a buyer's money is doing. Amounts are in minor units of the payment's currency."""

from django.db import models
from django.db.models import F, Q

from anam.payments.gateways.registry import config_of
from anam.payments.sentences import card_words
from anam.people.models import Maker

# What was taken, and neither has gone back nor is going back, nor was taken back by a bank (which does so whatever was
# refunded before): `Payment.refundable` in SQL, of a row of payment.
REFUNDABLE = "greatest(captured - refunded - refund_pending - disputed, 0)"


class Payment(models.Model):
    """The money of one order: authorised first, captured when it ships, given back when it is cancelled."""

    class Status(models.TextChoices):
        NONE = "none"
        AUTHORISED = "authorised"
        CAPTURED = "captured"
        VOID_PENDING = "void_pending"
        VOIDED = "voided"
        REFUND_PENDING = "refund_pending"
        REFUNDED = "refunded"
        EXPIRED = "expired"  # the authorisation ended, or was released at the gateway, and nobody here had asked for it
        FAILED = "failed"

    EXTERNAL = "external"  # the holder that is no gateway: another system, or people; `holder_name` says which

    # Empty while a checkout is under way, and for ever if that checkout came to nothing.
    order = models.OneToOneField("orders.Order", null=True, on_delete=models.PROTECT, related_name="payment")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=16, choices=Status, default=Status.NONE)
    holder = models.CharField(max_length=16, help_text="where it lives (M1): a gateway of registry.py, or external")
    holder_name = models.CharField(max_length=60, blank=True, help_text="of another system: 'Shopify', 'invoice'")
    # As the gateway calls them: the authorisation that stands, the buyer, their saved card, and where these are.
    gateway_reference = models.CharField(max_length=80, blank=True)
    gateway_customer = models.CharField(max_length=80, blank=True, default="", db_default="")
    gateway_method = models.CharField(max_length=80, blank=True, default="", db_default="")
    gateway_account = models.CharField(max_length=80, blank=True, default="", db_default="")
    livemode = models.BooleanField(null=True, help_text="whether money moves there; empty: no gateway has it")
    transfer_group = models.CharField(
        max_length=80, blank=True, default="", db_default="", help_text="what was checked out together"
    )
    held_until = models.DateTimeField(null=True, help_text="when an authorisation ends, where the gateway says so (M6)")
    card = models.CharField(max_length=4, blank=True, help_text="its last digits")
    authorised = models.BigIntegerField(default=0)
    captured = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)
    refund_pending = models.BigIntegerField(default=0, help_text="asked for, and not yet confirmed")
    disputed = models.BigIntegerField(
        default=0, db_default=0, help_text="taken back by the bank of the card’s owner, as long as that is not won"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "payment"
        constraints = [
            models.CheckConstraint(
                condition=Q(refunded__gte=0)
                & Q(refund_pending__gte=0)
                & Q(disputed__gte=0)
                & Q(captured__gte=F("refunded") + F("refund_pending")),
                name="payment_refunds_within_capture",
            ),
            models.CheckConstraint(
                condition=Q(captured__gte=0) & Q(captured__lte=F("authorised")),
                name="payment_captures_within_authorised",
            ),
            models.CheckConstraint(
                condition=(~Q(holder="external") & Q(holder_name="")) | (Q(holder="external") & ~Q(holder_name="")),
                name="payment_elsewhere_says_who",
            ),
            models.CheckConstraint(
                condition=Q(gateway_reference="") | (~Q(gateway_account="") & Q(livemode__isnull=False)),
                name="payment_at_a_gateway_says_where",
            ),
        ]
        indexes = [
            models.Index(fields=["gateway_reference"], name="payment_reference", condition=~Q(gateway_reference=""))
        ]

    @property
    def card_words(self) -> str:
        """How the buyer knows the card: "card ending 4242"; "" without one."""
        return card_words(self.card)

    @property
    def is_external(self) -> bool:
        """Whether another system holds it: then nothing is so before somebody has said so (M2)."""
        return self.holder == self.EXTERNAL

    @property
    def holder_label(self) -> str:
        """Where it lives, by its name for people."""
        return self.holder_name or config_of(self.holder).label

    @property
    def has_saved_card(self) -> bool:
        """Whether a card was checked and saved for it, and nothing was held on that card so far."""
        return bool(self.gateway_method) and self.status == self.Status.NONE

    @property
    def is_to_be_held(self) -> bool:
        """Whether the bank holds nothing, and is to be asked to, on the card that was saved, before the order ships."""
        nothing = (self.Status.NONE, self.Status.FAILED, self.Status.EXPIRED)
        return bool(self.gateway_method) and self.status in nothing

    @property
    def is_held(self) -> bool:
        """Whether a bank holds its money, and nobody has asked for that to end."""
        return self.status == self.Status.AUTHORISED

    @property
    def refundable(self) -> int:
        """What was taken, and neither has gone back nor is going back, nor is disputed."""
        return max(self.captured - self.refunded - self.refund_pending - self.disputed, 0)
