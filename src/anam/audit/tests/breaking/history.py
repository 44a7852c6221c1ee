"""D10 and D12: who is told, and what is on record."""

from anam.audit.tests.breaking.one import Break, history

_WENT = "What an order went through is in its history."
_FED = "Every entry of the history is in the feed."
_REFUSES = "The database refuses to change or delete the history of orders and products."

HISTORY = (
    Break(
        "The buyer's members are told of a decline.",
        "DELETE FROM history_notice WHERE as_party = 'buyer'"
        " AND entry_id = (SELECT id FROM history_entry WHERE order_id = {declined} AND kind = 'declined')",
    ),
    Break(
        "The history of an order begins with its placing.",
        history("UPDATE history_entry SET kind = 'noted' WHERE order_id = {placed} AND kind = 'placed'"),
        "placed",
    ),
    Break(
        _WENT,
        history("UPDATE history_entry SET kind = 'noted' WHERE order_id = {accepted} AND kind = 'accepted'"),
        "accepted",
    ),
    Break(
        _WENT,
        history("UPDATE history_entry SET kind = 'noted' WHERE order_id = {shipped} AND kind = 'shipped'"),
        "shipped",
    ),
    Break(
        "The history names the policy that the order was placed under.",
        history("UPDATE history_entry SET policy_id = policy_id + 1 WHERE order_id = {placed}"),
        "placed",
    ),
    Break(
        _FED,
        "DELETE FROM history_event USING history_entry e WHERE e.id = entry_id AND e.order_id = {placed}",
        "placed",
    ),
    Break(
        _FED,
        "UPDATE history_event SET maker_id = {weaves} FROM history_entry e WHERE e.id = entry_id"
        " AND e.order_id = {placed}",
        "placed",
    ),
    Break(_REFUSES, "ALTER TABLE history_entry DISABLE TRIGGER history_entry_stays", "the database"),
    Break(_REFUSES, "DROP TRIGGER history_entry_is_an_event ON history_entry", "the database"),
    Break(_REFUSES, "DROP TRIGGER history_entry_is_not_emptied ON history_entry", "the database"),
    Break(_REFUSES, "ALTER TABLE product_change DISABLE TRIGGER product_change_stays", "the database"),
    Break(_REFUSES, "DROP TRIGGER product_change_is_not_emptied ON product_change", "the database"),
)
