"""Products of one group are variants of one thing: one card of a storefront, and a choice on the page of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from anam.catalog.models import Product
from anam.words import count


@dataclass(frozen=True)
class Card:
    """One thing as a list shows it: `product`, or the group of its `variants`, of which `product` is shown."""

    product: Product
    variants: Sequence[Product]

    @property
    def is_group(self) -> bool:
        return len(self.variants) > 1

    @property
    def title(self) -> str:
        return self.product.group if self.is_group else self.product.title

    @property
    def from_price(self) -> int:
        """The least that a variant costs, in minor units."""
        return min(one.unit_price for one in self.variants)

    @property
    def has_one_price(self) -> bool:
        return len({one.unit_price for one in self.variants}) == 1

    @property
    def is_sold_out(self) -> bool:
        return all(one.is_sold_out for one in self.variants)

    @property
    def how_many(self) -> str:
        """'3 glazes' where they differ by that alone, else '6 variants'."""
        names = _names(self.variants)
        if len(names) != 1 or not _are_told_apart(self.variants, by=names):
            return count(len(self.variants), "variant")
        return count(len(self.variants), names[0].lower(), _plural(names[0].lower()))


def as_cards(products: Iterable[Product]) -> list[Card]:
    """One for each group of a maker and for each product without one, in the order of the first of each."""
    cards: dict[tuple[int, str | int], list[Product]] = {}
    for product in products:
        cards.setdefault((product.maker_id, product.group or product.pk), []).append(product)
    return [Card(_shown(variants), variants) for variants in cards.values()]


def _shown(variants: Sequence[Product]) -> Product:
    """The first that can be had; of those that have a picture, if any has one."""
    return min(variants, key=lambda one: (not one.face, one.is_sold_out))


@dataclass(frozen=True)
class Choice:
    """One value of an option; `product` is the variant that has it and is otherwise as near as can be."""

    value: str
    product: Product
    is_chosen: bool


def choices_of(product: Product, variants: Sequence[Product]) -> list[tuple[str, list[Choice]]]:
    """What can be chosen on the page of `product`, by the name of each option. `variants` are its group, itself too.

    Where they have no options, or the same, they are told apart by their titles.
    """
    if len(variants) < 2:
        return []
    names = _names(variants)
    if not _are_told_apart(variants, by=names):
        return [("Variant", [Choice(one.title, one, one.pk == product.pk) for one in variants])]
    return [(name, _values(name, product, variants)) for name in names]


def _values(name: str, product: Product, variants: Sequence[Product]) -> list[Choice]:
    found: dict[str, list[Product]] = {}
    for one in variants:
        if value := one.options.get(name):
            found.setdefault(str(value), []).append(one)
    return [
        Choice(value, max(having, key=lambda one: _likeness(one, product)), product.options.get(name) == value)
        for value, having in found.items()
    ]


def _likeness(one: Product, product: Product) -> int:
    return len(set(one.options.items()) & set(product.options.items()))


def _names(variants: Sequence[Product]) -> list[str]:
    """The options by which they differ."""
    names = dict.fromkeys(name for one in variants for name in one.options)
    return [name for name in names if len({one.options.get(name) for one in variants}) > 1]


def _are_told_apart(variants: Sequence[Product], *, by: Sequence[str]) -> bool:
    return len({tuple(one.options.get(name) for name in by) for one in variants}) == len(variants)


def _plural(noun: str) -> str:
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return f"{noun}es"
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"
