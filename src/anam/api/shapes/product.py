"""A product as it comes out, and the mark of what it was then."""

import hashlib

from anam.api.shapes.fields import Currency, Money, Shape
from anam.catalog.models import Product


class ProductOut(Shape):
    sku: str
    title: str
    description: str
    """Plain text, in which an empty line begins a paragraph."""
    unit_price: Money
    currency: Currency
    """That of your storefront."""
    stock: int | None
    """What is available: neither sold nor reserved by an order. null: made to order."""
    group: str
    """Products of yours with the same group are variants of one thing."""
    options: dict[str, str]
    """How it differs from the other variants, by name."""
    kind: str | None
    lead_time_days: int | None
    """Until an order with it ships; null: as your storefront says."""
    minimum: int
    """The fewest that a shop orders here."""
    step: int
    """A shop orders a multiple of this here."""
    archived: bool
    """Not for sale; orders that contain it go on."""
    etag: str
    """What this is now, for `If-Match`. It changes with everything above, with the stock that an order reserves too."""


def product_out(product: Product, currency: str) -> ProductOut:
    shown = ProductOut(
        sku=product.sku,
        title=product.title,
        description=product.description,
        unit_price=product.unit_price,
        currency=currency,
        stock=product.stock,
        group=product.group,
        options={str(name): str(value) for name, value in product.options.items()},
        kind=product.kind or None,
        lead_time_days=product.lead_time_days,
        minimum=product.minimum,
        step=product.step,
        archived=product.archived,
        etag="",
    )
    shown.etag = hashlib.sha256(shown.model_dump_json().encode()).hexdigest()[:32]
    return shown
