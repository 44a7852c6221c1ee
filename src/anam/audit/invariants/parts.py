"""D5 for parts of orders: what holds for every cancellation is asked of parts too; this holds for them alone."""

from anam.audit.invariants.invariant import Invariant

PARTS = (
    Invariant(
        "D5",
        "The reason of a part that a maker declined can be given for a part.",
        """
        SELECT o.number, 'a part was declined for a reason that is for whole orders: ' || reason.label
        FROM cancellation c
        JOIN orders_order o ON o.id = c.order_id
        JOIN cancellation_reason reason ON reason.id = c.reason_id
        WHERE NOT c.final AND c.on_behalf_of = 'maker' AND NOT reason.part_of_an_order
        """,
    ),
)
