"""M6: an order that no bank holds money for says so, and does not stay like that."""

from anam.audit.invariants.invariant import Invariant

UNPAID = (
    Invariant(
        "M6",
        "An order says that it is not paid where its bank refused, and nowhere else.",
        """
        SELECT o.number, 'its buyer is ' || CASE WHEN o.pay_by IS NULL THEN 'not ' ELSE '' END
               || 'asked to confirm the card, and its money is ' || coalesce(p.status, 'nowhere')
        FROM orders_order o LEFT JOIN payment p ON p.order_id = o.id
        WHERE o.status IN ('placed', 'accepted')
          AND CASE WHEN o.pay_by IS NULL THEN p.status = 'failed' AND p.gateway_method <> ''
              ELSE p.id IS NULL OR p.status NOT IN ('failed', 'expired') END
        """,
    ),
    # While nobody knows whether the bank holds the money, the job tries again.
    Invariant(
        "M6",
        "An order that nobody paid is cancelled within an hour of the end of its time.",
        """
        SELECT o.number, 'its buyer was to confirm the card by ' || o.pay_by || ', and it is ' || o.status
        FROM orders_order o JOIN payment p ON p.order_id = o.id
        WHERE o.status IN ('placed', 'accepted') AND o.pay_by < clock_timestamp() - interval '1 hour'
          AND NOT EXISTS (
            SELECT FROM procrastinate_jobs job
            WHERE job.task_name = 'orders.cancel_unpaid' AND job.status IN ('todo', 'doing')
              AND job.args ->> 'payment_id' = p.id::text
          )
        """,
    ),
    Invariant(
        "M6",
        "What became of a page where a buyer was to pay for an order is looked at.",
        """
        SELECT o.number, 'its page at the gateway is over since ' || page.closes_at || ', and nobody looks'
        FROM gateway_page page
        JOIN payment p ON p.id = page.payment_id
        JOIN orders_order o ON o.id = p.order_id
        WHERE page.state = 'open' AND page.closes_at < clock_timestamp() - interval '10 minutes'
          AND NOT EXISTS (
            SELECT FROM procrastinate_jobs job
            WHERE (job.task_name = 'orders.go_on_paying' OR job.task_name = 'orders.end_paying')
              AND job.status IN ('todo', 'doing')
              AND job.args ->> 'payment_id' = p.id::text
          )
        """,
    ),
)
