"""Who changed what of a product, in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anam.catalog.models import Kind, Product, ProductChange
from anam.catalog.options import as_lines
from anam.words import money

MAX_SHOWN = 50
_LABELS = {
    "title": "Title",
    "sku": "SKU",
    "unit_price": "Price",
    "stock": "Stock",
    "group": "Group",
    "options": "Options",
    "kind": "Kind",
    "lead_time_days": "Lead time in days",
    "minimum": "Minimum",
    "step": "Step",
}
_WHOLE_SENTENCES = {"archived": {True: "Archived", False: "Sold again"}}


@dataclass(frozen=True)
class ShownChange:
    """One change: when, by whom and where, and what of it changed."""

    at: datetime
    who: str
    what: list[str]


def history_of(product: Product, currency: str) -> list[ShownChange]:
    """The newest changes of a product, for the members of its maker."""
    found = ProductChange.objects.of_product(product)[:MAX_SHOWN]
    return [ShownChange(one.at, _who(one), list(_what(one, currency))) for one in found]


def _who(change: ProductChange) -> str:
    where = "" if change.via == ProductChange.Via.PORTAL else change.get_via_display()
    return ", ".join(filter(None, (change.by.name if change.by else "", where)))


def _what(change: ProductChange, currency: str) -> Iterator[str]:
    if change.added:
        price, stock = (change.changes[name][1] for name in ("unit_price", "stock"))
        yield f"Added: {money(price, currency)}, {_stock(stock)}{'' if stock is None else ' in stock'}"
        return
    for name, (before, after) in change.changes.items():
        if name in _WHOLE_SENTENCES:
            yield _WHOLE_SENTENCES[name][after]
        elif name == "description":
            yield "Description changed"
        else:
            says = _says(name, currency)
            yield f"{_LABELS.get(name, name)}: {says(before)} → {says(after)}"


def _stock(stock: int | None) -> str:
    return "made to order" if stock is None else f"{stock:,}"


def _says(name: str, currency: str) -> Callable[[Any], str]:
    own: dict[str, Callable[[Any], str]] = {
        "unit_price": lambda price: money(price, currency),
        "stock": _stock,
        "options": lambda options: as_lines(options).replace("\n", ", ") or "none",
        "kind": lambda kind: Kind(kind).label if kind else "none",
    }
    return own.get(name, lambda value: "none" if value in ("", None) else str(value))
