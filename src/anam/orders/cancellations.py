"""What cancels an order, or a part of it: reasons, cancellations, buyers' requests; with constraints."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from anam.orders.policy import Policy
from anam.orders.reason_queries import ReasonQuerySet
from anam.people.models import Maker, User


class Reason(models.Model):
    """Why an order is cancelled. Support edits these; one in use is retired, not deleted.

    A reason that is reworded is retired and begun again under the same key: what was said with the old words
    keeps them, and so does every order that was placed under them (D13).
    """

    class Fault(models.TextChoices):
        MAKER = "maker"
        BUYER = "buyer"
        NOBODY = "nobody"

    class Stock(models.TextChoices):
        RETURN = "return", "goes back to stock"
        ZERO = "zero", "stock is set to zero"
        KEEP = "keep", "stock stays as it is"

    key = models.SlugField(max_length=40)
    since = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    until = models.ForeignKey(Policy, null=True, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=80)
    for_buyer = models.CharField(max_length=80, blank=True, help_text="how the buyer hears it; empty: not at all")
    fault = models.CharField(max_length=8, choices=Fault)
    counts = models.BooleanField(help_text="whether it counts in the maker's figures (D14)")
    part_of_an_order = models.BooleanField(default=True)
    stock = models.CharField(max_length=8, choices=Stock)
    least_words = models.PositiveSmallIntegerField(default=10, help_text="characters the explanation needs")
    suggestion = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=100)
    for_makers = models.BooleanField(default=True)

    objects = ReasonQuerySet.as_manager()

    class Meta:
        db_table = "cancellation_reason"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint("key", condition=Q(until=None), name="reason_once_a_key"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="reason_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(counts=False) | Q(fault="maker"), name="reason_counts_only_where_the_maker_is_at_fault"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class CancellationQuerySet(models.QuerySet["Cancellation"]):
    def final(self) -> "CancellationQuerySet":
        """Those that ended their order; the others are parts of one that went on."""
        return self.filter(final=True)

    def for_export(self, maker: Maker | None, *, final: bool, after: int) -> "CancellationQuerySet":
        """Those of `maker` (None: everybody's) after that id, with all that an export tells of other tables."""
        found = self.filter(final=final, pk__gt=after).order_by("pk")
        found = found.filter(maker=maker) if maker else found
        return found.select_related("order__maker", "order__buyer", "by", "reason").prefetch_related("lines__line")


class Cancellation(models.Model):
    """That an order, or a part of it, was cancelled: by whom, for whom, why, which lines, when.

    The final one leaves nothing of the order; before it, any number of parts may go. Money in minor units of the
    order's currency, times in UTC.
    """

    class OnBehalfOf(models.TextChoices):
        MAKER = "maker"
        BUYER = "buyer"
        MARKETPLACE = "marketplace"

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="cancellations")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    final = models.BooleanField(help_text="nothing is left of the order")
    key = models.CharField(max_length=320, help_text="of the form or the call that asked for it: twice is once")
    request = models.OneToOneField(
        "orders.CancellationRequest",
        null=True,
        on_delete=models.PROTECT,
        related_name="cancellation",
        help_text="the buyer's, where it was theirs",
    )
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.CharField(max_length=12, choices=OnBehalfOf)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, related_name="cancellations")
    explanation = models.TextField(blank=True, help_text="the buyer reads it")
    note = models.TextField(blank=True, help_text="only the maker and support read it")
    amount = models.BigIntegerField(help_text="what it came to, with its share of discount and tax")
    at = models.DateTimeField()
    in_time = models.BooleanField()
    # What was announced and then done (D11): {"money": {"kind", "amount"}, "lines": [{"stock", …}]}
    effects: Any = models.JSONField(default=dict)

    objects = CancellationQuerySet.as_manager()

    class Meta:
        db_table = "cancellation"
        constraints = [
            # An order cannot end twice, and no form or call can cancel twice, whatever the program does (D7).
            models.UniqueConstraint("order", condition=Q(final=True), name="cancelled_once"),
            models.UniqueConstraint("order", "key", name="cancellation_once_a_key"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="cancellation_of_no_negative_amount"),
            models.CheckConstraint(condition=~Q(key=""), name="cancellation_has_a_key"),
            models.CheckConstraint(
                # D5; an imported or automatic cancellation may have nothing to explain.
                condition=~Q(on_behalf_of="maker")
                | Q(GreaterThanOrEqual(Length("explanation"), 10)) & Q(LessThanOrEqual(Length("explanation"), 1000)),
                name="cancellation_explained",
            ),
        ]


class CancelledLine(models.Model):
    """How many of one line a cancellation took, and what became of their stock."""

    cancellation = models.ForeignKey(Cancellation, on_delete=models.CASCADE, related_name="lines")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey("orders.Line", on_delete=models.PROTECT, related_name="cancelled")
    quantity = models.IntegerField()
    stock = models.CharField(max_length=8, choices=Reason.Stock)
    returned = models.IntegerField(default=0)

    class Meta:
        db_table = "cancelled_line"
        constraints = [
            models.UniqueConstraint("cancellation", "line", name="cancelled_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="cancelled_line_of_something"),
        ]


class CancellationRequest(models.Model):
    """A buyer's own wish: to cancel an order, or to remove lines of it; and what became of it."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"  # by the buyer
        OVERTAKEN = "overtaken"  # the order moved on before anybody answered

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="requests")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(help_text="why, in the buyer's words; the maker reads it")
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField(help_text="when it becomes a case for support (policy)")
    answer = models.CharField(max_length=12, choices=Answer, blank=True)
    answer_words = models.TextField(blank=True, help_text="the buyer reads it")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_as = models.CharField(max_length=8, blank=True, help_text="maker, buyer, support or anam")

    class Meta:
        db_table = "cancellation_request"
        constraints = [
            models.UniqueConstraint("order", condition=Q(answer=""), name="request_one_open_an_order"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="request_answered_when",
            ),
        ]
        indexes = [models.Index(fields=["answer_by"], name="request_unanswered", condition=Q(answer=""))]

    @property
    def is_open(self) -> bool:
        return not self.answer


class RequestedLine(models.Model):
    """A line, or part of its quantity, that a buyer asks to remove. A request without any is about the whole order."""

    request = models.ForeignKey(CancellationRequest, on_delete=models.CASCADE, related_name="lines")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey("orders.Line", on_delete=models.PROTECT, related_name="+")
    quantity = models.IntegerField()

    class Meta:
        db_table = "requested_line"
        constraints = [
            models.UniqueConstraint("request", "line", name="requested_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="requested_line_of_something"),
        ]
