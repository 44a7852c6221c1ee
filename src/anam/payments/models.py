"""What a buyer's money is doing. Amounts are in minor units of the payment's currency."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from anam.coded import CodedField, worded
from anam.payments.gateway_pages import GatewayCustomer, GatewayPage
from anam.payments.movements import MovementKind, MovementPlace, PaymentMovement
from anam.payments.sentences import WHY_NOT_MOVED, card_words
from anam.payments.states import NOT_MOVED, OPEN, State
from anam.people.models import Maker, User

__all__ = [
    "GatewayCustomer",
    "GatewayEvent",
    "GatewayPage",
    "MovementKind",
    "MovementPlace",
    "OperationAttempt",
    "Payment",
    "PaymentMovement",
    "PaymentOperation",
    "SandboxCall",
    "SandboxCharge",
    "SandboxFault",
]

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

    class Holder(models.TextChoices):
        """Where it lives (M1)."""

        STRIPE = "stripe"
        SANDBOX = "sandbox"  # demo and tests: no money moves
        EXTERNAL = "external"  # another system, or people; `holder_name` says which

    # Empty while a checkout is under way, and for ever if that checkout came to nothing.
    order = models.OneToOneField("orders.Order", null=True, on_delete=models.PROTECT, related_name="payment")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=16, choices=Status, default=Status.NONE)
    holder = models.CharField(max_length=16, choices=Holder)
    holder_name = models.CharField(max_length=60, blank=True, help_text="of another system: 'Shopify', 'invoice'")
    # As the gateway calls them: the authorisation that stands, the buyer, their saved card, and where these are.
    gateway_reference = models.CharField(max_length=80, blank=True)
    gateway_customer = models.CharField(max_length=80, blank=True, default="", db_default="")
    gateway_method = models.CharField(max_length=80, blank=True, default="", db_default="")
    gateway_account = models.CharField(max_length=80, blank=True, default="", db_default="")
    livemode = models.BooleanField(null=True, help_text="whether money moves there; empty: it does not say")
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
                condition=Q(holder__in=["stripe", "sandbox"], holder_name="")
                | (Q(holder="external") & ~Q(holder_name="")),
                name="payment_holder_has_a_name",
            ),
            models.CheckConstraint(
                condition=~Q(holder="stripe")
                | Q(gateway_reference="")
                | (~Q(gateway_account="") & Q(livemode__isnull=False)),
                name="payment_at_stripe_says_where",
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
        return self.holder == self.Holder.EXTERNAL

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


IS_OF_ORDERS = "(kind <> 'authorise')"  # `PaymentOperationQuerySet.of_orders` in SQL, of a row of payment_operation


class PaymentOperationQuerySet(models.QuerySet["PaymentOperation"]):
    def of_orders(self) -> "PaymentOperationQuerySet":
        """All but authorisations: what they hold for nobody any more is their checkout's to give back."""
        return self.exclude(kind=PaymentOperation.Kind.AUTHORISE)

    def to_be_retried(self) -> "PaymentOperationQuerySet":
        """All but a checkout's authorisations, which come to nothing where nobody goes on with it."""
        return self.exclude(kind=PaymentOperation.Kind.AUTHORISE, payment__order=None)

    def at_gateways(self) -> "PaymentOperationQuerySet":
        """Those that a gateway carries out: what another system holds waits for somebody's word (M1)."""
        return self.exclude(payment__holder=Payment.Holder.EXTERNAL)


