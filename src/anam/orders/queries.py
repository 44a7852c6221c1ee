"""Questions that are asked about orders."""

import re
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery
from django.db import connection, models
from django.db.models import Q

from anam.orders.status import Status
from anam.people.models import Buyer, Maker

if TYPE_CHECKING:
    from anam.orders.models import Order  # noqa: F401 - named in quotes below


def search_words(text: str) -> list[str]:
    """The words of `text` as the search knows them: lower case, letters and digits only."""
    return re.findall(r"\w+", text.lower().replace("_", " "))[:12]


class OrderQuerySet(models.QuerySet["Order"]):
    def of_maker(self, maker: Maker) -> "OrderQuerySet":
        return self.filter(maker=maker)

    def of_buyer(self, buyer: Buyer) -> "OrderQuerySet":
        return self.filter(buyer=buyer)

    def with_status(self, status: str) -> "OrderQuerySet":
        return self.filter(status=status)

    def waiting(self, *, now: datetime) -> "OrderQuerySet":
        """Not answered yet, and the decline window still open."""
        return self.filter(status=Status.PLACED, decline_by__gt=now)

    def overdue(self, *, now: datetime) -> "OrderQuerySet":
        """Not answered, and the decline window has ended."""
        return self.filter(status=Status.PLACED, decline_by__lte=now)

    def matching(self, text: str) -> "OrderQuerySet":
        """Orders whose number, reference, buyer or products hold words that begin as those of `text` do."""
        words = search_words(text)
        if not words:
            return self
        return self.filter(
            search=SearchQuery(" & ".join(f"{word}:*" for word in words), search_type="raw", config="simple")
        )

    def containing(self, product_ids: list[int]) -> "OrderQuerySet":
        return self.filter(lines__product__in=product_ids).distinct()

    def still_open(self) -> "OrderQuerySet":
        return self.filter(status__in=[Status.PLACED, Status.ACCEPTED])

    def for_list(self) -> "OrderQuerySet":
        return self.select_related("buyer", "maker", "payment")

    def for_page(self) -> "OrderQuerySet":
        """With all that one page of an order shows of other tables' single rows."""
        return self.select_related(
            "buyer", "maker", "policy", "payment", "placed_by", "cancellation__by", "cancellation__reason"
        )

    def soonest_first(self, after: tuple[datetime, int] | None) -> "OrderQuerySet":
        """By deadline, after the one at (decline_by, id): the next page costs what the first did."""
        later = Q(decline_by__gt=after[0]) | Q(decline_by=after[0], id__gt=after[1]) if after else Q()
        return self.filter(later).order_by("decline_by", "id")

    def newest_first(self, after: tuple[datetime, int] | None) -> "OrderQuerySet":
        """By the day they were placed, newest first, after the one at (placed_at, id)."""
        earlier = Q(placed_at__lt=after[0]) | Q(placed_at=after[0], id__lt=after[1]) if after else Q()
        return self.filter(earlier).order_by("-placed_at", "-id")


TABS = ("waiting", "overdue", "accepted", "shipped", "completed", "declined", "cancelled")
MOST_COUNTED = 1000

_COUNTED = (
    "status = 'placed' AND decline_by > clock_timestamp()",
    "status = 'placed' AND decline_by <= clock_timestamp()",
    *(f"status = '{status}'" for status in TABS[2:]),
)
# Counting stops at MOST_COUNTED, so that a maker with a million orders waits no longer than one with ten.
_COUNT = "(SELECT count(*) FROM (SELECT 1 FROM orders_order WHERE maker_id = %(maker)s AND {} LIMIT {}) x)"
_COUNTS = "SELECT clock_timestamp(), " + ", ".join(_COUNT.format(condition, MOST_COUNTED) for condition in _COUNTED)


def count_tabs(maker: Maker) -> tuple[datetime, dict[str, int]]:
    """The database's clock, and how many orders each tab of the maker's list holds (at most MOST_COUNTED)."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"maker": maker.pk})
        now, *counts = cursor.fetchone()
    return now, dict(zip(TABS, counts, strict=True))
