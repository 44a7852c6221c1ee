"""D2, D3 and D5: parts of orders that their makers declined."""

from anam.orders.tests.breaking.one import Break

_EXPLAINED = "A part that a maker declined is explained, and its reason can be given for a part."
_WHOLE = "(SELECT id FROM cancellation_reason WHERE NOT part_of_an_order ORDER BY id LIMIT 1)"

PARTS = (
    Break(
        "A maker declines a part of an order only while its window is open.",
        "UPDATE removal SET at = at + interval '10 days' WHERE order_id = {cut}",
        "cut",
    ),
    Break(
        "Before a maker declines a part of an order, the buyer was told.",
        "UPDATE removal SET at = at - interval '30 minutes' WHERE order_id = {cut}",
        "cut",
    ),
    Break(_EXPLAINED, "UPDATE removal SET explanation = 'It broke.' WHERE order_id = {cut}", "cut"),
    Break(_EXPLAINED, f"UPDATE removal SET reason_id = {_WHOLE} WHERE order_id = {{cut}}", "cut"),  # noqa: S608
    Break(
        "The private note is in no message about the order.",
        "UPDATE message m SET body = m.body || r.note FROM removal r"
        " WHERE m.order_id = {cut} AND r.order_id = m.order_id AND m.sent_at >= r.at",
        "cut",
    ),
)
