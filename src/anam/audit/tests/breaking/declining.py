"""D1 to D5 and D13: whose order it is, the window, the contact and the explanation."""

# ruff: noqa: S608 - fixed SQL, put together here

from anam.audit.tests.breaking.one import CANCELLATION, OPERATION, TEN_DAYS_EARLIER, Break, history, ledger

_TALK = "the conversation of byrne and harbor"
_BELONGS = "Everything that belongs to an order belongs to its maker."
_TRUTHFUL = "A cancellation says truthfully whether it came in time."
_TOLD = "Before a maker's decline, and after placing, the buyer was told."
_PROOF = "A contact by message has its message: the maker's, about this order, after it was placed."
_FIRST = "A maker writes only to a buyer who wrote before, or where the order's own policy allows it."
_WROTE = "A conversation says that the buyer wrote where they did, and only there."
_EXPLAINED = "A maker's decline is explained, in as many words as its reason asks for and at most 1,000 characters."

DECLINING = (
    Break(_BELONGS, "UPDATE orders_line SET maker_id = {weaves} WHERE order_id = {placed}", "placed"),
    Break(
        _BELONGS,
        "WITH p AS (INSERT INTO product (maker_id, sku, title, description, unit_price, source_key)"
        " VALUES ({weaves}, 'RUG-01', 'Rug', '', 1, '') RETURNING id)"
        " UPDATE orders_line l SET product_id = p.id FROM p WHERE order_id = {placed} AND sku = 'BWL-03'",
        "placed",
    ),
    Break(_BELONGS, "UPDATE cancellation SET maker_id = {weaves} WHERE order_id = {declined}"),
    Break(_BELONGS, f"UPDATE cancelled_line SET maker_id = {{weaves}} WHERE {CANCELLATION.format('{declined}')}"),
    Break(_BELONGS, history("UPDATE history_entry SET maker_id = {weaves} WHERE order_id = {placed}"), "placed"),
    Break(_BELONGS, "UPDATE message SET maker_id = {weaves} WHERE order_id = {declined}"),
    Break(_BELONGS, "UPDATE payment SET maker_id = {weaves} WHERE order_id = {placed}", "placed"),
    Break(_BELONGS, f"UPDATE payment_operation SET maker_id = {{weaves}} WHERE {OPERATION.format('{declined}')}"),
    Break(
        _BELONGS,
        ledger(
            f"UPDATE payment_movement SET maker_id = {{weaves}} WHERE {OPERATION.format('{declined}')};"
            " UPDATE payment_movement_place place SET maker_id = m.maker_id FROM payment_movement m"
            " WHERE m.id = place.movement_id"
        ),
    ),
    Break(_BELONGS, "UPDATE cancellation SET maker_id = {weaves} WHERE order_id = {less}", "less"),
    Break(_BELONGS, "UPDATE cancellation_request SET maker_id = {weaves} WHERE order_id = {wish_open}", "wish_open"),
    Break(_BELONGS, "UPDATE support_case SET maker_id = {weaves} WHERE order_id = {road_open}", "road_open"),
    Break(
        "A line that is cancelled is a line of the cancelled order.",
        "UPDATE cancellation SET effects = effects - 'lines' WHERE order_id = {unpaid};"
        " INSERT INTO cancelled_line (cancellation_id, maker_id, line_id, quantity, stock, returned)"
        " SELECT c.id, c.maker_id, l.id, 2, 'keep', 0 FROM cancellation c, orders_line l"
        " WHERE c.order_id = {unpaid} AND l.order_id = {placed} AND l.sku = 'BWL-03'",
        "unpaid",
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
    Break(
        "What goes to a webhook concerns whom it was added for.",
        "WITH w AS (INSERT INTO webhook_endpoint (made_by_id, maker_id, for_support, url, description, secret,"
        " old_secret, last_seq, made_at, why_off)"
        " VALUES ({otto}, {weaves}, false, 'https://weaves.example', '', 'x', '', 0, now(), '') RETURNING id)"
        " INSERT INTO webhook_delivery (endpoint_id, event_id, fanned_out_at, tries)"
        " SELECT w.id, h.id, now(), 0 FROM w, history_entry h WHERE h.order_id = {declined} AND h.kind = 'placed'",
    ),
    Break(_TRUTHFUL, "UPDATE cancellation SET in_time = false WHERE order_id = {cancelled}", "cancelled"),
    Break(_TRUTHFUL, f"UPDATE orders_order SET {TEN_DAYS_EARLIER} WHERE id = {{declined}}"),
    Break(
        "Out of time, only support declines.",
        f"UPDATE orders_order SET {TEN_DAYS_EARLIER} WHERE id = {{declined}};"
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
        history(
            "UPDATE history_entry e SET facts = facts || jsonb_build_object('note', c.note) FROM cancellation c"
            " WHERE c.order_id = e.order_id AND e.order_id = {declined} AND e.kind = 'declined'"
        ),
    ),
    Break(
        "The private note is in no letter to the buyer.",
        "UPDATE email SET text = text || E'They never pay\\nin time & shout.' FROM history_notice n"
        " JOIN history_entry e ON e.id = n.entry_id WHERE e.order_id = {declined} AND e.kind = 'declined'"
        " AND n.as_party = 'buyer' AND email.key = 'entry:' || e.id || ':person:' || n.user_id",
    ),
)
