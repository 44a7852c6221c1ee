"""D8: nothing is kept, and what we say about money is so."""

from anam.orders.invariants.invariant import Invariant

_WHOSE = "coalesce(o.number, 'payment ' || p.id)"

MONEY = (
    Invariant(
        "D8",
        "What an order costs is what its lines cost.",
        """
        SELECT o.number, 'its goods come to ' || coalesce(l.total, 0) || ', and it says ' || o.items_total
        FROM orders_order o
        LEFT JOIN (SELECT order_id, sum(quantity * unit_price) AS total FROM orders_line GROUP BY order_id) l
          ON l.order_id = o.id
        WHERE o.items_total <> coalesce(l.total, 0)
        """,
    ),
    # A payment that failed never held anything.
    Invariant(
        "D8",
        "The money of an order that was cancelled goes back, or has gone.",
        """
        SELECT o.number, 'it is ' || o.status || ', and its money is ' || p.status
        FROM orders_order o JOIN payment p ON p.order_id = o.id
        WHERE o.status IN ('declined', 'cancelled')
          AND p.status NOT IN ('none', 'failed', 'void_pending', 'voided', 'refund_pending', 'refunded')
        """,
    ),
    # What an imported order had given back before it came to us, the gateway never heard of from us.
    Invariant(
        "D8",
        "Money is said to be going back while the gateway has not confirmed it, and to be back once it has.",
        f"""
        SELECT DISTINCT {_WHOSE}, 'its money is ' || p.status || ', and the gateway '
               || CASE WHEN i.id IS NULL THEN 'was never asked' WHEN i.confirmed_at IS NULL
                       THEN 'has not confirmed the ' || i.kind ELSE 'has confirmed the ' || i.kind END
        FROM payment p
        LEFT JOIN orders_order o ON o.id = p.order_id
        LEFT JOIN LATERAL (
          SELECT * FROM payment_instruction WHERE payment_id = p.id AND kind IN ('void', 'refund')
          ORDER BY confirmed_at IS NOT NULL, id DESC LIMIT 1
        ) i ON true
        LEFT JOIN cancellation c ON c.order_id = o.id AND c.final
        WHERE CASE WHEN i.id IS NULL THEN
                p.status IN ('void_pending', 'refund_pending')
                OR (p.status IN ('voided', 'refunded') AND coalesce(o.source, 'checkout') = 'checkout')
              WHEN i.kind = 'refund' AND c.id IS NULL AND o.id IS NOT NULL THEN p.status <> 'captured'
              ELSE p.status <> CASE WHEN i.confirmed_at IS NULL THEN i.kind || '_pending'
                               WHEN i.kind = 'void' THEN 'voided' ELSE 'refunded' END END
        """,  # noqa: S608
    ),
    Invariant(
        "D8",
        "What the gateway has not confirmed after ten minutes is being retried.",
        f"""
        SELECT {_WHOSE}, 'nobody is retrying its ' || i.kind
        FROM payment_instruction i
        JOIN payment p ON p.id = i.payment_id
        LEFT JOIN orders_order o ON o.id = p.order_id
        WHERE i.confirmed_at IS NULL AND i.refused_at IS NULL AND i.kind <> 'authorise'
          AND i.asked_at < clock_timestamp() - interval '10 minutes'
          AND NOT EXISTS (
            SELECT FROM procrastinate_jobs job
            WHERE job.task_name = 'settle_money' AND job.status IN ('todo', 'doing')
              AND job.args ->> 'instruction_id' = i.id::text
          )
        """,  # noqa: S608
    ),
    # An imported payment may have been refunded in part before: then the rest goes back.
    Invariant(
        "D8",
        "Money goes back whole.",
        f"""
        SELECT DISTINCT {_WHOSE}, 'of ' || p.authorised || ' authorised and ' || p.captured || ' captured, '
               || coalesce(asked.voided, 0) || ' is released, ' || p.refund_pending || ' is to go back and '
               || p.refunded || ' is refunded'
        FROM payment p
        LEFT JOIN orders_order o ON o.id = p.order_id
        LEFT JOIN (
          SELECT payment_id, max(amount) FILTER (WHERE kind = 'void') AS voided,
                 coalesce(sum(amount) FILTER (WHERE kind = 'refund' AND confirmed_at IS NULL), 0) AS open,
                 coalesce(sum(amount) FILTER (WHERE kind = 'refund' AND confirmed_at IS NOT NULL), 0) AS done
          FROM payment_instruction GROUP BY payment_id
        ) asked ON asked.payment_id = p.id
        WHERE (asked.voided IS NOT NULL AND (asked.voided <> p.authorised OR p.captured <> 0))
           OR p.refund_pending <> coalesce(asked.open, 0)
           OR (p.refunded <> coalesce(asked.done, 0) AND coalesce(o.source, 'checkout') = 'checkout')
           OR (p.status IN ('refund_pending', 'refunded') AND p.refunded + p.refund_pending <> p.captured)
           OR (p.status = 'refunded' AND p.refund_pending <> 0)
        """,  # noqa: S608
    ),
    Invariant(
        "D8",
        "The gateway is asked once for each cancellation to give money back.",
        f"""
        SELECT {_WHOSE}, twice.n || ' instructions to give its money back'
        FROM (
          SELECT payment_id, count(*) AS n FROM payment_instruction
          WHERE kind IN ('void', 'refund') GROUP BY payment_id, cancellation_id HAVING count(*) > 1
        ) twice
        JOIN payment p ON p.id = twice.payment_id
        LEFT JOIN orders_order o ON o.id = p.order_id
        """,  # noqa: S608
    ),
    Invariant(
        "D8",
        "What was cancelled of an order in parts is what it says, and its money goes back, or is not taken.",
        f"""
        SELECT {_WHOSE}, 'parts worth ' || coalesce(gone.amount, 0) || ' were cancelled, it says ' || o.removed
               || '; ' || coalesce(p.captured, 0) || ' was taken'
        FROM orders_order o
        LEFT JOIN (
          SELECT order_id, sum(amount) AS amount FROM cancellation WHERE NOT final GROUP BY order_id
        ) gone ON gone.order_id = o.id
        LEFT JOIN payment p ON p.order_id = o.id
        WHERE o.removed <> coalesce(gone.amount, 0)
           OR (o.removed > 0 AND p.status = 'captured'
               AND p.captured - p.refunded - p.refund_pending > greatest(p.authorised - o.removed, 0))
        """,  # noqa: S608
    ),
    Invariant(
        "D8",
        "What is settled is settled in the sandbox gateway's own books.",
        f"""
        SELECT DISTINCT {_WHOSE}, 'its money is ' || p.status || ', and the gateway '
               || CASE WHEN s.id IS NULL THEN 'knows of none' ELSE 'holds ' || CASE WHEN s.voided THEN 0
                       ELSE s.authorised END || ', took ' || s.captured || ' and gave ' || s.refunded || ' back' END
        FROM payment p
        LEFT JOIN orders_order o ON o.id = p.order_id
        LEFT JOIN payment_instruction i ON i.payment_id = p.id AND i.kind = 'capture'
        LEFT JOIN sandbox_charge s ON s.reference = p.gateway_reference
        WHERE p.gateway = 'sandbox' AND CASE
            WHEN p.status = 'voided' THEN (s.voided AND s.captured = 0) IS NOT TRUE
            WHEN p.status = 'refunded' OR (p.status = 'captured' AND i.confirmed_at IS NOT NULL) THEN
              (s.captured = p.captured AND s.refunded BETWEEN p.refunded AND p.refunded + p.refund_pending
               AND NOT s.voided) IS NOT TRUE
            ELSE false END
        """,  # noqa: S608
    ),
    Invariant(
        "D8",
        "No two payments are one at the gateway.",
        f"""
        SELECT {_WHOSE}, 'its payment is shared: ' || p.gateway_reference
        FROM payment p
        JOIN (
          SELECT gateway, gateway_reference FROM payment WHERE gateway_reference <> ''
          GROUP BY gateway, gateway_reference HAVING count(*) > 1
        ) shared USING (gateway, gateway_reference)
        LEFT JOIN orders_order o ON o.id = p.order_id
        """,  # noqa: S608
    ),
)
