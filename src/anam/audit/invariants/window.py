"""D2, D6 and D13: the decline window, and who may go beyond it."""

from anam.audit.invariants.invariant import Invariant

_BY_SUPPORT = """(
  EXISTS (SELECT FROM person WHERE person.id = c.by_id AND person.is_support)
  OR EXISTS (SELECT FROM history_entry e WHERE e.order_id = o.id AND e.kind IN ('declined', 'lines_declined')
             AND e.actor_as = 'support')
)"""

WINDOW = (
    # D6: support may carry out late what was asked for in time, and then it counts as in time.
    Invariant(
        "D2",
        "A cancellation says truthfully whether it came in time.",
        f"""
        SELECT o.number,
               CASE WHEN c.in_time THEN 'marked as in time, but the window had ended'
                    ELSE 'marked as late, but the window was open' END
        FROM cancellation c JOIN orders_order o ON o.id = c.order_id
        WHERE c.in_time <> (c.at < o.decline_by) AND NOT (c.in_time AND {_BY_SUPPORT})
        """,  # noqa: S608
    ),
    Invariant(
        "D2",
        "Out of time, only support declines.",
        f"""
        SELECT o.number, 'declined out of time, and not by support'
        FROM cancellation c JOIN orders_order o ON o.id = c.order_id
        WHERE c.on_behalf_of = 'maker' AND NOT c.in_time AND NOT {_BY_SUPPORT}
        """,  # noqa: S608
    ),
    Invariant(
        "D13",
        "An order's window is that of the policy it was placed under.",
        """
        SELECT o.number, 'its window is ' || (o.decline_by - o.placed_at) || ', its policy says '
               || policy.decline_window_hours || ' hours'
        FROM orders_order o JOIN policy ON policy.id = o.policy_id
        WHERE o.decline_by <> o.placed_at + policy.decline_window_hours * interval '1 hour'
        """,
    ),
)
