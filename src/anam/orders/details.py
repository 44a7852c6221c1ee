"""An order with all that is told of it outside, whoever asks: read with one statement, for one order or a hundred.

Its rows are written as SQL, for the same from the ORM takes longer to be put together than to be answered (decision 4).
"""

from typing import Any

from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

from anam.orders.models import Order
from anam.orders.queries import OrderQuerySet
from anam.payments.models import IS_OF_ORDERS

_WHOSE = ("maker", "buyer", "policy", "payment", "ship_to")
_LINES = """(
  SELECT coalesce(jsonb_agg(jsonb_build_object(
    'id', l.id, 'sku', l.sku, 'title', l.title, 'quantity', l.quantity, 'declined_quantity', l.declined_quantity,
    'unit_price', l.unit_price, 'discount', l.discount, 'tax', l.tax, 'picture', l.picture
  ) ORDER BY l.id), '[]')
  FROM orders_line l WHERE l.order_id = orders_order.id
)"""
_CANCELLATIONS = """(
  SELECT coalesce(jsonb_agg(jsonb_build_object(
    'final', c.final, 'by', p.name, 'on_behalf_of', c.on_behalf_of, 'explanation', c.explanation,
    'explained_by', c.effects -> 'explained_by', 'note', c.note,
    'at', c.at, 'in_time', c.in_time,
    'reason', jsonb_build_object('key', r.key, 'label', r.label, 'for_buyer', r.for_buyer, 'fault', r.fault),
    'lines', (
      SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', l.id, 'sku', l.sku, 'title', l.title, 'quantity', cl.quantity, 'returned', cl.returned
      ) ORDER BY cl.id), '[]')
      FROM cancelled_line cl JOIN orders_line l ON l.id = cl.line_id WHERE cl.cancellation_id = c.id
    )
  ) ORDER BY c.id), '[]')
  FROM cancellation c JOIN cancellation_reason r ON r.id = c.reason_id LEFT JOIN person p ON p.id = c.by_id
  WHERE c.order_id = orders_order.id
)"""
_OPERATIONS = f"""(
  SELECT coalesce(jsonb_agg(jsonb_build_object(
    'id', o.id, 'kind', o.kind, 'amount', o.amount, 'state', o.state, 'reference', o.reference,
    'at', coalesce(o.closed_at, o.queued_at)
  ) ORDER BY o.id), '[]')
  FROM payment p JOIN payment_operation o ON o.payment_id = p.id
  WHERE p.order_id = orders_order.id AND {IS_OF_ORDERS}
)"""  # noqa: S608 - nothing but our own words
_REFUNDS = """(
  SELECT coalesce(jsonb_agg(jsonb_build_object(
    'by', p.name, 'reason', r.reason, 'words', r.words, 'note', r.note, 'amount', r.amount, 'at', r.at,
    'done_at', r.done_at, 'withdrawn_at', r.withdrawn_at,
    'lines', (
      SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', l.id, 'sku', l.sku, 'title', l.title, 'quantity', rl.quantity, 'returned', rl.returned
      ) ORDER BY rl.id), '[]')
      FROM refunded_line rl JOIN orders_line l ON l.id = rl.line_id WHERE rl.refund_id = r.id
    )
  ) ORDER BY r.id), '[]')
  FROM order_refund r JOIN person p ON p.id = r.by_id WHERE r.order_id = orders_order.id
)"""
_RETURNS = """(
  SELECT coalesce(jsonb_agg(jsonb_build_object(
    'id', b.id, 'status', b.status, 'asked_as', b.asked_as, 'by', p.name, 'words', b.words, 'asked_at', b.asked_at,
    'instructions', b.instructions, 'send_by', b.send_by, 'carrier', b.carrier, 'tracking', b.tracking,
    'sent_at', b.sent_at, 'received_at', b.received_at, 'refusal', b.refusal, 'closed_at', b.closed_at,
    'case', b.case_id,
    'lines', (
      SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', l.id, 'sku', l.sku, 'title', l.title, 'quantity', bl.quantity, 'came_back', bl.came_back,
        'restock', CASE WHEN bl.stock <> '' THEN bl.stock = 'return' END
      ) ORDER BY bl.id), '[]')
      FROM returned_line bl JOIN orders_line l ON l.id = bl.line_id WHERE bl.order_return_id = b.id
    )
  ) ORDER BY b.id), '[]')
  FROM order_return b JOIN person p ON p.id = b.by_id WHERE b.order_id = orders_order.id
)"""
_ROWS = {
    "rows_of_lines": _LINES,
    "rows_of_cancellations": _CANCELLATIONS,
    "rows_of_operations": _OPERATIONS,
    "rows_of_refunds": _REFUNDS,
    "rows_of_returns": _RETURNS,
}


def with_details(orders: OrderQuerySet) -> OrderQuerySet:
    """`orders`, each with its lines, cancellations, operations, refunds and returns as `rows_of`
    gives them, the first first; and with the database's clock as `read_at`.
    """
    rows = {name: RawSQL(sql, (), output_field=JSONField()) for name, sql in _ROWS.items()}  # noqa: S611 - our own words
    return orders.select_related(*_WHOSE).annotate(**rows, read_at=Now())


def detail_rows(order: Order, what: str) -> list[dict[str, Any]]:
    """The "lines", "cancellations", "operations", "refunds" or "returns" of an order `with_details`, as values."""
    rows: list[dict[str, Any]] = getattr(order, f"rows_of_{what}")
    return rows
