"""M13: what a buyer sends back goes through its steps, each on record, and ends with its case."""

from anam.audit.invariants.invariant import Invariant

RETURNS = (
    Invariant(
        "M13",
        "A return is of an order that has shipped, with lines of that order, no more of each than there were.",
        """
        SELECT DISTINCT o.number, CASE WHEN o.shipped_at IS NULL THEN 'something is sent back, and it has not shipped'
               WHEN bl.id IS NULL THEN 'nothing is sent back by its return'
               ELSE 'of ' || l.title || ' ' || bl.quantity || ' are sent back' END
        FROM order_return b
        JOIN orders_order o ON o.id = b.order_id
        LEFT JOIN returned_line bl ON bl.order_return_id = b.id
        LEFT JOIN orders_line l ON l.id = bl.line_id
        WHERE o.shipped_at IS NULL OR bl.id IS NULL OR l.order_id <> o.id
           OR bl.quantity > l.quantity - l.declined_quantity
        """,
    ),
    Invariant(
        "M13",
        "A return that has ended has ended its case, refused with words or with its refund.",
        """
        SELECT o.number, 'its return is ' || b.status || ', and its case is ' || coalesce(nullif(c.outcome, ''), 'open')
        FROM order_return b
        JOIN orders_order o ON o.id = b.order_id
        JOIN support_case c ON c.id = b.case_id
        LEFT JOIN order_refund r ON r.id = b.refund_id
        WHERE c.kind <> 'return' OR c.order_id <> b.order_id
           OR (b.closed_at IS NULL AND c.closed_at IS NOT NULL)
           OR (b.closed_at IS NOT NULL AND NOT EXISTS (
                 SELECT FROM support_case_entry e
                 WHERE e.case_id = c.id AND e.event ->> 'code' IN ('closed_refused', 'closed_answered_because')))
           OR (b.status = 'refunded' AND r.order_id IS DISTINCT FROM b.order_id)
        """,
    ),
    Invariant(
        "D12",
        "Each step of a return is in the history of its order, once.",
        """
        SELECT o.number, 'its return is ' || b.status || ', and its history has ' || told.n || ' of ' || step.kind
        FROM order_return b
        JOIN orders_order o ON o.id = b.order_id
        CROSS JOIN LATERAL (VALUES
          ('return_asked', b.asked_at IS NOT NULL), ('return_agreed', b.agreed_at IS NOT NULL),
          ('return_sent', b.sent_at IS NOT NULL), ('return_received', b.received_at IS NOT NULL),
          ('return_refunded', b.status = 'refunded'), ('return_refused', b.status = 'refused')
        ) step (kind, taken)
        CROSS JOIN LATERAL (
          SELECT count(*) AS n FROM history_entry e
          WHERE e.order_id = o.id AND e.kind = step.kind AND e.facts ->> 'return_id' = b.id::text
        ) told
        WHERE told.n <> CASE WHEN step.taken THEN 1 ELSE 0 END
        """,
    ),
)
