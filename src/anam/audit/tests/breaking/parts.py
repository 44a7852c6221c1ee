"""D2, D3 and D5: parts of orders that their makers declined."""

from anam.audit.tests.breaking.one import Break

_WHOLE = "(SELECT id FROM cancellation_reason WHERE NOT part_of_an_order ORDER BY id LIMIT 1)"

PARTS = (
    Break(
        "A cancellation says truthfully whether it came in time.",
        "UPDATE cancellation SET at = at + interval '10 days' WHERE order_id = {cut}",
        "cut",
    ),
    Break(
        "Before a maker's decline, and after placing, the buyer was told.",
        "UPDATE orders_order SET contacted_at = contacted_at + interval '30 minutes' WHERE id = {cut}",
        "cut",
    ),
    Break(
        "A maker's decline is explained, in as many words as its reason asks for and at most 1,000 characters.",
        "ALTER TABLE cancellation DROP CONSTRAINT cancellation_explained;"
        " UPDATE cancellation SET explanation = 'It broke.' WHERE order_id = {cut}",
        "cut",
    ),
    Break(
        "The reason of a part that a maker declined can be given for a part.",
        f"UPDATE cancellation SET reason_id = {_WHOLE} WHERE order_id = {{cut}}",  # noqa: S608
        "cut",
    ),
    Break(
        "The private note is in no message about the order.",
        "UPDATE message m SET body = m.body || c.note FROM cancellation c"
        " WHERE m.order_id = {cut} AND c.order_id = m.order_id AND m.sent_at >= c.at",
        "cut",
    ),
    Break(
        "Nothing is cancelled after the final cancellation, and no form or call cancels twice.",
        "DROP INDEX cancellation_once_a_key; UPDATE cancellation SET key = 'one form' WHERE order_id = {less_declined}",
        "less_declined",
    ),
)
