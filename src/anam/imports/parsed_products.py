"""A product as it is in another system, once it is read and before it is written."""

from dataclasses import dataclass, field
from hashlib import sha256

from anam.coded import Worded


@dataclass(frozen=True)
class ParsedVariant:
    """One thing to order. The price is text, because the currency is its maker's; `stock` None: not counted.

    `key` is what the other shop knows it by, and begins with its product's; `made_sku` is made of that in words.
    """

    key: str
    sku: str
    made_sku: str
    title: str
    price: str
    stock: int | None
    pictures: tuple[tuple[str, str], ...] = ()  # the address of each, and what it shows
    options: dict[str, str] = field(default_factory=dict)  # how it differs from the others, by name


@dataclass(frozen=True)
class ParsedProduct:
    """A product and all of its variants; `maker` is the name of who sells it."""

    line_number: int
    name: str
    key: str
    maker: str
    description: str
    for_sale: bool
    variants: tuple[ParsedVariant, ...]
    notes: tuple[Worded, ...] = ()  # what was left out of it
    group: str = ""  # what its variants are together, where there are several
    kind: str = ""  # one of catalog's, where the file names one


def key_of(*words: str) -> str:
    """32 digits that are the same for the same `words`, and for no others."""
    return sha256("\0".join(words).encode()).hexdigest()[:32]
