"""D9 and D11: the stock follows, and what was announced is what was done."""

from anam.orders.invariants.invariant import Invariant

# What was announced for each line, beside what became of it: both are in the order of the lines.
_ANNOUNCED = """
  SELECT c.order_id, o.number, kept.line_id, kept.quantity, kept.stock, kept.returned,
         told.effect ->> 'stock' AS told_stock, (told.effect ->> 'quantity')::int AS told_quantity
  FROM cancellation c
  JOIN orders_order o ON o.id = c.order_id
  CROSS JOIN LATERAL jsonb_array_elements(c.effects -> 'lines') WITH ORDINALITY told (effect, place)
  FULL JOIN LATERAL (
    SELECT cl.*, row_number() OVER (ORDER BY cl.line_id) AS place FROM cancelled_line cl WHERE cl.cancellation_id = c.id
  ) kept ON kept.place = told.place
"""
