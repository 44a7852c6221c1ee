"""Questions that are asked about orders."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Now

from anam.cases.models import Case
from anam.orders.status import IS_OPEN_REQUEST, OPEN, Status, in_time, in_time_sql
from anam.payments.states import NOT_MOVED
from anam.payments.states import OPEN as OPEN_OPERATIONS
from anam.people.models import Buyer, Maker, User
from anam.people.seeing import seen_by
from anam.searching import query_for, search_query
from anam.sql import fetch_one
from anam.web.cursors import earlier_than, later_than

if TYPE_CHECKING:
    from anam.orders.models import Order  # noqa: F401 - named in quotes below


MAX_FOUND = 20_000
MAX_LINES = 500
MIN_LINES = 20


class OrderQuerySet(models.QuerySet["Order"]):
    def of_maker(self, maker: Maker) -> "OrderQuerySet":
        return self.filter(maker=maker)

    def of_buyer(self, buyer: Buyer) -> "OrderQuerySet":
        return self.filter(buyer=buyer)

    def seen_by(self, user: User) -> "OrderQuerySet":
        """Those that `user` may see: support all, a maker's or buyer's member those of theirs (D1)."""
        return seen_by(self, user)

    def with_status(self, status: str) -> "OrderQuerySet":
        return self.filter(status=status)

    def waiting(self, *, now: datetime) -> "OrderQuerySet":
        """Not answered yet, and the decline window still open."""
        return self.filter(in_time(now), status=Status.PLACED)

    def overdue(self, *, now: datetime) -> "OrderQuerySet":
        """Not answered, and the decline window has ended."""
        return self.filter(~in_time(now), status=Status.PLACED)

    def asking(self, maker: Any) -> "OrderQuerySet":
        """Those of `maker` whose buyer asks to cancel them, for less or for another country, and has no answer yet."""
        requests: Any = self.model._meta.get_field("requests").related_model._default_manager
        elsewhere: Any = self.model._meta.get_field("address_requests").related_model._default_manager
        asked, moved = requests.still_open().filter(maker=maker), elsewhere.unanswered().filter(maker=maker)
        return self.filter(pk__in=asked.values("order_id").union(moved.values("order_id")))

    def matching(self, text: str) -> "OrderQuerySet":
        """Orders whose number, reference, buyer or products hold words that begin as those of `text` do."""
        wanted = query_for(text)
        if not wanted:
            return self
        query = search_query(wanted)
        # The limit keeps the two apart: else an index by date is walked to its end to find the few that match.
        return self.filter(pk__in=self.filter(search=query).values("pk")[:MAX_FOUND])

    def containing(self, product_ids: list[int]) -> "OrderQuerySet":
        """Orders among whose lines are the newest of each of these products: open ones are never far back."""
        if not product_ids:
            return self.none()
        lines = self.model._meta.get_field("lines").related_model._default_manager
        most = max(MAX_LINES // len(product_ids), MIN_LINES)
        # One product at a time: asked for all at once, the lines of a whole marketplace are walked back to find them.
        first, *others = [lines.filter(product=pk).order_by("-id").values("order_id")[:most] for pk in product_ids]
        return self.filter(pk__in=first.union(*others, all=True) if others else first)

    def still_open(self) -> "OrderQuerySet":
        return self.filter(status__in=OPEN)

    def unpaid_too_long(self) -> "OrderQuerySet":
        """Those whose buyer had so many hours to confirm the card that the bank refused, and did not (policy). M6."""
        return self.filter(status__in=OPEN, pay_by__lte=Now())

    def long_shipped(self) -> "OrderQuerySet":
        """Those that shipped so long ago that they complete themselves (policy), the longest first.

        Not while support has an open case about one, nor while its money is unsettled (M11).
        """
        days = models.F("policy__complete_after_days") * timedelta(days=1)
        return self.filter(
            ~Exists(Case.objects.still_open().filter(order=OuterRef("pk"))),
            ~Exists(self._unsettled().filter(order=OuterRef("pk"))),
            status=Status.SHIPPED,
            shipped_at__lte=Now() - days,
        ).order_by("shipped_at", "id")

    def unsettled(self) -> "OrderQuerySet":
        """Those whose money a gateway has not taken yet, or whose money its holder refused to take (M11).

        What another system is still to charge holds nothing up: perhaps nobody ever tells us.
        """
        return self.filter(Exists(self._unsettled().filter(order=OuterRef("pk"))))

    def _unsettled(self) -> Any:
        payment = self.model._meta.get_field("payment").related_model._default_manager
        waits = models.Q(operations__state__in=OPEN_OPERATIONS) & ~models.Q(holder="external")
        refused = models.Q(operations__state__in=NOT_MOVED)
        return payment.filter(waits | refused, operations__kind="capture")

    def for_list(self) -> "OrderQuerySet":
        """With what a list shows of other tables, and who waits for what about each order."""
        asked = Case.objects.still_open().escalations().filter(order=OuterRef("pk"))
        requests: Any = self.model._meta.get_field("requests").related_model._default_manager
        request_orders = requests.still_open().filter(order=OuterRef("pk"))
        elsewhere: Any = self.model._meta.get_field("address_requests").related_model._default_manager
        address_orders = elsewhere.filter(order=OuterRef("pk"), answer="")
        return self.select_related("buyer", "maker", "payment").annotate(
            support_is_asked=Exists(asked),
            support_taken_by=Subquery(asked.values("assigned_to__name")[:1]),
            buyer_asks=Exists(request_orders) | Q(Exists(address_orders), status__in=OPEN),
        )

    def for_page(self) -> "OrderQuerySet":
        """With all that one page of an order shows of other tables' single rows, and whether some have any."""
        requests = self.model._meta.get_field("requests").related_model._default_manager
        asked: Any = self.model._meta.get_field("address_requests").related_model._default_manager
        returns = self.model._meta.get_field("returns").related_model._default_manager
        emails = self.model._meta.get_field("emails").related_model._default_manager
        return self.select_related("buyer", "maker", "policy", "payment", "placed_by", "ship_to").annotate(
            has_requests=Exists(requests.filter(order=OuterRef("pk"))),
            has_address_requests=Exists(asked.unanswered().filter(order=OuterRef("pk"))),
            has_returns=Exists(returns.filter(order=OuterRef("pk"))),
            has_failed_emails=Exists(emails.filter(order=OuterRef("pk"), failed_at__isnull=False)),
        )

    def for_export(self) -> "OrderQuerySet":
        """With all that an export tells of other tables."""
        told = self.select_related("buyer", "maker", "payment", "ship_to").annotate(read_at=Now())
        return told.prefetch_related("lines").with_cancellation()

    def with_cancellation(self) -> "OrderQuerySet":
        """With the final cancellation of each, for `Order.cancellation`."""
        cancellations = self.model._meta.get_field("cancellations").related_model._default_manager
        final = cancellations.filter(final=True).select_related("by", "reason")
        return self.prefetch_related(Prefetch("cancellations", queryset=final, to_attr="final_cancellations"))

    def after(self, pk: int) -> "OrderQuerySet":
        """By id, those after it."""
        return self.filter(pk__gt=pk).order_by("pk")

    def soonest_first(self, after: tuple[datetime, int] | None = None) -> "OrderQuerySet":
        """By deadline, after the one at (decline_by, id): the next page costs what the first did."""
        return self.filter(later_than(after, by="decline_by")).order_by("decline_by", "id")

    def newest_first(self, after: tuple[datetime, int] | None = None) -> "OrderQuerySet":
        """By the day they were placed, newest first, after the one at (placed_at, id)."""
        return self.filter(earlier_than(after, by="placed_at")).order_by("-placed_at", "-id")


