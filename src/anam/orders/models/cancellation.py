"""What cancels an order, or a part of it; with constraints."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from anam.coded import worded
from anam.orders.sentences import EXPLANATIONS
from anam.people.models import Maker, User
from anam.policy.models import Reason


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

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="cancellations", db_index=False)
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+", db_index=False)
    final = models.BooleanField(help_text="nothing is left of the order")
    key = models.CharField(max_length=320, help_text="of the form or the call that asked for it: twice is once")
    request = models.OneToOneField(
        "orders.CancellationRequest",
        null=True,
        on_delete=models.PROTECT,
        related_name="cancellation",
        help_text="the buyer's, where it was theirs",
    )
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
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

    @property
    def explanation_words(self) -> str:
        """What its author wrote; of one that came in without any, what Anam says."""
        return self.explanation or worded(self.effects.get("explained_by"), EXPLANATIONS)

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

    cancellation = models.ForeignKey(Cancellation, on_delete=models.CASCADE, related_name="lines", db_index=False)
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+", db_index=False)
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
