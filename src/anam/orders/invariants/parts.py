"""D2, D3 and D5 for the parts of orders that their makers declined: what holds for the whole holds for a part."""

from anam.orders.invariants.invariant import Invariant

_PARTS = """
FROM removal r
JOIN orders_order o ON o.id = r.order_id
JOIN cancellation_reason reason ON reason.id = r.reason_id
WHERE r.on_behalf_of = 'maker'
"""

PARTS = (
    Invariant(
        "D2",
        "A maker declines a part of an order only while its window is open.",
        f"SELECT o.number, 'a part was declined at ' || r.at || ', too late' {_PARTS} AND r.at >= o.decline_by",
    ),
    Invariant(
        "D3",
        "Before a maker declines a part of an order, the buyer was told.",
        f"""
        SELECT o.number, 'a part was declined before the buyer was told'
        {_PARTS} AND (o.contacted_at IS NULL OR o.contacted_at > r.at)
        """,
    ),
    Invariant(
        "D5",
        "A part that a maker declined is explained, and its reason can be given for a part.",
        f"""
        SELECT o.number, 'of a part: ' || reason.label || ', explained in ' || length(btrim(r.explanation))
        {_PARTS} AND (NOT reason.part_of_an_order
                      OR length(btrim(r.explanation)) NOT BETWEEN greatest(reason.least_words, 10) AND 1000)
        """,
    ),
)
