from typing import NamedTuple


class Break(NamedTuple):
    """`sql` breaks the invariant that says `words`; `names` is the order (or what else) that must be named."""

    words: str
    sql: str
    names: str = "declined"


def history(sql: str) -> str:
    """`sql`, on a history that for once lets itself be changed."""
    return f"ALTER TABLE history_entry DISABLE TRIGGER USER; {sql}; ALTER TABLE history_entry ENABLE TRIGGER USER"


CHARGE = "reference = (SELECT gateway_reference FROM payment WHERE order_id = {})"
OPERATION = "payment_id = (SELECT id FROM payment WHERE order_id = {})"
CANCELLATION = "cancellation_id = (SELECT id FROM cancellation WHERE order_id = {})"
MUG_OF_DECLINED = "(SELECT id FROM orders_line WHERE order_id = {declined} AND product_id = {mug})"
TEN_DAYS_EARLIER = "placed_at = placed_at - interval '10 days', decline_by = decline_by - interval '10 days'"