TABS = ("waiting", "asking", "overdue", "accepted", "shipped", "completed", "declined", "cancelled")
MAX_COUNTED = 1000

_IS_OPEN = "({})".format(", ".join(f"'{status}'" for status in OPEN))
_COUNTED = (
    f"status = 'placed' AND {in_time_sql('statement_timestamp()')}",
    f"status = 'placed' AND NOT {in_time_sql('statement_timestamp()')}",
    *(f"status = '{status}'" for status in TABS[3:]),
)
# Orders that can be answered: a request to cancel is open only while its order goes on; one for another country stays.
_ASKING = (
    "(SELECT count(*) FROM"  # noqa: S608 - nothing but our own words
    f" (SELECT order_id FROM cancellation_request WHERE maker_id = %(maker)s AND {IS_OPEN_REQUEST} UNION"
    f" SELECT a.order_id FROM address_request a JOIN orders_order o ON o.id = a.order_id AND o.status IN {_IS_OPEN}"
    f" WHERE a.maker_id = %(maker)s AND {IS_OPEN_REQUEST} LIMIT {{}}) x)"
)
# Counting stops at MAX_COUNTED, so that a maker with a million orders waits no longer than one with ten.
_COUNT = (
    "(SELECT count(*) FROM"
    " (SELECT 1 FROM orders_order WHERE maker_id = %(maker)s AND {} ORDER BY decline_by LIMIT {}) x)"
)
_BY_STATUS = [_COUNT.format(condition, MAX_COUNTED) for condition in _COUNTED]
_BY_TAB = zip(TABS, [_BY_STATUS[0], _ASKING.format(MAX_COUNTED), *_BY_STATUS[1:]], strict=True)
_COUNTS = "SELECT statement_timestamp() AS now, " + ", ".join(f"{count} AS {tab}" for tab, count in _BY_TAB)


def count_tabs(maker: Maker) -> tuple[datetime, dict[str, int]]:
    """The database's clock, and how many orders each tab of the maker's list holds (at most MAX_COUNTED)."""
    counts = fetch_one(dict[str, Any], _COUNTS, {"maker": maker.pk})
    return counts.pop("now"), counts
