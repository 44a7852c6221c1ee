"""Orders move a stock by what they take or give back; only a count says how much there is. Each leaves a row (D7, D9).

Products are locked in the order of their ids, so that two orders which share products cannot wait for
each other; and with the weaker lock, for which rows that only name a product need not wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anam.bulk import insert
from anam.catalog.models import StockMovement
from anam.sql import execute, fetch_values, send

MAX_STOCK = 1_000_000


@dataclass(frozen=True)
class Release:
    """What one line's stock does when it is cancelled: `returned` units go back, or all of it goes to zero."""

    line_id: int
    product_id: int
    returned: int
    zeroed: bool


# A list that is given is selected: how long it is would be planned for, and the plan made anew for each cancellation,
# which costs as much as to run it.
_RELEASE = """
WITH given AS MATERIALIZED (
  SELECT %(lines)s::bigint[] AS lines, %(products)s::bigint[] AS products, %(returned)s::int[] AS returned,
         %(zeroed)s::bool[] AS zeroed
), wanted AS (
  SELECT w.* FROM given, unnest(given.lines, given.products, given.returned, given.zeroed)
    AS w (line_id, product_id, returned, zeroed)
), locked AS (
  SELECT p.id, p.maker_id, p.stock FROM product p
  WHERE p.id = ANY ((SELECT products FROM given)::bigint[]) AND p.stock IS NOT NULL ORDER BY p.id FOR NO KEY UPDATE
), sums AS (
  SELECT locked.id, locked.stock, sum(wanted.returned) AS returned, bool_or(wanted.zeroed) AS zeroed
  FROM locked JOIN wanted ON wanted.product_id = locked.id GROUP BY locked.id, locked.stock
), moved AS (
  UPDATE product p SET stock = CASE WHEN sums.zeroed THEN 0 ELSE p.stock + sums.returned END
  FROM sums WHERE p.id = sums.id
)
INSERT INTO stock_movement (maker_id, product_id, quantity, cause, line_id, cancellation_id, refund_id, at)
SELECT locked.maker_id, locked.id,
       CASE WHEN sums.zeroed THEN -locked.stock ELSE wanted.returned END,
       CASE WHEN sums.zeroed THEN 'zeroed' ELSE 'returned' END, wanted.line_id, %(cancellation)s::bigint,
       %(refund)s::bigint, %(at)s
FROM locked JOIN sums USING (id)
JOIN LATERAL (
  SELECT * FROM wanted WHERE wanted.product_id = locked.id
  ORDER BY line_id LIMIT CASE WHEN sums.zeroed THEN 1 END
) wanted ON sums.zeroed OR wanted.returned > 0
"""


def release(
    releases: Sequence[Release], *, at: datetime, cancellation_id: int | None = None, refund_id: int | None = None
) -> None:
    """Give back, or set to zero, what a cancellation takes from lines that held it, or a refund. One statement."""
    if not releases:
        return
    send(
        _RELEASE,
        {
            "lines": [one.line_id for one in releases],
            "products": [one.product_id for one in releases],
            "returned": [one.returned for one in releases],
            "zeroed": [one.zeroed for one in releases],
            "cancellation": cancellation_id,
            "refund": refund_id,
            "at": at,
        },
    )


_RESERVE = """
WITH wanted AS (
  SELECT * FROM unnest(%(products)s::bigint[], %(quantities)s::int[]) AS w (product_id, quantity)
), locked AS (
  SELECT id FROM product WHERE id = ANY (%(products)s::bigint[]) AND stock IS NOT NULL ORDER BY id FOR NO KEY UPDATE
)
UPDATE product p SET stock = p.stock - wanted.quantity
FROM wanted, locked
WHERE locked.id = p.id AND p.id = wanted.product_id AND p.stock >= wanted.quantity
RETURNING p.id
"""


def reserve(quantities: dict[int, int]) -> set[int]:
    """Take `quantities` (by product id) out of the free stock; the answer is the products it was taken from.

    A product without counted stock, or with too little, is left alone and missing from the answer.
    """
    if not quantities:
        return set()
    return set(fetch_values(_RESERVE, {"products": list(quantities), "quantities": list(quantities.values())}))


_TAKE = """
UPDATE product SET stock = product.stock - taken.quantity
FROM unnest(%(products)s::bigint[], %(quantities)s::int[]) taken (product, quantity) WHERE product.id = taken.product
"""


def take_locked(quantities: dict[int, int]) -> None:
    """Take `quantities` (by product id) out of the stock of products that the caller has locked: they suffice."""
    if quantities:
        execute(_TAKE, {"products": list(quantities), "quantities": list(quantities.values())})


@dataclass(frozen=True)
class Reservation:
    """That a line of an order has taken units of its product out of the stock: so many below zero, `at` in UTC."""

    maker_id: int
    product_id: int
    line_id: int
    quantity: int
    at: datetime
    cause: str = StockMovement.Cause.RESERVED.value


def record_reservations(made: Sequence[Reservation]) -> None:
    """Write the movements of what was reserved, or taken. One statement."""
    insert(StockMovement, made)


_COUNT = """
WITH before AS (
       SELECT id, maker_id, coalesce(stock, (SELECT sum(quantity) FROM stock_movement WHERE product_id = product.id), 0)
         AS stock
       FROM product WHERE id = %(product)s::bigint FOR NO KEY UPDATE
     ),
     after AS (UPDATE product SET stock = %(stock)s::int WHERE id = %(product)s::bigint)
INSERT INTO stock_movement (maker_id, product_id, quantity, cause, at)
SELECT maker_id, id, %(stock)s::int - stock, 'counted', clock_timestamp() FROM before
"""


def count(product_id: int, *, stock: int) -> None:
    """The maker has counted: `stock` units are free to sell. What moved while it was not counted is forgotten."""
    execute(_COUNT, {"product": product_id, "stock": stock})
