"""What a maker says of a product; and the marks of what a page showed of it, or of their storefront."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from anam.catalog.models import Product, Storefront
from anam.refusals import Refused


@dataclass(frozen=True)
class ProductData:
    """`unit_price` in minor units of the storefront's currency; `stock` is None for what is made to order."""

    title: str
    description: str
    sku: str
    unit_price: int
    stock: int | None
    group: str = ""
    options: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    lead_time_days: int | None = None
    minimum: int = 1
    step: int = 1

    @property
    def columns(self) -> dict[str, Any]:
        """All but the stock, which orders change too."""
        return {name: value for name, value in asdict(self).items() if name != "stock"}


def data_of(product: Product) -> ProductData:
    """What is said of `product` now."""
    return ProductData(**{name: getattr(product, name) for name in ProductData.__dataclass_fields__})


def product_version(product: Product) -> str:
    """The same while nobody has changed what the maker says of it: its form carries it. The stock is not part of it."""
    return _version(data_of(product).columns)


def storefront_version(front: Storefront) -> str:
    """The same for a storefront."""
    closed = front.closed_until and front.closed_until.isoformat()
    return _version(front.tagline, front.story, front.order_minimum, front.lead_time_days, front.open, closed)


def _version(*columns: Any) -> str:
    return hashlib.sha256(json.dumps(columns, sort_keys=True).encode()).hexdigest()[:16]


def sku_taken(there: Product | None) -> Refused:
    """That another product of the maker has this SKU: `there`; None where it had it a moment ago."""
    if there is None:
        words = "Another product had this SKU until a moment ago. Save again."
    elif there.retired_at:
        words = f"“{there.title}”, which you no longer sell, has this SKU. Sell that again, or choose another SKU."
    else:
        words = f"“{there.title}” has this SKU already. Choose another."
    return Refused.because("sku_taken", words)
