"""The clock of one order: the database's, but never earlier than what the order has been through already.

A machine's clock is put back now and then. What is compared about an order (placed, told, asked, declined) is read from
one clock, so that what came later is never written as earlier.
"""

from datetime import datetime

from django.db import connection

from anam.orders.models import Order

# For a statement that knows `%(order)s`
ORDER_NOW = """
greatest(clock_timestamp(),
         (SELECT greatest(placed_at, contacted_at) FROM orders_order WHERE id = %(order)s::bigint),
         (SELECT max(at) FROM history_entry WHERE order_id = %(order)s::bigint))
"""


def order_now(order: Order) -> datetime:
    """This moment in UTC, by the clock of a locked `order` (D2)."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {ORDER_NOW}", {"order": order.pk})
        row: tuple[datetime] = cursor.fetchone()
    return row[0]
