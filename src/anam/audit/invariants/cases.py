"""D6: the escalation to support, and the cases beside it."""

from anam.audit.invariants.invariant import Invariant

_ROAD = "c.kind IN ('tell_buyer', 'late_decline')"

CASES = (
    Invariant(
        "D6",
        "An order that support is asked to decline still goes on.",
        f"""
        SELECT o.number, 'it is ' || o.status || ', and case ' || c.id || ' is open'
        FROM support_case c JOIN orders_order o ON o.id = c.order_id
        WHERE {_ROAD} AND c.closed_at IS NULL AND o.status NOT IN ('placed', 'accepted')
        """,  # noqa: S608
    ),
    Invariant(
        "D6",
        "What support declined was declined in the maker's name, with what was judged when it was asked.",
        f"""
        SELECT o.number, 'case ' || c.id || ' says that it was declined '
               || CASE WHEN n.id IS NULL THEN 'for the maker, and it was not' ELSE 'otherwise than it was' END
        FROM support_case c
        JOIN orders_order o ON o.id = c.order_id
        LEFT JOIN cancellation n ON n.order_id = o.id AND n.on_behalf_of = 'maker' AND n.key = 'case-' || c.id
        WHERE {_ROAD} AND c.outcome = 'declined'
          AND (n.id IS NULL OR n.in_time <> c.in_time OR n.reason_id <> c.reason_id OR n.explanation <> c.explanation
               OR n.by_id IS DISTINCT FROM c.closed_by_id OR n.at <> c.closed_at)
        """,  # noqa: S608
    ),
    Invariant(
        "D6",
        "Support declines for a maker only where a case asked for it.",
        """
        SELECT o.number, person.name || ' of support declined it, and no case asked for that'
        FROM cancellation n
        JOIN orders_order o ON o.id = n.order_id
        JOIN person ON person.id = n.by_id AND person.is_support
        WHERE n.on_behalf_of = 'maker' AND NOT EXISTS (
          SELECT FROM support_case c WHERE c.order_id = o.id AND c.outcome = 'declined'
        )
        """,
    ),
    Invariant(
        "D6",
        "Before support declined, the buyer was told, after the order was placed, by whoever says so.",
        f"""
        SELECT o.number, 'case ' || c.id || ' does not say that the buyer was told in time'
        FROM support_case c JOIN orders_order o ON o.id = c.order_id
        WHERE {_ROAD} AND c.outcome = 'declined'
          AND (c.told_at IS NULL OR c.told_at < o.placed_at OR c.told_at > c.closed_at)
        """,  # noqa: S608
    ),
    Invariant(
        "D6",
        "Whether a request came in time is what the clock said when it was made.",
        f"""
        SELECT o.number, 'case ' || c.id || ' was opened at ' || c.opened_at || ' and says that this was '
               || CASE WHEN c.in_time THEN 'in time' ELSE 'too late' END
        FROM support_case c JOIN orders_order o ON o.id = c.order_id
        WHERE {_ROAD} AND CASE WHEN c.in_time THEN c.opened_at >= o.decline_by
                               ELSE c.opened_at < o.decline_by END
        """,  # noqa: S608
    ),
    Invariant(
        "D6",
        "The lead of support is told of what nobody answered, and of nothing else.",
        """
        SELECT coalesce(o.number, 'case ' || c.id), 'case ' || c.id || ' was called late before it was'
        FROM support_case c LEFT JOIN orders_order o ON o.id = c.order_id
        WHERE c.escalated_at < c.answer_by
        """,
    ),
    Invariant(
        "D7",
        "A case is closed once, and says how.",
        """
        SELECT coalesce(o.number, 'case ' || c.id), 'case ' || c.id || ' is closed, and does not say so'
        FROM support_case c LEFT JOIN orders_order o ON o.id = c.order_id
        WHERE c.closed_at IS NOT NULL AND NOT EXISTS (
          SELECT FROM support_case_entry e
          WHERE e.case_id = c.id AND e.kind = 'event' AND e.event ->> 'code' LIKE 'closed%%' AND e.at = c.closed_at
        )
        """,
    ),
)
