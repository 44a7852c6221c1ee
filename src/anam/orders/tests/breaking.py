"""How to break each invariant: the SQL that a bug, or a hand in the database, might have run."""

from typing import NamedTuple


class Break(NamedTuple):
    """`sql` breaks the invariant that says `words`; `names` is the order (or what else) that must be named."""

    words: str
    sql: str
    names: str = "declined"


def _history(sql: str) -> str:
    return f"ALTER TABLE history_entry DISABLE TRIGGER USER; {sql}; ALTER TABLE history_entry ENABLE TRIGGER USER"


_CHARGE = "reference = (SELECT gateway_reference FROM payment WHERE order_id = {})"
_INSTRUCTION = "payment_id = (SELECT id FROM payment WHERE order_id = {})"
_CANCELLATION = "cancellation_id = (SELECT id FROM cancellation WHERE order_id = {})"
_MUG_OF_DECLINED = "(SELECT id FROM orders_line WHERE order_id = {declined} AND product_id = {mug})"
_TEN_DAYS_EARLIER = "placed_at = placed_at - interval '10 days', decline_by = decline_by - interval '10 days'"
_TALK = "the conversation of byrne and harbor"

_BELONGS = "Everything that belongs to an order belongs to its maker."
_TRUTHFUL = "A cancellation says truthfully whether it came in time."
_TOLD = "Before a maker's decline, and after placing, the buyer was told."
_PROOF = "A contact by message has its message: the maker's, about this order, after it was placed."
_FIRST = "A maker writes only to a buyer who wrote before, or where the order's own policy allows it."
_WROTE = "A conversation says that the buyer wrote where they did, and only there."
_EXPLAINED = "A maker's decline is explained, in as many words as its reason asks for and at most 1,000 characters."
_ONE = "An order that was called off has one cancellation, any other has none."
_TELLS_ONCE = "The history tells once that an order was called off, and how."
_ONE_MESSAGE = "A maker's decline is one message in the conversation."
_TIMES = "The times of an order are those of its status, one after the other."
_PENDING = "Money is said to be going back while the gateway has not confirmed it, and to be back once it has."
_BOOKS = "What is settled is settled in the sandbox gateway's own books."
_WENT = "What an order went through is in its history."
_REFUSES = "The database refuses to change or delete the history."
_AS_ANNOUNCED = "What was announced for the stock of each line is what became of it."
_WHOLE = "Money goes back whole."

