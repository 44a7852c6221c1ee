"""The clock of one order: the database's, but never earlier than what the order has been through already.

A machine's clock is put back now and then. What is compared about an order (placed, told, asked, declined) is read from
one clock, so that what came later is never written as earlier.
"""

from datetime import datetime

from anam.orders.models import Order
from anam.sql import fetch_value


def order_now_sql(order: str) -> str:
    """The same of the order whose id is the expression `order` of SQL."""
    return f"""greatest(clock_timestamp(),
         (SELECT greatest(placed_at, contacted_at) FROM orders_order WHERE id = {order}),
         (SELECT max(at) FROM history_entry WHERE order_id = {order}))"""  # noqa: S608 - nothing but our own words


def order_now(order: Order) -> datetime:
    """This moment in UTC, by the clock of a locked `order` (D2)."""
    now: datetime = fetch_value(f"SELECT {order_now_sql('%(order)s::bigint')}", {"order": order.pk})
    return now
