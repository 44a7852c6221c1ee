"""What support gives back of an order that has shipped (M12), with constraints."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from anam.history.sentences import REFUND_REASONS
from anam.people.models import Maker, User


class Refund(models.Model):
    """That support gives back money of an order that has shipped: how much, why, of which lines.

    Or that somebody had given it back outside Anam (`done_at`), of whatever order. Money in minor units of the order's
    currency, times in UTC. What becomes of the money, its operations say.
    """

    class Stock(models.TextChoices):
        RETURN = "return", "goes back to stock"
        KEEP = "keep", "stock stays as it is"

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="refunds")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=320, help_text="of the form or the call that asked for it: twice is once")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=16, choices=list(REFUND_REASONS.items()))
    words = models.TextField(help_text="the buyer and the maker read them")
    note = models.TextField(blank=True, help_text="only support reads it")
    amount = models.BigIntegerField()
    at = models.DateTimeField()
    done_at = models.DateTimeField(
        null=True, help_text="when somebody had done it outside Anam; empty: it was asked for"
    )
    withdrawn_at = models.DateTimeField(null=True, help_text="when it was said that it was never done, nor is to be")
    # What was announced and then done (D11): {"money": {"kind", "amount"}, "lines": [{"stock", …}]}
    effects: Any = models.JSONField(default=dict)

    class Meta:
        db_table = "order_refund"
        constraints = [
            models.UniqueConstraint("order", "key", name="refund_once_a_key"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_of_something"),
            models.CheckConstraint(condition=~Q(key=""), name="refund_has_a_key"),
            models.CheckConstraint(condition=Q(reason__in=list(REFUND_REASONS)), name="refund_reason_known"),
            models.CheckConstraint(
                condition=Q(GreaterThanOrEqual(Length("words"), 10)) & Q(LessThanOrEqual(Length("words"), 1000)),
                name="refund_explained",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(done_at__isnull=False), name="refund_withdrawn_was_recorded"
            ),
        ]


class RefundedLine(models.Model):
    """How many of one line a refund was for, and what became of their stock."""

    refund = models.ForeignKey(Refund, on_delete=models.CASCADE, related_name="lines")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey("orders.Line", on_delete=models.PROTECT, related_name="refunded")
    quantity = models.IntegerField()
    stock = models.CharField(max_length=8, choices=Refund.Stock)
    returned = models.IntegerField(default=0)

    class Meta:
        db_table = "refunded_line"
        constraints = [
            models.UniqueConstraint("refund", "line", name="refunded_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="refunded_line_of_something"),
            models.CheckConstraint(
                condition=Q(returned=0) | Q(stock="return", returned__gt=0, returned__lte=models.F("quantity")),
                name="refunded_line_gives_back_what_it_says",
            ),
        ]
