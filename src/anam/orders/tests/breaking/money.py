"""D8: what we say about money."""

# ruff: noqa: S608 - fixed SQL, put together here

from anam.orders.tests.breaking.one import CHARGE, INSTRUCTION, Break

_PENDING = "Money is said to be going back while the gateway has not confirmed it, and to be back once it has."
_BOOKS = "What is settled is settled in the sandbox gateway's own books."
_WHOLE = "Money goes back whole."
_PARTS = "What was cancelled of an order in parts is what it says, and its money goes back, or is not taken."

MONEY = (
    Break(
        "What an order costs is what its lines cost.",
        "UPDATE orders_order SET items_total = items_total + 1 WHERE id = {placed}",
        "placed",
    ),
    Break(
        "The money of an order that was cancelled goes back, or has gone.",
        "INSERT INTO payment (order_id, maker_id, currency, status, gateway, gateway_reference, card, authorised,"
        " captured, refunded, refund_pending, created_at)"
        " VALUES ({unpaid}, {byrne}, 'USD', 'authorised', 'sandbox', '', '', 100, 0, 0, 0, now())",
        "unpaid",
    ),
    Break(
        _PENDING,
        "UPDATE payment SET status = 'voided' WHERE order_id = {pending};"
        f" UPDATE sandbox_charge SET voided = true WHERE {CHARGE.format('{pending}')}",
        "pending",
    ),
    Break(_PENDING, "UPDATE payment SET status = 'void_pending' WHERE order_id = {declined}"),
    Break(
        "What the gateway has not confirmed after ten minutes is being retried.",
        "UPDATE payment_instruction SET asked_at = asked_at - interval '11 minutes'"
        f" WHERE {INSTRUCTION.format('{pending}')};"
        " DELETE FROM procrastinate_jobs WHERE task_name = 'settle_money'",
        "pending",
    ),
    Break(
        _WHOLE,
        "UPDATE payment SET refunded = refunded - 1200 WHERE order_id = {refunded};"
        f" UPDATE sandbox_charge SET refunded = refunded - 1200 WHERE {CHARGE.format('{refunded}')}",
        "refunded",
    ),
    Break(
        _WHOLE,
        f"UPDATE payment_instruction SET amount = amount - 1200 WHERE {INSTRUCTION.format('{pending}')};"
        " UPDATE cancellation SET effects = jsonb_set(effects, '{{money,amount}}',"
        " to_jsonb((effects -> 'money' ->> 'amount')::int - 1200)) WHERE order_id = {pending}",
        "pending",
    ),
    Break(
        "The gateway is asked once for each cancellation to give money back.",
        "ALTER TABLE payment_instruction DROP CONSTRAINT payment_asked_once_a_cause;"
        " DROP INDEX payment_voided_once;"
        " INSERT INTO payment_instruction (payment_id, maker_id, kind, amount, key, cancellation_id, asked_at,"
        " confirmed_at) SELECT payment_id, maker_id, kind, amount, 'void-again', cancellation_id, asked_at,"
        " confirmed_at FROM payment_instruction"
        f" WHERE {INSTRUCTION.format('{declined}')}",
    ),
    Break(_PARTS, "UPDATE orders_order SET removed = removed + 1 WHERE id = {less}", "less"),
    Break(_WHOLE, "UPDATE payment SET refund_pending = 1 WHERE order_id = {less_refunded}", "less_refunded"),
    Break(
        _PARTS,
        "UPDATE payment SET captured = authorised WHERE order_id = {less_shipped};"
        f" UPDATE sandbox_charge SET captured = authorised WHERE {CHARGE.format('{less_shipped}')}",
        "less_shipped",
    ),
    Break(_BOOKS, f"UPDATE sandbox_charge SET voided = false WHERE {CHARGE.format('{declined}')}"),
    Break(_BOOKS, f"UPDATE sandbox_charge SET refunded = 0 WHERE {CHARGE.format('{refunded}')}", "refunded"),
    Break(_BOOKS, f"UPDATE sandbox_charge SET captured = 0 WHERE {CHARGE.format('{shipped}')}", "shipped"),
    Break(
        "No two payments are one at the gateway.",
        "UPDATE payment SET gateway_reference = 'sb_shared' WHERE order_id IN ({placed}, {accepted})",
        "placed accepted",
    ),
)
