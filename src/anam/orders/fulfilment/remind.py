from dataclasses import dataclass

from django.db import transaction

from anam.history.record import record
from anam.orders.models import Order
from anam.orders.status import Status, in_time_sql
from anam.sql import fetch_all

# Orders whose window closed before anybody looked are past reminding; old imports stay quiet.
_DUE = f"""
INSERT INTO order_reminder (order_id, hours_left, at)
SELECT o.id, mark.hours, clock_timestamp()
FROM orders_order o
JOIN policy ON policy.id = o.policy_id
CROSS JOIN LATERAL (
  SELECT CASE WHEN o.decline_by - statement_timestamp() <= policy.last_reminder_hours * interval '1 hour'
         THEN policy.last_reminder_hours ELSE policy.first_reminder_hours END AS hours
) mark
WHERE o.status = 'placed' AND {in_time_sql("statement_timestamp()", of="o.")}
  AND o.decline_by <= statement_timestamp() + interval '31 days'
  AND o.decline_by - statement_timestamp() <= mark.hours * interval '1 hour'
  AND mark.hours < policy.decline_window_hours
ON CONFLICT DO NOTHING
RETURNING order_id, hours_left
"""  # noqa: S608 - nothing but our own words


@dataclass(frozen=True)
class _Due:
    order_id: int
    hours_left: int


@transaction.atomic
def remind() -> int:
    """Remind makers of unanswered orders, in the app and by e-mail, at each of the policy's two marks (24 h, 6 h).

    Each mark of each order once, however many workers ask. The answer is how many reminders were written.
    """
    due = fetch_all(_Due, _DUE)
    orders = Order.objects.filter(status=Status.PLACED).in_bulk([one.order_id for one in due])
    for one in due:
        if order := orders.get(one.order_id):
            record(order, kind="reminded", by=None, acting_as="anam", hours_left=one.hours_left)
    return len(due)
