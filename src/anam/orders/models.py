"""Orders and what becomes of them: columns, constraints, facts."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.urls import reverse

from anam.catalog.models import Product
from anam.orders.policy import Policy
from anam.orders.queries import OrderQuerySet
from anam.orders.reason_queries import ReasonQuerySet
from anam.orders.status import Status
from anam.people.models import Buyer, Maker, User

__all__ = [
    "Cancellation",
    "CancellationRequest",
    "CancelledLine",
    "Line",
    "Order",
    "Policy",
    "Reason",
    "Reminder",
    "Removal",
    "RemovedLine",
    "RequestedLine",
    "Status",
]


class Order(models.Model):
    """What one buyer ordered from one maker. Money in minor units of `currency`; times in UTC."""

    number = models.CharField(max_length=40, unique=True)
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="orders")
    buyer = models.ForeignKey(Buyer, on_delete=models.PROTECT, related_name="orders")
    placed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=16, choices=Status, default=Status.PLACED)
    currency = models.CharField(max_length=3)
    items_total = models.BigIntegerField()
    shipping = models.BigIntegerField(default=0)
    tax = models.BigIntegerField(default=0)
    discount = models.BigIntegerField(default=0, help_text="taken off the goods")
    removed = models.BigIntegerField(default=0, help_text="what the removed parts of it came to")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    decline_by = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    carrier = models.CharField(max_length=60, blank=True)
    tracking = models.CharField(max_length=80, blank=True)
    # D3: that the buyer was told about this order, after it was placed. Set once, by orders.actions.contact.
    contacted_at = models.DateTimeField(null=True)
    contacted_how = models.CharField(max_length=8, blank=True)
    source = models.CharField(max_length=24, default="checkout")
    reference = models.CharField(max_length=120, blank=True, help_text="what the other system calls it")
    search = SearchVectorField(null=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        db_table = "orders_order"
        constraints = [
            models.CheckConstraint(condition=Q(decline_by__gt=F("placed_at")), name="order_window_opens_when_placed"),
            models.CheckConstraint(
                condition=Q(contacted_at=None) | Q(contacted_at__gte=F("placed_at")),
                name="order_contact_after_placed",
            ),
            models.CheckConstraint(
                condition=Q(items_total__gte=0) & Q(shipping__gte=0) & Q(tax__gte=0) & Q(discount__gte=0),
                name="order_totals_not_negative",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="order_status_known"),
            models.UniqueConstraint(
                "maker", "source", "reference", condition=~Q(reference=""), name="order_imported_once"
            ),
        ]
        indexes = [
            models.Index(fields=["maker", "status", "decline_by", "id"], name="order_by_deadline"),
            models.Index(fields=["maker", "status", "-placed_at", "-id"], name="order_by_status"),
            models.Index(fields=["maker", "-placed_at", "-id"], name="order_of_maker"),
            models.Index(fields=["buyer", "-placed_at", "-id"], name="order_of_buyer"),
            models.Index(fields=["-placed_at", "-id"], name="order_newest"),
            models.Index(fields=["decline_by"], name="order_unanswered", condition=Q(status="placed")),
            GinIndex(fields=["search"], name="order_search"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The maker's page of this order: the Editing Order view."""
        return reverse("portal-order", args=[self.number])

    @property
    def total(self) -> int:
        return self.items_total - self.discount + self.shipping + self.tax

    @property
    def due(self) -> int:
        """What the order comes to without the parts that were removed."""
        return self.total - self.removed

    def in_time(self, now: datetime) -> bool:
        """The last microsecond of the window counts, the next does not (D2)."""
        return now < self.decline_by

    @property
    def called_off(self) -> bool:
        return self.status in (Status.DECLINED, Status.CANCELLED)


class Line(models.Model):
    """One product of an order, as it was when it was ordered."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, null=True, on_delete=models.SET_NULL, related_name="lines")
    sku = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=300)
    quantity = models.IntegerField()
    unit_price = models.BigIntegerField()
    held = models.IntegerField(default=0, help_text="units that this line took out of the counted stock")
    declined_quantity = models.IntegerField(default=0)

    class Meta:
        db_table = "orders_line"
        ordering = ["id"]
        indexes = [models.Index(fields=["product", "-id"], name="line_of_product")]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="line_of_something"),
            models.CheckConstraint(
                condition=Q(declined_quantity__gte=0) & Q(declined_quantity__lte=F("quantity")),
                name="line_declined_within_quantity",
            ),
            models.CheckConstraint(
                condition=Q(held__gte=0) & Q(held__lte=F("quantity")), name="line_held_within_quantity"
            ),
        ]

    @property
    def total(self) -> int:
        return self.quantity * self.unit_price

    @property
    def left(self) -> int:
        """How many are still to be made."""
        return self.quantity - self.declined_quantity


class Reason(models.Model):
    """Why an order is called off. Support edits these; one in use is retired, not deleted.

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


