"""The stock that imported orders hold: of each order all or none, as if they had come one after the other (D9)."""

from dataclasses import dataclass, field

from django.db import connection

from anam.imports.parsed import ParsedLine

_PRODUCTS = """
WITH wanted AS (SELECT DISTINCT * FROM unnest(%(makers)s::bigint[], %(skus)s::text[]) wanted (maker, sku))
SELECT product.maker_id, product.sku, product.id, product.stock
FROM product JOIN wanted ON product.maker_id = wanted.maker AND product.sku = wanted.sku
ORDER BY product.id FOR NO KEY UPDATE OF product
"""
_TAKE = """
UPDATE product SET stock = product.stock - taken.quantity
FROM unnest(%(products)s::bigint[], %(quantities)s::int[]) taken (product, quantity) WHERE product.id = taken.product
"""


@dataclass
class Shelves:
    """The products of some lines, by maker and SKU, locked; and what is still free of those that are counted."""

    ids: dict[tuple[int, str], int]
    free: dict[int, int]
    taken: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, wanted: list[tuple[int, str]]) -> "Shelves":
        """Locked in the order of their ids, as every order locks them."""
        shelves = cls({}, {})
        if not wanted:
            return shelves
        with connection.cursor() as cursor:
            cursor.execute(_PRODUCTS, {"makers": [maker for maker, _ in wanted], "skus": [sku for _, sku in wanted]})
            for maker, sku, product, stock in cursor.fetchall():
                shelves.ids[maker, sku] = product
                if stock is not None:
                    shelves.free[product] = stock
        return shelves

    def reserve(self, maker_id: int, lines: tuple[ParsedLine, ...]) -> set[int]:
        """Take what the lines of one order want; the answer is the products it was taken of: all counted, or none."""
        wanted: dict[int, int] = {}
        for line in lines:
            product = self.ids.get((maker_id, line.sku)) if line.sku else None
            if product in self.free and product is not None:
                wanted[product] = wanted.get(product, 0) + line.quantity
        if any(self.free[product] < quantity for product, quantity in wanted.items()):
            return set()
        for product, quantity in wanted.items():
            self.free[product] -= quantity
            self.taken[product] = self.taken.get(product, 0) + quantity
        return set(wanted)

    def write(self) -> None:
        """Take it out of the stock."""
        if self.taken:
            with connection.cursor() as cursor:
                cursor.execute(_TAKE, {"products": list(self.taken), "quantities": list(self.taken.values())})
