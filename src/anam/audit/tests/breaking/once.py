"""D7: exactly once, and the life of an order."""

# ruff: noqa: S608 - fixed SQL, put together here

from anam.audit.tests.breaking.one import MUG_OF_DECLINED, Break, history

_ONE = "An order that was cancelled has one final cancellation, any other has none."
_TELLS_ONCE = "The history tells once that an order was cancelled, and how."
_ONE_MESSAGE = "A maker's decline is one message in the conversation."
_DECLINED = "What is cancelled of a line is the sum of its cancellations; of an order that was cancelled, all of it."
_TIMES = "The times of an order are those of its status, one after the other."

ONCE = (
    Break(
        _ONE,
        "DROP INDEX cancelled_once;"
        " INSERT INTO cancellation"
        " (order_id, maker_id, final, key, on_behalf_of, reason_id, explanation, note, amount, at, in_time, effects)"
        " SELECT order_id, maker_id, true, 'again', 'marketplace', reason_id, '', '', 0, at, in_time, '{{}}'"
        " FROM cancellation"
        " WHERE order_id = {declined}",
    ),
    Break(
        _ONE,
        "INSERT INTO cancellation"
        " (order_id, maker_id, final, key, on_behalf_of, reason_id, explanation, note, amount, at, in_time, effects)"
        " SELECT {placed}, maker_id, true, 'again', 'marketplace', reason_id, '', '', 0, at, true, '{{}}'"
        " FROM cancellation"
        " WHERE order_id = {declined}",
        "placed",
    ),
    Break(
        _TELLS_ONCE,
        history("UPDATE history_entry SET kind = 'noted' WHERE order_id = {cancelled} AND kind = 'cancelled'"),
        "cancelled",
    ),
    Break(
        _TELLS_ONCE,
        "INSERT INTO history_entry (order_id, maker_id, kind, actor_as, at, policy_id, facts)"
        " SELECT order_id, maker_id, 'declined', 'anam', at, policy_id, '{{}}' FROM history_entry"
        " WHERE order_id = {cancelled} AND kind = 'cancelled'",
        "cancelled",
    ),
    Break(_ONE_MESSAGE, "DELETE FROM message WHERE order_id = {declined} AND kind = 'decline'"),
    Break(
        _ONE_MESSAGE,
        "DROP INDEX message_one_decline_an_order;"
        " INSERT INTO message (conversation_id, maker_id, order_id, side, kind, body, sent_at)"
        " SELECT conversation_id, maker_id, order_id, side, kind, body, sent_at FROM message"
        " WHERE order_id = {declined} AND kind = 'decline'",
    ),
    Break(
        "No letter is written twice.",
        "ALTER TABLE email DROP CONSTRAINT email_key_key;"
        ' INSERT INTO email (key, "to", subject, text, html, kind, failure, provider_id, written_at)'
        ' SELECT key, "to", subject, text, html, kind, failure, provider_id, written_at FROM email WHERE key LIKE ('
        "SELECT 'entry:' || id || ':%%' FROM history_entry WHERE order_id = {declined} AND kind = 'declined') LIMIT 1",
    ),
    Break(
        "The stock of a line comes back once.",
        "ALTER TABLE stock_movement DROP CONSTRAINT IF EXISTS stock_moves_once_a_line;"
        " DROP INDEX IF EXISTS stock_moves_once_a_line;"
        f" UPDATE stock_movement SET quantity = 3 WHERE cause = 'returned' AND line_id = {MUG_OF_DECLINED};"
        " INSERT INTO stock_movement (maker_id, product_id, quantity, cause, line_id, cancellation_id, at)"
        " SELECT maker_id, product_id, quantity, cause, line_id, cancellation_id, at FROM stock_movement"
        f" WHERE cause = 'returned' AND line_id = {MUG_OF_DECLINED}",
    ),
    Break(_TIMES, "UPDATE orders_order SET accepted_at = NULL WHERE id = {accepted}", "accepted"),
    Break(_TIMES, "UPDATE orders_order SET shipped_at = placed_at WHERE id = {shipped}", "shipped"),
    Break(_TIMES, "UPDATE orders_order SET completed_at = NULL WHERE id = {completed}", "completed"),
    Break(
        _DECLINED,
        "UPDATE orders_line SET declined_quantity = 1 WHERE order_id = {accepted} AND sku = 'MUG-01'",
        "accepted",
    ),
    Break(
        _DECLINED,
        "UPDATE orders_line SET declined_quantity = 1 WHERE order_id = {less} AND sku = 'MUG-01'",
        "less",
    ),
)