DECLINING = (
    Break(_BELONGS, "UPDATE orders_line SET maker_id = {weaves} WHERE order_id = {placed}", "placed"),
    Break(
        _BELONGS,
        "WITH p AS (INSERT INTO product (maker_id, sku, title, description, unit_price)"
        " VALUES ({weaves}, 'RUG-01', 'Rug', '', 1) RETURNING id)"
        " UPDATE orders_line l SET product_id = p.id FROM p WHERE order_id = {placed} AND sku = 'BWL-03'",
        "placed",
    ),
    Break(_BELONGS, "UPDATE cancellation SET maker_id = {weaves} WHERE order_id = {declined}"),
    Break(_BELONGS, f"UPDATE cancelled_line SET maker_id = {{weaves}} WHERE {_CANCELLATION.format('{declined}')}"),
    Break(_BELONGS, _history("UPDATE history_entry SET maker_id = {weaves} WHERE order_id = {placed}"), "placed"),
    Break(_BELONGS, "UPDATE message SET maker_id = {weaves} WHERE order_id = {declined}"),
    Break(_BELONGS, "UPDATE payment SET maker_id = {weaves} WHERE order_id = {placed}", "placed"),
    Break(_BELONGS, f"UPDATE payment_instruction SET maker_id = {{weaves}} WHERE {_INSTRUCTION.format('{declined}')}"),
    Break(
        "A line that is cancelled is a line of the cancelled order.",
        "UPDATE cancelled_line SET line_id = (SELECT id FROM orders_line WHERE order_id = {emptied} AND sku = 'BWL-03')"
        f" WHERE {_CANCELLATION.format('{declined}')} AND line_id <> {_MUG_OF_DECLINED}",
    ),
    Break(
        "What is said about an order is said between its maker and its buyer.",
        "WITH t AS (INSERT INTO conversation (maker_id, buyer_id, started_by, buyer_wrote_at, last_message_at)"
        " VALUES ({weaves}, {harbor}, 'buyer', now(), now()) RETURNING id)"
        " UPDATE message SET conversation_id = t.id FROM t WHERE order_id = {accepted}",
        "accepted",
    ),
    Break(
        "A maker's decline was made by a member of that maker, or by support.",
        "UPDATE cancellation SET by_id = {otto} WHERE order_id = {declined}",
    ),
    Break(_TRUTHFUL, "UPDATE cancellation SET in_time = false WHERE order_id = {cancelled}", "cancelled"),
    Break(_TRUTHFUL, f"UPDATE orders_order SET {_TEN_DAYS_EARLIER} WHERE id = {{declined}}"),
    Break(
        "Out of time, only support declines.",
        f"UPDATE orders_order SET {_TEN_DAYS_EARLIER} WHERE id = {{declined}};"
        " UPDATE cancellation SET in_time = false WHERE order_id = {declined}",
    ),
    Break(
        "An order's window is that of the policy it was placed under.",
        "UPDATE orders_order SET decline_by = decline_by + interval '1 microsecond' WHERE id = {placed}",
        "placed",
    ),
    Break(_TOLD, "UPDATE orders_order SET contacted_at = NULL, contacted_how = '' WHERE id = {declined}"),
    Break(
        _TOLD,
        "UPDATE orders_order o SET contacted_at = c.at + interval '1 microsecond'"
        " FROM cancellation c WHERE c.order_id = o.id AND o.id = {declined}",
    ),
    Break(
        _TOLD,
        "ALTER TABLE orders_order DROP CONSTRAINT order_contact_after_placed;"
        " UPDATE orders_order SET contacted_at = placed_at - interval '1 microsecond' WHERE id = {declined}",
    ),
    Break("A contact says when and how.", "UPDATE orders_order SET contacted_how = '' WHERE id = {declined}"),
    Break(_PROOF, "DELETE FROM message WHERE order_id = {declined} AND kind = 'letter'"),
    Break(_PROOF, "UPDATE message SET side = 'buyer' WHERE order_id = {declined} AND kind = 'letter'"),
    Break(
        _FIRST,
        "UPDATE message m SET sent_at = o.placed_at + interval '1 minute' FROM orders_order o"
        " WHERE o.id = {declined} AND m.order_id = o.id AND m.kind = 'letter'",
    ),
    Break(
        _FIRST,
        "INSERT INTO message (conversation_id, maker_id, side, kind, body, sent_at)"
        " SELECT id, maker_id, 'maker', 'letter', 'Buy my mugs!', buyer_wrote_at - interval '1 hour' FROM conversation",
        _TALK,
    ),
    Break(_WROTE, "UPDATE conversation SET buyer_wrote_at = NULL", _TALK),
    Break(
        _WROTE,
        "INSERT INTO conversation (maker_id, buyer_id, started_by, buyer_wrote_at, last_message_at)"
        " VALUES ({weaves}, {harbor}, 'buyer', now(), now())",
        "the conversation of weaves and harbor",
    ),
    Break(
        _EXPLAINED,
        "ALTER TABLE cancellation DROP CONSTRAINT cancellation_explained;"
        " UPDATE cancellation SET explanation = '    short    ' WHERE order_id = {declined}",
    ),
    Break(
        _EXPLAINED,
        "UPDATE cancellation SET explanation = 'Only twenty-nine characters..' WHERE order_id = {refunded}",
        "refunded",
    ),
    Break(
        "The private note is in no message about the order.",
        "UPDATE message SET body = body || ' They never pay in time & shout.'"
        " WHERE order_id = {declined} AND kind = 'decline'",
    ),
    Break(
        "The private note is in nothing of the history that a buyer reads.",
        _history(
            "UPDATE history_entry e SET facts = facts || jsonb_build_object('note', c.note) FROM cancellation c"
            " WHERE c.order_id = e.order_id AND e.order_id = {declined} AND e.kind = 'declined'"
        ),
    ),
    Break(
        "The private note is in no letter to the buyer.",
        "UPDATE letter SET text = text || E'They never pay\\nin time & shout.' FROM history_notice n"
        " JOIN history_entry e ON e.id = n.entry_id WHERE e.order_id = {declined} AND e.kind = 'declined'"
        " AND n.as_party = 'buyer' AND letter.key = 'entry:' || e.id || ':person:' || n.user_id",
    ),
)

