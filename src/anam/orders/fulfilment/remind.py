from django.db import connection, transaction

from anam.history.record import record
from anam.orders.models import Order
from anam.orders.status import Status

# Orders whose window closed before anybody looked are past reminding; old imports stay quiet.
_DUE = """
INSERT INTO order_reminder (order_id, hours_left, at)
SELECT o.id, mark.hours, clock_timestamp()
FROM orders_order o
JOIN policy ON policy.id = o.policy_id
CROSS JOIN LATERAL (
  SELECT CASE WHEN o.decline_by - statement_timestamp() <= policy.last_reminder_hours * interval '1 hour'
         THEN policy.last_reminder_hours ELSE policy.first_reminder_hours END AS hours
) mark
WHERE o.status = 'placed' AND o.decline_by > statement_timestamp()
  AND o.decline_by <= statement_timestamp() + interval '31 days'
  AND o.decline_by - statement_timestamp() <= mark.hours * interval '1 hour'
  AND mark.hours < policy.decline_window_hours
ON CONFLICT DO NOTHING
RETURNING order_id, hours_left
"""


@transaction.atomic
def remind() -> int:
    """Remind makers of unanswered orders, in the app and by e-mail, at each of the policy's two marks (24 h, 6 h).

    Each mark of each order once, however many workers ask. The answer is how many reminders were written.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DUE)
        due = dict(cursor.fetchall())
    for order in Order.objects.filter(pk__in=due, status=Status.PLACED):
        record(order, kind="reminded", by=None, acting_as="anam", hours_left=due[order.pk])
    return len(due)
