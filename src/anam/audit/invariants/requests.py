"""D7 and D14: what a buyer asked for was answered once, and never counts against the maker."""

from anam.audit.invariants.invariant import Invariant

REQUESTS = (
    Invariant(
        "D7",
        "An order whose buyer asks for something still goes on.",
        """
        SELECT o.number, 'it is ' || o.status || ', and a request of its buyer is open'
        FROM cancellation_request r JOIN orders_order o ON o.id = r.order_id
        WHERE r.answer = '' AND o.status NOT IN ('placed', 'accepted')
        """,
    ),
    Invariant(
        "D7",
        "What was accepted was done: the order was cancelled at the buyer's wish, or a part of it.",
        """
        SELECT o.number, 'its buyer’s request was accepted, and nothing was done'
        FROM cancellation_request r
        JOIN orders_order o ON o.id = r.order_id
        WHERE r.answer = 'accepted'
          AND NOT EXISTS (
            SELECT FROM cancellation c
            WHERE c.request_id = r.id AND c.order_id = o.id AND c.on_behalf_of = 'buyer' AND c.at = r.answered_at
          )
        """,
    ),
    Invariant(
        "D14",
        "What the buyer asked for is nobody else's fault, and does not count.",
        """
        SELECT o.number, 'it was cancelled at the buyer’s wish, and counts: ' || reason.label
        FROM cancellation c
        JOIN orders_order o ON o.id = c.order_id
        JOIN cancellation_reason reason ON reason.id = c.reason_id
        WHERE (c.on_behalf_of = 'buyer' OR c.request_id IS NOT NULL)
          AND (c.on_behalf_of <> 'buyer' OR reason.counts OR reason.fault <> 'buyer')
        """,
    ),
    Invariant(
        "D12",
        "Every part that was cancelled is in the history of the order.",
        """
        SELECT o.number, 'its history does not tell that a part of it was cancelled'
        FROM cancellation c JOIN orders_order o ON o.id = c.order_id
        WHERE NOT c.final AND NOT EXISTS (
          SELECT FROM history_entry e
          WHERE e.order_id = o.id AND e.kind IN ('lines_removed', 'lines_declined')
            AND e.facts ->> 'cancellation_id' = c.id::text
        )
        """,
    ),
    Invariant(
        "D12",
        "Every request, and every answer of people to it, is in the history of the order.",
        """
        SELECT o.number, 'its history does not tell what became of the buyer’s request: ' || wanted.kind
        FROM cancellation_request r
        JOIN orders_order o ON o.id = r.order_id
        CROSS JOIN LATERAL (
          VALUES ('cancel_requested', true), ('request_declined', r.answer = 'declined'),
                 ('request_taken_back', r.answer = 'withdrawn')
        ) wanted (kind, needed)
        WHERE wanted.needed AND NOT EXISTS (
          SELECT FROM history_entry e
          WHERE e.order_id = o.id AND e.kind = wanted.kind AND e.facts ->> 'request_id' = r.id::text
        )
        """,
    ),
)
