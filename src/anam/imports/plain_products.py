"""A product as it is in another system, once it is read and before it is written."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PlainVariant:
    """One thing to order. The price is text, because the currency is its maker's; `stock` None: not counted."""

    sku: str
    title: str
    price: str
    stock: int | None


@dataclass(frozen=True)
class PlainProduct:
    """A product and all of its variants; `maker` is the name of who sells it."""

    line_number: int
    name: str
    maker: str
    description: str
    for_sale: bool
    variants: tuple[PlainVariant, ...]
