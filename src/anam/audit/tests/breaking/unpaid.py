"""M6: who is asked to pay, and what becomes of it."""

# ruff: noqa: S608 - fixed SQL, put together here

from anam.audit.tests.breaking.one import CHARGE, Break, moved

_SAYS = "An order says that it is not paid where its bank refused, and nowhere else."
_LET_GO = (
    "UPDATE payment SET status = 'expired', gateway_method = 'pm_1' WHERE order_id = {accepted};"
    f" UPDATE sandbox_charge SET voided = true WHERE {CHARGE.format('{accepted}')};"
    f" {moved('expired', 'authorised', 'accepted')}"
)

UNPAID = (
    Break(_SAYS, "UPDATE orders_order SET pay_by = now() WHERE id = {placed}", "placed"),
    Break(_SAYS, f"{_LET_GO}; UPDATE payment SET status = 'failed' WHERE order_id = {{accepted}}", "accepted"),
    Break(
        "An order that nobody paid is cancelled within an hour of the end of its time.",
        f"{_LET_GO}; UPDATE orders_order SET pay_by = now() - interval '2 hours' WHERE id = {{accepted}}",
        "accepted",
    ),
    Break(
        "What became of a page where a buyer was to pay for an order is looked at.",
        "INSERT INTO gateway_page (buyer_id, holder, account, customer, reference, url, state, closes_at, method, card,"
        " payment_id, amount) SELECT o.buyer_id, 'stripe', '', '', 'cs_1', '', 'open', now() - interval '1 hour', '',"
        " '', p.id, 100 FROM orders_order o JOIN payment p ON p.order_id = o.id WHERE o.id = {accepted}",
        "accepted",
    ),
)
