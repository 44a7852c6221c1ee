"""The stock that imported orders hold: of each order all or none, as if they had come one after the other (D9)."""

from dataclasses import dataclass, field

from anam.imports.parsed import ParsedLine
from anam.sql import fetch_all

_PRODUCTS = """
WITH wanted AS (SELECT DISTINCT * FROM unnest(%(makers)s::bigint[], %(skus)s::text[]) wanted (maker, sku))
SELECT product.maker_id, product.sku, product.id, product.stock, product.face
FROM product JOIN wanted ON product.maker_id = wanted.maker AND product.sku = wanted.sku
ORDER BY product.id FOR NO KEY UPDATE OF product
"""


@dataclass(frozen=True)
class _Product:
    maker_id: int
    sku: str
    id: int
    stock: int | None
    face: str


@dataclass
class Shelves:
    """The products of some lines, by maker and SKU, locked; and what is still free of those that are counted."""

    ids: dict[tuple[int, str], int]
    free: dict[int, int]
    taken: dict[int, int] = field(default_factory=dict)
    faces: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, wanted: list[tuple[int, str]]) -> "Shelves":
        """Locked in the order of their ids, as every order locks them."""
        shelves = cls({}, {})
        if not wanted:
            return shelves
        asked = {"makers": [maker for maker, _ in wanted], "skus": [sku for _, sku in wanted]}
        for product in fetch_all(_Product, _PRODUCTS, asked):
            shelves.ids[product.maker_id, product.sku] = product.id
            shelves.faces[product.id] = product.face
            if product.stock is not None:
                shelves.free[product.id] = product.stock
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