ONCE = (
    Break(
        _ONE,
        "ALTER TABLE cancellation DROP CONSTRAINT cancellation_order_id_key;"
        " INSERT INTO cancellation (order_id, maker_id, on_behalf_of, reason_id, explanation, note, at, in_time, effects)"
        " SELECT order_id, maker_id, 'marketplace', reason_id, '', '', at, in_time, '{{}}' FROM cancellation"
        " WHERE order_id = {declined}",
    ),
    Break(
        _ONE,
        "INSERT INTO cancellation (order_id, maker_id, on_behalf_of, reason_id, explanation, note, at, in_time, effects)"
        " SELECT {placed}, maker_id, 'marketplace', reason_id, '', '', at, true, '{{}}' FROM cancellation"
        " WHERE order_id = {declined}",
        "placed",
    ),
    Break(
        _TELLS_ONCE,
        _history("UPDATE history_entry SET kind = 'noted' WHERE order_id = {cancelled} AND kind = 'cancelled'"),
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
        'ALTER TABLE letter DROP CONSTRAINT letter_key_key; INSERT INTO letter (key, "to", subject, text, html, written_at)'
        ' SELECT key, "to", subject, text, html, written_at FROM letter WHERE key LIKE ('
        "SELECT 'entry:' || id || ':%%' FROM history_entry WHERE order_id = {declined} AND kind = 'declined') LIMIT 1",
    ),
    Break(
        "The stock of a line comes back once.",
        "DROP INDEX stock_moves_once_a_line;"
        f" UPDATE stock_movement SET quantity = 3 WHERE cause = 'returned' AND line_id = {_MUG_OF_DECLINED};"
        " INSERT INTO stock_movement (maker_id, product_id, quantity, cause, line_id, at)"
        " SELECT maker_id, product_id, quantity, cause, line_id, at FROM stock_movement"
        f" WHERE cause = 'returned' AND line_id = {_MUG_OF_DECLINED}",
    ),
    Break(_TIMES, "UPDATE orders_order SET accepted_at = NULL WHERE id = {accepted}", "accepted"),
    Break(_TIMES, "UPDATE orders_order SET shipped_at = placed_at WHERE id = {shipped}", "shipped"),
    Break(_TIMES, "UPDATE orders_order SET completed_at = NULL WHERE id = {completed}", "completed"),
    Break(
        "Of an order that was called off every line is declined, of any other none.",
        "UPDATE orders_line SET declined_quantity = 1 WHERE order_id = {accepted} AND sku = 'MUG-01'",
        "accepted",
    ),
)

MONEY = (
    Break(
        "What an order costs is what its lines cost.",
        "UPDATE orders_order SET items_total = items_total + 1 WHERE id = {placed}",
        "placed",
    ),
    Break(
        "The money of an order that was called off goes back, or has gone.",
        "INSERT INTO payment (order_id, maker_id, currency, status, gateway, gateway_reference, card, authorised,"
        " captured, refunded, created_at)"
        " VALUES ({unpaid}, {byrne}, 'USD', 'authorised', 'sandbox', '', '', 100, 0, 0, now())",
        "unpaid",
    ),
    Break(
        _PENDING,
        "UPDATE payment SET status = 'voided' WHERE order_id = {pending};"
        f" UPDATE sandbox_charge SET voided = true WHERE {_CHARGE.format('{pending}')}",
        "pending",
    ),
    Break(_PENDING, "UPDATE payment SET status = 'void_pending' WHERE order_id = {declined}"),
    Break(
        "What the gateway has not confirmed after ten minutes is being retried.",
        "UPDATE payment_instruction SET asked_at = asked_at - interval '11 minutes'"
        f" WHERE {_INSTRUCTION.format('{pending}')};"
        " DELETE FROM procrastinate_jobs WHERE task_name = 'settle_money'",
        "pending",
    ),
    Break(
        _WHOLE,
        "UPDATE payment SET refunded = refunded - 1200 WHERE order_id = {refunded};"
        f" UPDATE sandbox_charge SET refunded = refunded - 1200 WHERE {_CHARGE.format('{refunded}')}",
        "refunded",
    ),
    Break(
        _WHOLE,
        f"UPDATE payment_instruction SET amount = amount - 1200 WHERE {_INSTRUCTION.format('{pending}')};"
        " UPDATE cancellation SET effects = jsonb_set(effects, '{{money,amount}}',"
        " to_jsonb((effects -> 'money' ->> 'amount')::int - 1200)) WHERE order_id = {pending}",
        "pending",
    ),
    Break(
        "The gateway is asked once to give money back.",
        "DROP INDEX payment_asked_once_for_each_kind;"
        " DROP INDEX payment_given_back_once;"
        " INSERT INTO payment_instruction (payment_id, maker_id, kind, amount, key, asked_at, confirmed_at)"
        " SELECT payment_id, maker_id, kind, amount, 'void-again', asked_at, confirmed_at FROM payment_instruction"
        f" WHERE {_INSTRUCTION.format('{declined}')}",
    ),
    Break(_BOOKS, f"UPDATE sandbox_charge SET voided = false WHERE {_CHARGE.format('{declined}')}"),
    Break(_BOOKS, f"UPDATE sandbox_charge SET refunded = 0 WHERE {_CHARGE.format('{refunded}')}", "refunded"),
    Break(_BOOKS, f"UPDATE sandbox_charge SET captured = 0 WHERE {_CHARGE.format('{shipped}')}", "shipped"),
    Break(
        "No two payments are one at the gateway.",
        "UPDATE payment SET gateway_reference = 'sb_shared' WHERE order_id IN ({placed}, {accepted})",
        "placed accepted",
    ),
)

