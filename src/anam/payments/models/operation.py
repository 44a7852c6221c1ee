"""What gateways are asked to do, or were, and what came of each call."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q

from anam.coded import CodedField, worded
from anam.payments.models.payment import Payment
from anam.payments.sentences import WHY_NOT_MOVED
from anam.payments.states import NOT_MOVED, OPEN, State
from anam.people.models import Maker, User

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
        return self.exclude(payment__holder=Payment.EXTERNAL)


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
