"""What a buyer's money is doing. Amounts are in minor units of the payment's currency."""

from django.db import models
from django.db.models import F, Q

from anam.people.models import Maker


class Payment(models.Model):
    """The money of one order: authorised first, captured when it ships, given back when it is called off."""

    class Status(models.TextChoices):
        NONE = "none"
        AUTHORISED = "authorised"
        CAPTURED = "captured"
        VOID_PENDING = "void_pending"
        VOIDED = "voided"
        REFUND_PENDING = "refund_pending"
        REFUNDED = "refunded"
        FAILED = "failed"

    # Empty while a checkout is under way, and for ever if that checkout came to nothing.
    order = models.OneToOneField("orders.Order", null=True, on_delete=models.PROTECT, related_name="payment")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=16, choices=Status, default=Status.NONE)
    gateway = models.CharField(max_length=16)
    gateway_reference = models.CharField(max_length=80, blank=True)
    card = models.CharField(max_length=40, blank=True, help_text="how the buyer knows it: 'card ending 4242'")
    authorised = models.BigIntegerField(default=0)
    captured = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)
    refund_pending = models.BigIntegerField(default=0, help_text="asked for, and not yet confirmed")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "payment"
        constraints = [
            models.CheckConstraint(
                condition=Q(refunded__gte=0)
                & Q(refund_pending__gte=0)
                & Q(captured__gte=F("refunded") + F("refund_pending")),
                name="payment_refunds_within_capture",
            ),
            models.CheckConstraint(
                condition=Q(captured__gte=0) & Q(captured__lte=F("authorised")),
                name="payment_captures_within_authorised",
            ),
        ]

    @property
    def refundable(self) -> int:
        """What was taken, and neither has gone back nor is going back."""
        return self.captured - self.refunded - self.refund_pending


class Instruction(models.Model):
    """What the gateway has been asked to do, once; its key makes asking again safe (D8)."""

    class Kind(models.TextChoices):
        AUTHORISE = "authorise"
        CAPTURE = "capture"
        VOID = "void"
        REFUND = "refund"

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="instructions")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind)
    cancellation = models.ForeignKey(
        "orders.Cancellation", null=True, on_delete=models.PROTECT, related_name="instructions",
        help_text="whose money goes back; empty: a checkout that came to nothing, or no money goes back",
    )  # fmt: skip
    amount = models.BigIntegerField()
    key = models.CharField(max_length=80, unique=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True, help_text="the gateway will never do it")

    class Meta:
        db_table = "payment_instruction"
        constraints = [
            models.UniqueConstraint(
                fields=["payment", "kind", "cancellation"],
                nulls_distinct=False,
                name="payment_asked_once_a_cause",
            ),
            models.UniqueConstraint("payment", condition=Q(kind="void"), name="payment_voided_once"),
        ]
        indexes = [
            models.Index(fields=["asked_at"], name="instruction_open", condition=Q(confirmed_at=None, refused_at=None))
        ]


class Attempt(models.Model):
    """One call to the gateway and what came of it. Rows are added, never edited."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed"
        REFUSED = "refused"
        UNKNOWN = "unknown"  # it may or may not have happened: ask again with the same key

    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="attempts")
    outcome = models.CharField(max_length=16, choices=Outcome)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "payment_attempt"


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