GOODS_AND_HISTORY = (
    Break(
        "The stock of a counted product is the sum of its movements.",
        "UPDATE product SET stock = stock + 1 WHERE id = {mug}",
        "the product MUG-01 of byrne",
    ),
    Break(
        "No product was ever sold that was not there: no sum of movements is below zero.",
        "INSERT INTO stock_movement (maker_id, product_id, quantity, cause, at)"
        " VALUES ({byrne}, {bowl}, -5, 'counted', now())",
        "the product BWL-03 of byrne",
    ),
    Break(
        "What a line holds was taken out of the stock.",
        "UPDATE orders_line SET held = 5 WHERE order_id = {placed} AND sku = 'MUG-01'",
        "placed",
    ),
    Break(
        "A line gives back to the stock no more than it held, and only when its order was called off.",
        "INSERT INTO stock_movement (maker_id, product_id, quantity, cause, line_id, at)"
        " SELECT maker_id, product_id, 6, 'returned', id, now() FROM orders_line"
        " WHERE order_id = {shipped} AND sku = 'MUG-01';"
        " UPDATE product SET stock = stock + 6 WHERE id = {mug}",
        "shipped",
    ),
    Break(
        "What a cancelled line says it gave back did come back.",
        f"UPDATE stock_movement SET quantity = 5 WHERE cause = 'returned' AND line_id = {_MUG_OF_DECLINED};"
        " UPDATE stock_movement SET quantity = quantity + 1 WHERE cause = 'zeroed'",
    ),
    Break(
        "A cancelled line whose goods go back to stock gives back all that it held.",
        f"DELETE FROM stock_movement WHERE cause = 'returned' AND line_id = {_MUG_OF_DECLINED};"
        " UPDATE stock_movement SET quantity = quantity + 6 WHERE cause = 'zeroed';"
        f" UPDATE cancelled_line SET returned = 0 WHERE line_id = {_MUG_OF_DECLINED}",
    ),
    Break(
        "The money that was announced is the money that goes back.",
        "UPDATE cancellation SET effects = jsonb_set(effects, '{{money,amount}}', '1') WHERE order_id = {declined}",
    ),
    Break(
        _AS_ANNOUNCED,
        "UPDATE cancellation SET effects = jsonb_set(effects, '{{lines,0,quantity}}', '1') WHERE order_id = {declined}",
    ),
    Break(
        _AS_ANNOUNCED,
        "UPDATE cancellation SET effects = jsonb_set(effects, '{{lines,0,stock}}', '\"keep\"')"
        " WHERE order_id = {declined}",
    ),
    Break(
        "A product whose stock was to be set to zero was set to zero.",
        "UPDATE stock_movement SET cause = 'counted', line_id = NULL WHERE cause = 'zeroed'",
        "emptied",
    ),
    Break(
        "The buyer's members are told of a decline.",
        "DELETE FROM history_notice WHERE as_party = 'buyer'"
        " AND entry_id = (SELECT id FROM history_entry WHERE order_id = {declined} AND kind = 'declined')",
    ),
    Break(
        "The history of an order begins with its placing.",
        _history("UPDATE history_entry SET kind = 'noted' WHERE order_id = {placed} AND kind = 'placed'"),
        "placed",
    ),
    Break(
        _WENT,
        _history("UPDATE history_entry SET kind = 'noted' WHERE order_id = {accepted} AND kind = 'accepted'"),
        "accepted",
    ),
    Break(
        _WENT,
        _history("UPDATE history_entry SET kind = 'noted' WHERE order_id = {shipped} AND kind = 'shipped'"),
        "shipped",
    ),
    Break(
        "The history names the policy that the order was placed under.",
        _history("UPDATE history_entry SET policy_id = policy_id + 1 WHERE order_id = {placed}"),
        "placed",
    ),
    Break(_REFUSES, "ALTER TABLE history_entry DISABLE TRIGGER history_entry_stays", "the database"),
    Break(_REFUSES, "DROP TRIGGER history_entry_is_not_emptied ON history_entry", "the database"),
)

BREAKS = (*DECLINING, *ONCE, *MONEY, *GOODS_AND_HISTORY)