class CalledOffQuerySet(models.QuerySet[Any]):
    """Of cancellations, and of removals."""

    def for_export(self, maker: Maker | None, *, after: int) -> "CalledOffQuerySet":
        """Those of `maker` (None: everybody's) after that id, with all that an export tells of other tables."""
        found = self.filter(pk__gt=after).order_by("pk")
        found = found.filter(maker=maker) if maker else found
        return found.select_related("order__maker", "order__buyer", "by", "reason").prefetch_related("lines__line")


class Cancellation(models.Model):
    """That an order was called off: by whom, for whom, why, which lines, when."""

    class OnBehalfOf(models.TextChoices):
        MAKER = "maker"
        BUYER = "buyer"
        MARKETPLACE = "marketplace"

    # One to one: an order cannot be called off twice, whatever the program does (D7).
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="cancellation")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.CharField(max_length=12, choices=OnBehalfOf)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, related_name="cancellations")
    explanation = models.TextField(help_text="the buyer reads it")
    note = models.TextField(blank=True, help_text="only the maker and support read it")
    at = models.DateTimeField()
    in_time = models.BooleanField()
    # What was announced and then done (D11): {"money": {"kind", "amount"}, "lines": [{"stock", …}]}
    effects: Any = models.JSONField(default=dict)

    objects = CalledOffQuerySet.as_manager()

    class Meta:
        db_table = "cancellation"
        constraints = [
            models.CheckConstraint(
                # D5; an imported or automatic cancellation may have nothing to explain.
                condition=~Q(on_behalf_of="maker")
                | Q(GreaterThanOrEqual(Length("explanation"), 10)) & Q(LessThanOrEqual(Length("explanation"), 1000)),
                name="cancellation_explained",
            )
        ]


class CancelledLine(models.Model):
    """What became of one line of a cancellation, and of its stock."""

    cancellation = models.ForeignKey(Cancellation, on_delete=models.CASCADE, related_name="lines")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    quantity = models.IntegerField()
    stock = models.CharField(max_length=8, choices=Reason.Stock)
    returned = models.IntegerField(default=0)

    class Meta:
        db_table = "cancelled_line"
        constraints = [models.UniqueConstraint("cancellation", "line", name="cancelled_line_once")]


class CancellationRequest(models.Model):
    """A buyer's own wish: to cancel an order, or to remove lines of it; and what became of it."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"  # by the buyer
        OVERTAKEN = "overtaken"  # the order moved on before anybody answered

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="requests")
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
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    quantity = models.IntegerField()

    class Meta:
        db_table = "requested_line"
        constraints = [
            models.UniqueConstraint("request", "line", name="requested_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="requested_line_of_something"),
        ]


class Removal(models.Model):
    """That a part of an order was called off, and the rest goes on: by whom, for whom, why, what it came to."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="removals")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    request = models.OneToOneField(CancellationRequest, null=True, on_delete=models.PROTECT, related_name="removal")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.CharField(max_length=12, choices=Cancellation.OnBehalfOf)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, related_name="+")
    explanation = models.TextField(blank=True)
    note = models.TextField(blank=True, default="", help_text="only the maker and support read it")
    amount = models.BigIntegerField(help_text="what it came to, with its share of discount and tax")
    at = models.DateTimeField()

    objects = CalledOffQuerySet.as_manager()

    class Meta:
        db_table = "removal"
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="removal_of_no_negative_amount")]


class RemovedLine(models.Model):
    """How many of one line were removed, and how many of them went back to the stock."""

    removal = models.ForeignKey(Removal, on_delete=models.CASCADE, related_name="lines")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="removed")
    quantity = models.IntegerField()
    returned = models.IntegerField(default=0)

    class Meta:
        db_table = "removed_line"
        constraints = [
            models.UniqueConstraint("removal", "line", name="removed_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="removed_line_of_something"),
        ]


class Reminder(models.Model):
    """That a maker was reminded of an unanswered order, once for each mark on the way to the deadline."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="reminders")
    hours_left = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "order_reminder"
        constraints = [models.UniqueConstraint("order", "hours_left", name="reminded_once_for_each_mark")]
