"""D7, D12 and D14: what a buyer asked for."""

# ruff: noqa: S608 - fixed SQL, put together here

from anam.audit.tests.breaking.one import Break, history

_DONE = "What was accepted was done: the order was cancelled at the buyer's wish, or a part of it."
_NOBODYS = "What the buyer asked for is nobody else's fault, and does not count."
_ON_RECORD = "Every request, and every answer of people to it, is in the history of the order."
_COUNTING = "(SELECT id FROM cancellation_reason WHERE counts ORDER BY id LIMIT 1)"


def _forgotten(name: str, kind: str, words: str = _ON_RECORD) -> Break:
    told = f"UPDATE history_entry SET kind = 'noted' WHERE order_id = {{{name}}} AND kind = '{kind}'"
    return Break(words, history(told), name)


REQUESTS = (
    Break(
        "An order whose buyer asks for something still goes on.",
        "UPDATE cancellation_request SET answer = '', answered_at = NULL WHERE order_id = {wish_shipped}",
        "wish_shipped",
    ),
    Break(_DONE, "UPDATE cancellation_request SET answer = 'accepted' WHERE order_id = {wish_kept}", "wish_kept"),
    Break(_NOBODYS, f"UPDATE cancellation SET reason_id = {_COUNTING} WHERE order_id = {{less}}", "less"),
    Break(
        _NOBODYS,
        f"UPDATE cancellation SET reason_id = {_COUNTING} WHERE order_id = {{wish_granted}}",
        "wish_granted",
    ),
    _forgotten("less", "lines_removed", "Every part that was cancelled is in the history of the order."),
    _forgotten("wish_open", "cancel_requested"),
    _forgotten("wish_kept", "request_declined"),
    _forgotten("wish_taken_back", "request_taken_back"),
)
