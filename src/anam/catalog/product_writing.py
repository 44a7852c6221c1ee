"""The one place where what a maker says of a product is written: with who changed what, in the same transaction."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from anam.catalog.models import Product, ProductChange
from anam.catalog.product_data import ProductData, sku_taken
from anam.catalog.stock import count
from anam.people.models import Maker, User

PORTAL, API, IMPORT = ProductChange.Via.PORTAL, ProductChange.Via.API, ProductChange.Via.IMPORT


@dataclass(frozen=True)
class Author:
    """Who changes a product, and where: `by` is None for a file that is imported at the shell."""

    by: User | None
    via: str = PORTAL.value


def insert_product(data: ProductData, *, maker: Maker, author: Author) -> tuple[Product, bool]:
    """The product of that SKU, and whether it is new: then as `data` says, counted, beside the others of its group."""
    others = {name: value for name, value in data.columns.items() if name != "sku"}
    others["stock"] = None if data.stock is None else 0
    others["position"] = Product.objects.position_of_group(maker, data.group)
    product, new = Product.objects.get_or_create(maker=maker, sku=data.sku, defaults=others)
    if new and data.stock is not None:
        count(product.pk, stock=data.stock)
        product.stock = data.stock
    if new:
        record_added(product, author)
    return product, new


def record_added(product: Product, author: Author) -> None:
    """That somebody has added `product`, as it is."""
    began_as = {"unit_price": [None, product.unit_price], "stock": [None, product.stock]}
    _record(product, author, began_as, added=True)


def write_product(product: Product, author: Author, **wanted: Any) -> bool:
    """Have `product`, which the caller has locked, be as `wanted`, by column; `archived` is one. Whether it changed.

    A stock is counted, None not counted any more. Of what is so already nothing is written. Raises Refused
    ("sku_taken") with nothing written.
    """
    changes = {
        name: [getattr(product, name), value] for name, value in wanted.items() if getattr(product, name) != value
    }
    if not changes:
        return False
    columns = {name: value for name, (_, value) in changes.items() if name not in ("stock", "archived")}
    if "archived" in changes:
        columns["retired_at"] = Now() if wanted["archived"] else None
    if "group" in changes:  # variants stand together
        columns["position"] = Product.objects.position_of_group(product.maker_id, wanted["group"]) or product.position
    if "stock" in changes and wanted["stock"] is None:
        columns["stock"] = None
    _update(product, columns)
    if wanted.get("stock") is not None and "stock" in changes:
        count(product.pk, stock=wanted["stock"])
    _record(product, author, changes)
    return True


def _update(product: Product, columns: dict[str, Any]) -> None:
    if not columns:
        return
    try:
        with transaction.atomic():
            Product.objects.filter(pk=product.pk).update(**columns)
    except IntegrityError as error:
        if "product_sku_once_a_maker" not in str(error):
            raise
        raise sku_taken(Product.objects.filter(maker=product.maker_id, sku=columns["sku"]).first()) from None


def _record(product: Product, author: Author, changes: dict[str, list[Any]], *, added: bool = False) -> None:
    ProductChange.objects.create(
        maker_id=product.maker_id, product=product, by=author.by, via=author.via, added=added, changes=changes
    )
