# ruff: noqa: S608 - fixed SQL, put together here

from typing import NamedTuple


class Break(NamedTuple):
    """`sql` breaks the invariant that says `words`; `names` is the order (or what else) that must be named."""

    words: str
    sql: str
    names: str = "declined"


def history(sql: str) -> str:
    """`sql`, on a history that for once lets itself be changed."""
    return f"ALTER TABLE history_entry DISABLE TRIGGER USER; {sql}; ALTER TABLE history_entry ENABLE TRIGGER USER"


def ledger(sql: str) -> str:
    """`sql`, on a ledger that for once lets itself be changed."""
    return f"ALTER TABLE payment_movement DISABLE TRIGGER USER; {sql}; ALTER TABLE payment_movement ENABLE TRIGGER USER"


def moved(kind: str, amount: str, order: str = "declined") -> str:
    """Add a movement of `amount` (SQL, of the payment's row) to the payment of an order, by no operation."""
    return (
        "INSERT INTO payment_movement (payment_id, maker_id, kind, moved, amount, currency, holder_object, reference,"
        f" at) SELECT id, maker_id, '{kind}', '{kind}', {amount}, currency, 'by hand', '', now() FROM payment"
        f" WHERE order_id = {{{order}}}"
    )


CHARGE = "reference = (SELECT gateway_reference FROM payment WHERE order_id = {})"
OPERATION = "payment_id = (SELECT id FROM payment WHERE order_id = {})"
CANCELLATION = "cancellation_id = (SELECT id FROM cancellation WHERE order_id = {})"
MUG_OF_DECLINED = "(SELECT id FROM orders_line WHERE order_id = {declined} AND product_id = {mug})"
TEN_DAYS_EARLIER = "placed_at = placed_at - interval '10 days', decline_by = decline_by - interval '10 days'"
