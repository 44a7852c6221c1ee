"""Orders and their lines: columns, constraints, facts. What cancels them is in cancellation.py."""

from datetime import datetime

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from anam.catalog.models import Product
from anam.media.pictures import KEY_LENGTH
from anam.orders.models.cancellation import Cancellation
from anam.orders.queries import OrderQuerySet
from anam.orders.status import FINAL, OPEN, UNDO_FOR, Status, is_in_time
from anam.people.models import Buyer, Maker, User
from anam.policy.models import Policy
from anam.postal.models import PostalAddress
from anam.web.addresses import address_of

# What whoever ships or sends back says of the way.
MAX_CARRIER, MAX_TRACKING = 60, 80


class Order(models.Model):
    """What one buyer ordered from one maker. Money in minor units of `currency`; times in UTC."""

    number = models.CharField(max_length=40, unique=True)
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="orders", db_index=False)
    buyer = models.ForeignKey(Buyer, on_delete=models.PROTECT, related_name="orders", db_index=False)
    placed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=16, choices=Status, default=Status.PLACED)
    currency = models.CharField(max_length=3)
    items_total = models.BigIntegerField()
    shipping = models.BigIntegerField(default=0, help_text="as it was announced: exactly that, or at most")
    shipping_is_exact = models.BooleanField(default=True, db_default=True)
    shipping_charged = models.BigIntegerField(null=True, help_text="what it cost in fact; said when it ships")
    tax = models.BigIntegerField(default=0)
    discount = models.BigIntegerField(default=0, help_text="taken off the goods")
    removed = models.BigIntegerField(default=0, help_text="what the cancelled parts of it came to")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+", db_index=False)
    placed_at = models.DateTimeField()
    decline_by = models.DateTimeField()
    pay_by = models.DateTimeField(
        null=True, help_text="until when its buyer is to confirm the card; empty: nothing is asked"
    )
    accepted_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    ship_to = models.OneToOneField(
        PostalAddress, null=True, on_delete=models.PROTECT, related_name="+", help_text="its own copy, by id alone"
    )
    carrier = models.CharField(max_length=MAX_CARRIER, blank=True)
    tracking = models.CharField(max_length=MAX_TRACKING, blank=True)
    # D3: that the buyer was told about this order, after it was placed. Set once, by orders.contacting.contact.
    contacted_at = models.DateTimeField(null=True)
    contacted_how = models.CharField(max_length=8, blank=True)
    source = models.CharField(max_length=24, default="checkout")
    reference = models.CharField(max_length=120, blank=True, help_text="what the other system calls it")
    search = SearchVectorField(null=True)

    shown_lines: "list[Line]"  # where a list has brought them along (orders/pages.py)

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
            models.CheckConstraint(
                condition=Q(shipping_charged__gte=0) & Q(shipping_charged__lte=F("shipping")),
                name="order_shipping_at_most_announced",
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
            models.Index(fields=["shipped_at"], name="order_under_way", condition=Q(status="shipped")),
            models.Index(fields=["maker", "placed_at"], name="order_in_part", condition=Q(removed__gt=0)),
            models.Index(fields=["pay_by"], name="order_unpaid", condition=Q(status__in=OPEN, pay_by__isnull=False)),
            GinIndex(fields=["search"], name="order_search"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The maker's page of this order: the Editing Order view."""
        return address_of("portal-order", self.number)

    def page_for(self, side: str) -> str:
        """The address at which the "maker" or "buyer" side sees this order."""
        return self.get_absolute_url() if side == "maker" else address_of("buyer-order", self.number)

    @property
    def total(self) -> int:
        return self.items_total - self.discount + self.shipping + self.tax

    @property
    def due(self) -> int:
        """What is charged: the order without what was cancelled of it, with what its shipping cost in fact (M5)."""
        return self.total - self.removed - self.shipping_saved

    @property
    def shipping_saved(self) -> int:
        """How much less than announced its shipping cost; 0 while nobody has said."""
        return 0 if self.shipping_charged is None else self.shipping - self.shipping_charged

    @property
    def asks_for_shipping(self) -> bool:
        """Whether whoever ships it is still to say what that costs: it was announced as the most that it can be."""
        return bool(self.shipping) and not self.shipping_is_exact and self.shipping_charged is None

    @property
    def card(self) -> str:
        """The last digits of the card that it is paid with; "" without one."""
        payment = getattr(self, "payment", None)
        return payment.card if payment else ""

    def in_time(self, now: datetime) -> bool:
        """The last microsecond of the window counts, the next does not (D2)."""
        return is_in_time(now, decline_by=self.decline_by)

    def can_be_unaccepted(self, now: datetime) -> bool:
        """Whether it was accepted so short a time before `now`, in UTC, that this can be undone."""
        return self.status == Status.ACCEPTED and self.accepted_at is not None and now < self.accepted_at + UNDO_FOR

    @property
    def is_unpaid(self) -> bool:
        """Whether the bank holds nothing for it, and its buyer was told to confirm the card or give another (M6)."""
        return self.pay_by is not None and self.status in OPEN

    @property
    def is_final(self) -> bool:
        """Whether nothing can happen to it any more."""
        return self.status in FINAL

    @property
    def is_cancelled(self) -> bool:
        return self.status in (Status.DECLINED, Status.CANCELLED)

    @property
    def cancellation(self) -> Cancellation | None:
        """The final one, of an order that was cancelled or declined. A query, unless `with_cancellation` read it."""
        if not self.is_cancelled:
            return None
        read: list[Cancellation] | None = self.__dict__.get("final_cancellations")
        if read is not None:
            return read[0] if read else None
        return self.cancellations.final().select_related("by", "reason").first()


class Line(models.Model):
    """One product of an order, as it was when it was ordered."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+", db_index=False)
    product = models.ForeignKey(Product, null=True, on_delete=models.SET_NULL, related_name="lines", db_index=False)
    sku = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=1100)
    picture = models.CharField(
        max_length=KEY_LENGTH, blank=True, default="", db_default="", help_text="the key of its product's"
    )
    quantity = models.IntegerField()
    unit_price = models.BigIntegerField()
    # What its source says of this line alone, for all of its pieces; both are part of the order's own (M10).
    discount = models.BigIntegerField(default=0, db_default=0)
    tax = models.BigIntegerField(default=0, db_default=0)
    reserved = models.IntegerField(default=0, help_text="units that this line took out of the counted stock")
    declined_quantity = models.IntegerField(default=0)

    class Meta:
        db_table = "orders_line"
        ordering = ["id"]
        indexes = [models.Index(fields=["product", "-id"], name="line_of_product")]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="line_of_something"),
            models.CheckConstraint(
                condition=Q(discount__gte=0) & Q(discount__lte=F("quantity") * F("unit_price")) & Q(tax__gte=0),
                name="line_discount_within_its_price",
            ),
            models.CheckConstraint(
                condition=Q(declined_quantity__gte=0) & Q(declined_quantity__lte=F("quantity")),
                name="line_declined_within_quantity",
            ),
            models.CheckConstraint(
                condition=Q(reserved__gte=0) & Q(reserved__lte=F("quantity")), name="line_held_within_quantity"
            ),
        ]

    @property
    def total(self) -> int:
        return self.quantity * self.unit_price

    @property
    def left(self) -> int:
        """How many are still to be made."""
        return self.quantity - self.declined_quantity


class Reminder(models.Model):
    """That a maker was reminded of an unanswered order, once for each mark on the way to the deadline."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="reminders")
    hours_left = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "order_reminder"
        constraints = [models.UniqueConstraint("order", "hours_left", name="reminded_once_for_each_mark")]
