"""M12: what support gives back of an order that has shipped is asked for once, and told."""

from anam.audit.invariants.invariant import Invariant

REFUNDS = (
    # What went back otherwise meanwhile, a refund that was refused gives way to: then less is asked for.
    Invariant(
        "M12",
        "A refund of support asks for what it says, once, and of the money of its order.",
        """
        SELECT o.number, 'a refund of ' || r.amount || ' asks for ' || coalesce(asked.amount, 0)
               || CASE WHEN asked.others THEN ' of another payment' ELSE '' END
        FROM order_refund r
        JOIN orders_order o ON o.id = r.order_id
        LEFT JOIN payment p ON p.order_id = o.id
        LEFT JOIN LATERAL (
          SELECT sum(amount) FILTER (WHERE state <> 'superseded') AS amount,
                 bool_or(state = 'superseded') AS gave_way, bool_or(payment_id IS DISTINCT FROM p.id) AS others,
                 count(*) AS n
          FROM payment_operation WHERE refund_id = r.id
        ) asked ON true
        WHERE asked.n = 0 OR asked.others OR coalesce(asked.amount, 0) > r.amount
           OR (coalesce(asked.amount, 0) < r.amount AND NOT asked.gave_way)
        """,
    ),
    Invariant(
        "M12",
        "Only what has shipped is refunded by support.",
        """
        SELECT DISTINCT o.number, 'it is ' || o.status || ', and support refunded it'
        FROM order_refund r JOIN orders_order o ON o.id = r.order_id
        WHERE o.status NOT IN ('shipped', 'completed')
        """,
    ),
    Invariant(
        "M12",
        "Of a line no more is refunded than was left of it, and it is a line of that order.",
        """
        SELECT o.number, 'of ' || l.title || ' ' || gone.n || ' were refunded, and ' || l.quantity - l.declined_quantity
               || ' were left'
        FROM (SELECT rl.line_id, r.order_id, sum(rl.quantity) AS n
              FROM refunded_line rl JOIN order_refund r ON r.id = rl.refund_id GROUP BY 1, 2) gone
        JOIN orders_line l ON l.id = gone.line_id
        JOIN orders_order o ON o.id = gone.order_id
        WHERE gone.n > l.quantity - l.declined_quantity OR l.order_id <> gone.order_id
        """,
    ),
    Invariant(
        "D9",
        "What a refunded line says it gave back did come back.",
        """
        SELECT o.number, 'of ' || l.title || ' ' || gone.returned || ' should have come back to the stock, and '
               || coalesce(back.n, 0) || ' did'
        FROM refunded_line gone
        JOIN orders_line l ON l.id = gone.line_id
        JOIN orders_order o ON o.id = l.order_id
        LEFT JOIN (
          SELECT line_id, refund_id, sum(quantity) AS n FROM stock_movement
          WHERE cause = 'returned' GROUP BY line_id, refund_id
        ) back ON back.line_id = gone.line_id AND back.refund_id = gone.refund_id
        WHERE l.product_id IS NOT NULL AND gone.returned <> coalesce(back.n, 0)
        """,
    ),
    Invariant(
        "D12",
        "A refund of support is in the history of its order.",
        """
        SELECT o.number, 'a refund of ' || r.amount || ' is not in its history'
        FROM order_refund r
        JOIN orders_order o ON o.id = r.order_id
        WHERE NOT EXISTS (SELECT FROM history_entry e WHERE e.order_id = r.order_id AND e.kind = 'refund_decided'
                            AND e.facts ->> 'refund_id' = r.id::text)
        """,
    ),
)