class PaymentOperation(models.Model):
    """An order to move money, stored before anybody is asked to. Its life is the table in states.py (M3).

    One for each payment, kind, cause and generation: a cause is a cancellation, a refund of support, or none, and a
    generation a further operation for the same. Its key is unique wherever Anam runs, so that asking twice is asking
    once (D7, D8).
    """

    class Kind(models.TextChoices):
        AUTHORISE = "authorise"
        CAPTURE = "capture"
        VOID = "void"
        REFUND = "refund"
        RELEASE = "release"  # of an authorisation that another one stands in the place of, or that came too late

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="operations", db_index=False)
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind)
    cancellation = models.ForeignKey(
        "orders.Cancellation",
        null=True,
        on_delete=models.PROTECT,
        related_name="operations",
        help_text="whose money goes back; empty: a checkout that came to nothing, or no money goes back",
    )
    refund = models.ForeignKey(
        "orders.Refund",
        null=True,
        on_delete=models.PROTECT,
        related_name="operations",
        help_text="of support, after shipping: what it is for",
    )
    generation = models.PositiveSmallIntegerField(default=1)
    amount = models.BigIntegerField()
    key = models.CharField(max_length=80, unique=True, default=uuid4)
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, help_text="when it was first sent with this key")
    closed_at = models.DateTimeField(null=True, help_text="when the money moved, or when it was said that it will not")
    code = models.CharField(
        max_length=60, blank=True, default="", db_default="", help_text="why it was refused, for programs"
    )
    # What a person says of it (M2), or what the gateway calls it: the proof is never shown to buyers.
    reference = models.CharField(max_length=120, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    confirmed_as = models.CharField(max_length=8, blank=True, help_text="support or maker")
    why: Any = CodedField(WHY_NOT_MOVED, help_text="why it was refused")

    objects = PaymentOperationQuerySet.as_manager()

    class Meta:
        db_table = "payment_operation"
        constraints = [
            models.UniqueConstraint(
                fields=["payment", "kind", "cancellation", "refund", "generation"],
                nulls_distinct=False,
                name="operation_once_a_cause_and_generation",
            ),
            models.UniqueConstraint(
                "payment", condition=Q(kind="void") & ~Q(state="superseded"), name="payment_voided_once"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="operation_state_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="operation_of_something"),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "refused", "recorded_manually", "failed"]) | Q(closed_at__isnull=False),
                name="operation_closed_when",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_as="", confirmed_by=None) | Q(confirmed_as__gt="", confirmed_by__isnull=False),
                name="operation_confirmed_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["queued_at"], name="operation_not_done", condition=Q(state__in=[*OPEN, *NOT_MOVED])),
            models.Index(
                fields=["reference"], name="operation_authorises", condition=Q(kind="authorise") & ~Q(reference="")
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def causes(self) -> dict[str, int | None]:
        """What it is for, as `queue_operation` is told."""
        return {"cancellation_id": self.cancellation_id, "refund_id": self.refund_id}

    @property
    def why_words(self) -> str:
        """Why it was refused; "" where nothing was said."""
        return worded(self.why, WHY_NOT_MOVED)


def new_key(kind: str) -> str:
    """A key that no other installation has, nor any other try of this one (M4)."""
    return f"{kind}-{uuid4()}"


class OperationAttempt(models.Model):
    """One call to the gateway and what came of it. Rows are added, never edited."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed"
        PROCESSING = "processing"
        REFUSED = "refused"
        UNKNOWN = "unknown"  # it may or may not have happened: look it up

    operation = models.ForeignKey(PaymentOperation, on_delete=models.PROTECT, related_name="attempts")
    outcome = models.CharField(max_length=16, choices=Outcome)
    why: Any = CodedField(WHY_NOT_MOVED)
    at = models.DateTimeField()

    class Meta:
        db_table = "payment_operation_attempt"

    @property
    def why_words(self) -> str:
        return worded(self.why, WHY_NOT_MOVED)


class GatewayEvent(models.Model):
    """That something happened at a gateway: kept once, and then looked at there. Nothing of it is believed (M9)."""

    class Topic(models.TextChoices):
        PAYMENT = "payment"
        DISPUTE = "dispute"
        PAGE = "page"

    gateway = models.CharField(max_length=16, choices=Payment.Holder)
    event_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=80, help_text="as the gateway calls it: 'refund.failed'")
    topic = models.CharField(max_length=16, choices=Topic)
    subject = models.CharField(max_length=255, help_text="what it happened to, as the gateway calls it")
    reference = models.CharField(max_length=80, help_text="the authorisation behind that")
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "gateway_event"
        constraints = [models.UniqueConstraint("gateway", "event_id", name="gateway_event_once")]


class SandboxCharge(models.Model):
    """The sandbox gateway's own books: what it holds and has given back, whatever Anam believes."""

    reference = models.CharField(max_length=80, unique=True)
    card = models.CharField(max_length=40, blank=True)
    currency = models.CharField(max_length=3)
    authorised = models.BigIntegerField()
    captured = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)
    voided = models.BooleanField(default=False)

    class Meta:
        db_table = "sandbox_charge"


class SandboxCall(models.Model):
    """A key that the sandbox has seen, and what it did for it: the same key does nothing twice."""

    key = models.CharField(max_length=80, unique=True)
    reference = models.CharField(max_length=80)
    kind = models.CharField(max_length=16)
    amount = models.BigIntegerField()
    calls = models.IntegerField(default=1)

    class Meta:
        db_table = "sandbox_call"


class SandboxFault(models.Model):
    """How the sandbox misbehaves: for every charge, or for the one whose reference it names."""

    class Mode(models.TextChoices):
        DOWN = "down"  # answers nothing, does nothing
        TIMEOUT = "timeout"  # does it, and never answers
        SLOW = "slow"  # does it, after some seconds
        REFUSE = "refuse"  # says no

    reference = models.CharField(max_length=80, blank=True, unique=True, help_text="empty: every charge")
    mode = models.CharField(max_length=8, choices=Mode)
    times = models.IntegerField(null=True, help_text="how many calls are still to go wrong; empty: all")

    class Meta:
        db_table = "sandbox_fault"
