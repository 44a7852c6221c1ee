"""M13: what a buyer sends back."""

# ruff: noqa: S608 - fixed SQL, put together here

from anam.audit.tests.breaking.one import Break, history

_OF = "A return is of an order that has shipped, with lines of that order, no more of each than there were."
_ENDS = "A return that has ended has ended its case, refused with words or with its refund."
_LINES = "order_return_id IN (SELECT id FROM order_return WHERE order_id = {taken_back})"
_CASES = "id IN (SELECT case_id FROM order_return WHERE order_id = {taken_back} AND refund_id > 0)"

RETURNS = (
    Break(_OF, f"UPDATE returned_line SET quantity = 7 WHERE {_LINES}", "taken_back"),
    Break(_OF, f"DELETE FROM returned_line WHERE {_LINES}", "taken_back"),
    Break(_ENDS, f"UPDATE support_case SET kind = 'complaint' WHERE {_CASES}", "taken_back"),
    Break(
        "Each step of a return is in the history of its order, once.",
        history("UPDATE history_entry SET kind = 'reminded' WHERE order_id = {taken_back} AND kind = 'return_sent'"),
        "taken_back",
    ),
)
