"""What a buyer sends back of an order that has shipped, with constraints (M13)."""

from django.db import models
from django.db.models import Q

from anam.cases.models import Case
from anam.orders.models.order import MAX_CARRIER, MAX_TRACKING
from anam.orders.models.refund import Refund
from anam.orders.returns.return_status import ENDS, ReturnStatus
from anam.people.models import Buyer, Maker, User


class OrderReturnQuerySet(models.QuerySet["OrderReturn"]):
    def still_open(self) -> "OrderReturnQuerySet":
        return self.filter(closed_at=None)

    def of_buyer(self, buyer: Buyer) -> "OrderReturnQuerySet":
        return self.filter(order__buyer=buyer)

    def of_case(self, case: Case) -> "OrderReturn | None":
        """The return that `case` is about, if it is about one."""
        return self.for_page().filter(case=case).first() if case.kind == Case.Kind.RETURN else None

    def for_page(self) -> "OrderReturnQuerySet":
        """With what a page shows of other tables, the first first."""
        return self.select_related("by", "case", "refund", "order__maker", "order__buyer").prefetch_related(
            "lines__line"
        )


class OrderReturn(models.Model):
    """That goods of an order go back: what was asked, agreed, sent and received.

    Its life is the table in return_status.py. What is to be done of it is its case. Times in UTC.
    """

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="returns")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="order_return")
    status = models.CharField(max_length=8, choices=ReturnStatus, default=ReturnStatus.ASKED)
    asked_as = models.CharField(max_length=8, help_text="buyer, or support for them")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(help_text="why it goes back")
    asked_at = models.DateTimeField()
    instructions = models.TextField(blank=True, help_text="where it is to be sent: the buyer and the maker read them")
    send_by = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    carrier = models.CharField(max_length=MAX_CARRIER, blank=True)
    tracking = models.CharField(max_length=MAX_TRACKING, blank=True)
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True, help_text="when its buyer was reminded that nothing has come back")
    refund = models.OneToOneField(Refund, null=True, on_delete=models.PROTECT, related_name="order_return")
    refusal = models.TextField(blank=True, help_text="why it was refused: the buyer and the maker read it")
    closed_at = models.DateTimeField(null=True)

    objects = OrderReturnQuerySet.as_manager()

    class Meta:
        db_table = "order_return"
        constraints = [
            models.UniqueConstraint("order", condition=Q(closed_at=None), name="return_one_open_an_order"),
            models.CheckConstraint(condition=Q(status__in=ReturnStatus.values), name="return_status_known"),
            models.CheckConstraint(
                condition=Q(closed_at=None) & ~Q(status__in=ENDS) | Q(closed_at__isnull=False, status__in=ENDS),
                name="return_closed_at_its_end",
            ),
            models.CheckConstraint(
                condition=Q(status="refunded", refund__isnull=False) | ~Q(status="refunded") & Q(refund=None),
                name="return_refunded_by_its_refund",
            ),
            models.CheckConstraint(condition=~Q(status="refused") | ~Q(refusal=""), name="return_refused_with_words"),
            models.CheckConstraint(
                condition=Q(agreed_at=None, send_by=None, instructions="")
                | Q(agreed_at__isnull=False, send_by__isnull=False) & ~Q(instructions=""),
                name="return_agreed_with_words",
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_by"],
                name="return_awaited",
                condition=Q(closed_at=None, reminded_at=None, received_at=None),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class ReturnedLine(models.Model):
    """How many of one line are to go back, how many did, and what their stock does once they are refunded."""

    order_return = models.ForeignKey(OrderReturn, on_delete=models.CASCADE, related_name="lines")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey("orders.Line", on_delete=models.PROTECT, related_name="sent_back")
    quantity = models.IntegerField()
    came_back = models.IntegerField(null=True, help_text="empty: not received yet")
    stock = models.CharField(max_length=8, choices=Refund.Stock, blank=True)

    class Meta:
        db_table = "returned_line"
        constraints = [
            models.UniqueConstraint("order_return", "line", name="returned_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="returned_line_of_something"),
            models.CheckConstraint(
                condition=Q(came_back=None, stock="")
                | Q(came_back__gte=0, came_back__lte=models.F("quantity"), stock__in=["return", "keep"]),
                name="returned_line_came_back_as_it_says",
            ),
        ]
