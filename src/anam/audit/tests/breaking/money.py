"""D8: what we say about money."""

# ruff: noqa: S608 - fixed SQL, put together here

from anam.audit.tests.breaking.one import CHARGE, OPERATION, Break, ledger, moved

_PENDING = "Money is said to be going back while nobody has confirmed it, and to be back once somebody has."
_TOLD = "Nobody was told that money moved before its holder or somebody had confirmed it."
_BOOKS = "What is settled is settled in the sandbox gateway's own books."
_WHOLE = "Money goes back whole."
_PARTS = "What was cancelled of an order in parts is what it says, and its money goes back, or is not taken."
_SHIPPED = "What is taken of an order that shipped is what was due, with what its shipping cost in fact."

MONEY = (
    Break(
        "What an order costs is what its lines cost.",
        "UPDATE orders_order SET items_total = items_total + 1 WHERE id = {placed}",
        "placed",
    ),
    Break(
        "The money of an order that was cancelled goes back, or has gone.",
        "INSERT INTO payment (order_id, maker_id, currency, status, holder, holder_name, gateway_reference, card,"
        " authorised, captured, refunded, refund_pending, created_at)"
        " VALUES ({unpaid}, {byrne}, 'USD', 'authorised', 'sandbox', '', '', '', 100, 0, 0, 0, now());"
        f" {moved('authorised', '100', 'unpaid')}",
        "unpaid",
    ),
    Break(
        _PENDING,
        "UPDATE payment SET status = 'voided' WHERE order_id = {pending};"
        f" UPDATE sandbox_charge SET voided = true WHERE {CHARGE.format('{pending}')};"
        f" {moved('voided', 'authorised', 'pending')}",
        "pending",
    ),
    Break(_PENDING, "UPDATE payment SET status = 'void_pending' WHERE order_id = {declined}"),
    Break(
        "What the gateway has not confirmed after ten minutes is being retried.",
        "UPDATE payment_operation SET queued_at = queued_at - interval '11 minutes'"
        f" WHERE {OPERATION.format('{pending}')};"
        " DELETE FROM procrastinate_jobs WHERE task_name = 'payments.execute_operation'",
        "pending",
    ),
    Break(
        _WHOLE,
        "UPDATE payment SET refunded = refunded - 1200 WHERE order_id = {refunded};"
        f" UPDATE sandbox_charge SET refunded = refunded - 1200 WHERE {CHARGE.format('{refunded}')};"
        f" {moved('refund_failed', '1200', 'refunded')}",
        "refunded",
    ),
    Break(
        _WHOLE,
        f"UPDATE payment_operation SET amount = amount - 1200 WHERE {OPERATION.format('{pending}')};"
        " UPDATE cancellation SET effects = jsonb_set(effects, '{{money,amount}}',"
        " to_jsonb((effects -> 'money' ->> 'amount')::int - 1200)) WHERE order_id = {pending}",
        "pending",
    ),
    Break(
        "The gateway is asked once for each cancellation or refund to give money back.",
        ledger(
            f"UPDATE payment_operation SET amount = amount - 100 WHERE {OPERATION.format('{refunded}')};"
            " UPDATE payment_movement m SET amount = i.amount FROM payment_operation i WHERE i.id = m.operation_id"
            f" AND i.{OPERATION.format('{refunded}')};"
            " INSERT INTO payment_operation (payment_id, maker_id, kind, amount, key, cancellation_id, generation,"
            " state, queued_at, closed_at, reference, confirmed_as, why) SELECT payment_id, maker_id, kind, 100,"
            " 'refund-again', cancellation_id, 2, state, queued_at, closed_at, '', '', '{{}}' FROM payment_operation"
            f" WHERE {OPERATION.format('{refunded}')};"
            " INSERT INTO payment_movement (payment_id, maker_id, operation_id, kind, moved, amount, currency,"
            " holder_object, reference, at) SELECT payment_id, maker_id, id, 'refunded', 'refunded', amount, 'USD', '',"
            " '', now() FROM payment_operation WHERE key = 'refund-again';"
            " INSERT INTO payment_movement_place (movement_id, maker_id) SELECT id, maker_id FROM payment_movement m"
            " WHERE NOT EXISTS (SELECT FROM payment_movement_place WHERE movement_id = m.id)"
        ),
        "refunded",
    ),
    Break(_PARTS, "UPDATE orders_order SET removed = removed + 1 WHERE id = {less}", "less"),
    Break(_WHOLE, "UPDATE payment SET refund_pending = 1 WHERE order_id = {less_refunded}", "less_refunded"),
    Break(
        _SHIPPED,
        "UPDATE payment SET captured = authorised WHERE order_id = {less_shipped};"
        " UPDATE payment_operation i SET amount = p.captured FROM payment p"
        " WHERE p.id = i.payment_id AND p.order_id = {less_shipped} AND i.kind = 'capture';"
        f" UPDATE sandbox_charge SET captured = authorised WHERE {CHARGE.format('{less_shipped}')}; "
        + ledger(
            f"DELETE FROM payment_movement_place USING payment_movement m WHERE m.id = movement_id AND kind = 'voided'"
            f" AND m.{OPERATION.format('{less_shipped}')};"
            f" DELETE FROM payment_movement WHERE kind = 'voided' AND {OPERATION.format('{less_shipped}')};"
            " UPDATE payment_movement m SET amount = p.captured FROM payment p WHERE p.id = m.payment_id"
            " AND m.kind = 'captured' AND p.order_id = {less_shipped}"
        ),
        "less_shipped",
    ),
    Break(_BOOKS, f"UPDATE sandbox_charge SET voided = false WHERE {CHARGE.format('{declined}')}"),
    Break(_BOOKS, f"UPDATE sandbox_charge SET refunded = 0 WHERE {CHARGE.format('{refunded}')}", "refunded"),
    Break(_BOOKS, f"UPDATE sandbox_charge SET captured = 0 WHERE {CHARGE.format('{shipped}')}", "shipped"),
    Break(
        "What was cancelled elsewhere moves no money here.",
        "UPDATE cancellation SET effects = effects || '{{\"elsewhere\": true}}' WHERE order_id = {declined}",
    ),
    Break(
        "What was taken is what its operations took.",
        ledger(
            f"UPDATE payment_operation SET amount = amount - 1 WHERE kind = 'capture' AND"
            f" {OPERATION.format('{shipped}')};"
            " UPDATE payment_movement m SET amount = i.amount FROM payment_operation i WHERE i.id = m.operation_id"
            f" AND m.kind = 'captured' AND i.{OPERATION.format('{shipped}')}"
        )
        + f"; {moved('captured', '1', 'shipped')}",
        "shipped",
    ),
    Break(
        _SHIPPED,
        "UPDATE orders_order SET shipping_charged = shipping - 1 WHERE id = {shipped}",
        "shipped",
    ),
    Break(
        "No order is completed before a gateway has taken its money.",
        "INSERT INTO payment_operation (payment_id, maker_id, kind, amount, key, generation, state, queued_at,"
        " closed_at, reference, confirmed_as, why) SELECT payment_id, maker_id, 'capture', amount, 'capture-again', 2,"
        " 'refused', now(), now(), '', '', '{{}}' FROM payment_operation"
        f" WHERE kind = 'capture' AND {OPERATION.format('{completed}')}",
        "completed",
    ),
    Break(
        _TOLD,
        "INSERT INTO history_entry (order_id, maker_id, kind, actor_as, at, policy_id, facts)"
        " SELECT o.id, o.maker_id, 'payment_voided', 'anam', now(), o.policy_id, jsonb_build_object('operation_id',"
        " i.id) FROM orders_order o JOIN payment p ON p.order_id = o.id JOIN payment_operation i ON i.payment_id = p.id"
        " WHERE o.id = {pending}",
        "pending",
    ),
    Break(
        "What another system holds is done only where somebody has said so, and how it can be found.",
        "UPDATE payment SET holder = 'external', holder_name = 'Shopify' WHERE order_id = {declined}",
    ),
    Break(
        "No two payments are one at the gateway.",
        "UPDATE payment SET gateway_reference = 'sb_shared' WHERE order_id IN ({placed}, {accepted})",
        "placed accepted",
    ),
)
