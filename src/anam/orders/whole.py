"""An order with all that is told of it outside, whoever asks: read with one statement, for one order or a hundred."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from anam.orders.models import Cancellation, CancelledLine, Line, Order, Removal, RemovedLine
from anam.orders.queries import OrderQuerySet

_WHOSE = ("maker", "buyer", "policy", "payment")


def whole(orders: OrderQuerySet) -> OrderQuerySet:
    """`orders`, each with its lines, its cancellation and its removals as `rows_of` gives them."""
    return orders.select_related(*_WHOSE).annotate(
        rows_of_lines=_rows(
            Line.objects.filter(order=OuterRef("pk")).order_by("pk"), "id", "sku", "title", "quantity",
            "declined_quantity", "unit_price",
        ),
        rows_of_cancellation=_called_off(Cancellation, CancelledLine.objects.filter(cancellation=OuterRef("pk"))),
        rows_of_removals=_called_off(Removal, RemovedLine.objects.filter(removal=OuterRef("pk"))),
    )  # fmt: skip


def rows_of(order: Order, what: str) -> list[dict[str, Any]]:
    """The "lines", "cancellation" (one row, or none) or "removals" of an order from `whole`, as plain values."""
    rows: list[dict[str, Any]] = getattr(order, f"rows_of_{what}")
    return rows


def _called_off(kind: type[Cancellation] | type[Removal], lines: QuerySet[Any]) -> ArraySubquery:
    """What of each order was called off by rows of `kind`, the first of them first; with `lines` of theirs."""
    own = ("on_behalf_of", "explanation", "note", "at", *(("in_time",) if kind is Cancellation else ()))
    reason = {name: f"reason__{name}" for name in ("key", "label", "for_buyer", "fault")}
    of_lines = _rows(
        lines.order_by("pk"), "quantity", "returned", id="line_id", sku="line__sku", title="line__title"
    )  # fmt: skip
    found = kind._default_manager.filter(order=OuterRef("pk")).order_by("pk")
    return _rows(found, *own, by="by__name", reason=JSONObject(**reason), lines=of_lines)


def _rows(found: QuerySet[Any], *columns: str, **others: Any) -> ArraySubquery:
    """Every row of `found` as one object with these columns, and `others` under names of their own."""
    return ArraySubquery(found.values(row=JSONObject(**{column: column for column in columns}, **others)))
