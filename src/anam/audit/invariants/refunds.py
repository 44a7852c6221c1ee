"""M12: what support gives back of an order that has shipped is asked for once, and told."""

from anam.audit.invariants.invariant import Invariant

REFUNDS = (
    Invariant(
        "M2",
        "What was done outside Anam is recorded by a person with its proof, and a record that was wrong is undone.",
        """
        SELECT o.number, 'a refund of ' || r.amount || ' is recorded, and ' || CASE
                 WHEN first.id IS NULL THEN 'nothing moved' WHEN first.confirmed_by_id IS NULL THEN 'nobody said so'
                 WHEN first.reference = '' THEN 'there is no proof' ELSE 'it was not undone when it was withdrawn' END
        FROM order_refund r
        JOIN orders_order o ON o.id = r.order_id
        LEFT JOIN payment_operation first ON first.refund_id = r.id AND first.generation = 1
        LEFT JOIN LATERAL (
          SELECT count(*) FILTER (WHERE kind <> 'corrected') AS moved,
                 count(*) FILTER (WHERE kind = 'corrected') AS undone
          FROM payment_movement WHERE operation_id = first.id
        ) m ON true
        WHERE r.done_at IS NOT NULL
          AND (first.id IS NULL OR first.confirmed_by_id IS NULL OR first.reference = '' OR m.moved <> 1
               OR (r.withdrawn_at IS NOT NULL AND m.undone <> 1))
        """,
    ),
    Invariant(
        "D12",
        "What was corrected of the money of an order is in its history, and undone in the ledger.",
        """
        SELECT o.number, 'a correction of its ' || i.kind || ' of ' || i.amount || ' is not in its history'
        FROM payment_movement m
        JOIN payment_operation i ON i.id = m.operation_id
        JOIN payment p ON p.id = i.payment_id
        JOIN orders_order o ON o.id = p.order_id
        WHERE m.kind = 'corrected'
          AND NOT EXISTS (SELECT FROM history_entry e WHERE e.order_id = o.id AND e.kind = 'payment_corrected'
                            AND e.facts ->> 'operation_id' = i.id::text)
        """,
    ),
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
    # That somebody gave money back elsewhere can be recorded of any order.
    Invariant(
        "M12",
        "Only what has shipped is refunded by support.",
        """
        SELECT DISTINCT o.number, 'it is ' || o.status || ', and support refunded it'
        FROM order_refund r JOIN orders_order o ON o.id = r.order_id
        WHERE o.status NOT IN ('shipped', 'completed') AND r.done_at IS NULL
        """,
    ),
    Invariant(
        "M12",
        "Of a line no more is refunded than was left of it, and it is a line of that order.",
        """
        SELECT o.number, 'of ' || l.title || ' ' || gone.n || ' were refunded, and ' || l.quantity - l.declined_quantity
               || ' were left'
        FROM (SELECT rl.line_id, r.order_id, sum(rl.quantity) AS n
              FROM refunded_line rl JOIN order_refund r ON r.id = rl.refund_id
              WHERE r.withdrawn_at IS NULL GROUP BY 1, 2) gone
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
        WHERE NOT EXISTS (SELECT FROM history_entry e WHERE e.order_id = r.order_id
                            AND e.kind = CASE WHEN r.done_at IS NULL THEN 'refund_decided' ELSE 'refund_recorded' END
                            AND e.facts ->> 'refund_id' = r.id::text)
        """,
    ),
)
