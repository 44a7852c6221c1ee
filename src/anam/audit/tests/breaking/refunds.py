"""M12: what support gives back of an order that has shipped."""

# ruff: noqa: S608 - fixed SQL, put together here

from anam.audit.tests.breaking.one import Break, history

_REFUND = "refund_id IN (SELECT id FROM order_refund WHERE order_id = {sent_back})"
_ASKS = "A refund of support asks for what it says, once, and of the money of its order."

_RECORDED = "What was done outside Anam is recorded by a person with its proof, and a record that was wrong is undone."

REFUNDS = (
    Break(
        _RECORDED,
        "UPDATE payment_operation SET reference = '' WHERE refund_id IN"
        " (SELECT id FROM order_refund WHERE order_id = {by_hand} AND withdrawn_at IS NULL)",
        "by_hand",
    ),
    Break(
        _RECORDED,
        "UPDATE order_refund SET withdrawn_at = now() WHERE order_id = {by_hand} AND withdrawn_at IS NULL",
        "by_hand",
    ),
    Break(
        "What was corrected of the money of an order is in its history, and undone in the ledger.",
        history("UPDATE history_entry SET kind = 'reminded' WHERE order_id = {by_hand} AND kind = 'payment_corrected'"),
        "by_hand",
    ),
    Break(_ASKS, "UPDATE order_refund SET amount = amount + 1 WHERE order_id = {sent_back}", "sent_back"),
    Break(_ASKS, f"UPDATE payment_operation SET refund_id = NULL WHERE {_REFUND}", "sent_back"),
    Break(
        "Only what has shipped is refunded by support.",
        "UPDATE orders_order SET status = 'accepted', shipped_at = NULL WHERE id = {sent_back}",
        "sent_back",
    ),
    Break(
        "Of a line no more is refunded than was left of it, and it is a line of that order.",
        f"UPDATE refunded_line SET quantity = 7 WHERE {_REFUND}",
        "sent_back",
    ),
    Break(
        "What a refunded line says it gave back did come back.",
        f"UPDATE refunded_line SET quantity = 3, returned = 3 WHERE {_REFUND}",
        "sent_back",
    ),
    Break(
        "A refund of support is in the history of its order.",
        history("UPDATE history_entry SET kind = 'reminded' WHERE order_id = {sent_back} AND kind = 'refund_decided'"),
        "sent_back",
    ),
)
