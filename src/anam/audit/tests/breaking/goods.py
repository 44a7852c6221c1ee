"""D9 and D11: the stock, and what was announced."""

# ruff: noqa: S608 - fixed SQL, put together here

from anam.audit.tests.breaking.one import MUG_OF_DECLINED, Break

_AS_ANNOUNCED = "What was announced for the stock of each line is what became of it."

GOODS = (
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
        "UPDATE orders_line SET reserved = 5 WHERE order_id = {placed} AND sku = 'MUG-01'",
        "placed",
    ),
    Break(
        "A line gives back to the stock no more than it held, and only what was cancelled or refunded.",
        "INSERT INTO stock_movement (maker_id, product_id, quantity, cause, line_id, at)"
        " SELECT maker_id, product_id, 6, 'returned', id, now() FROM orders_line"
        " WHERE order_id = {shipped} AND sku = 'MUG-01';"
        " UPDATE product SET stock = stock + 6 WHERE id = {mug}",
        "shipped",
    ),
    Break(
        "What a cancelled line says it gave back did come back.",
        f"UPDATE stock_movement SET quantity = 5 WHERE cause = 'returned' AND line_id = {MUG_OF_DECLINED};"
        " UPDATE stock_movement SET quantity = quantity + 1 WHERE cause = 'zeroed'",
    ),
    Break(
        "What a cancelled line says it gave back did come back.",
        "UPDATE stock_movement SET quantity = quantity - 1 WHERE cause = 'returned' AND cancellation_id ="
        " (SELECT id FROM cancellation WHERE order_id = {less_declined} AND NOT final);"
        " UPDATE stock_movement SET quantity = quantity + 1 WHERE cause = 'zeroed'",
        "less_declined",
    ),
    Break(
        "A cancelled line whose goods go back to stock gives back all that it held of them.",
        f"DELETE FROM stock_movement WHERE cause = 'returned' AND line_id = {MUG_OF_DECLINED};"
        " UPDATE stock_movement SET quantity = quantity + 6 WHERE cause = 'zeroed';"
        f" UPDATE cancelled_line SET returned = 0 WHERE line_id = {MUG_OF_DECLINED}",
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
)
