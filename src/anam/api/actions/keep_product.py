from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from django.db import transaction

from anam.api.problems import Problem
from anam.api.shapes.product import product_out
from anam.catalog.actions.import_pictures import import_pictures
from anam.catalog.models import Product, Storefront
from anam.catalog.product_data import ProductData
from anam.catalog.product_writing import API, Author, insert_product, write_product
from anam.people.models import Maker, User
from anam.words import visible

MAX_SKU_LENGTH = 100
_AS_NEW = {one.name: one.default for one in fields(ProductData)} | {"options": {}}


@transaction.atomic
def keep_product(
    sku: str,
    wanted: Mapping[str, Any],
    *,
    maker: Maker,
    by: User,
    adds: bool,
    if_match: str = "",
    picture_urls: Sequence[str] = (),
) -> tuple[Product, bool]:
    """Have the product of that SKU be as `wanted`, by column; the answer says whether it is new, which `adds` allows.

    `if_match` are the ETags one of which it must have now, locked: of two programs with one ETag one is too late.
    Raises Problem: 404 where it is not there, 412 `product_changed`, 422 for what cannot be; nothing is half done.
    """
    author = Author(by, API.value)
    own = Product.objects.of_maker(maker)
    product = own.filter(sku=sku).select_for_update(no_key=True).first()
    if if_match and (product is None or not _matches(if_match, product)):
        raise Problem(412, "product_changed")
    if product is None and not adds:
        raise Problem(404, "not_found")
    _check_steps(wanted, product)
    new = False
    if product is None:
        product, new = _add(sku, wanted, maker=maker, author=author)
    if not new or wanted.get("archived"):
        write_product(product, author, **wanted)
    import_pictures([(url, "") for url in picture_urls], product=product)
    return own.get(pk=product.pk), new


def _matches(if_match: str, product: Product) -> bool:
    etag = product_out(product, Storefront.objects.currency_of(product.maker)).etag
    given = [one.strip().strip('"') for one in if_match.split(",")]
    return "*" in given or etag in given


def _check_steps(wanted: Mapping[str, Any], product: Product | None) -> None:
    minimum = wanted.get("minimum", product.minimum if product else 1)
    step = wanted.get("step", product.step if product else 1)
    if minimum % step:
        raise Problem(422, "wrong", f"The minimum of {minimum} is no multiple of the step of {step}.")


def _add(sku: str, wanted: Mapping[str, Any], *, maker: Maker, author: Author) -> tuple[Product, bool]:
    """A new product, or the one that somebody else has added at the same moment, locked."""
    if sku != " ".join(visible(sku).split()) or len(sku) > MAX_SKU_LENGTH or sku in (".", ".."):
        raise Problem(422, "wrong", f"A SKU is one line of at most {MAX_SKU_LENGTH} characters.")
    said = {name: value for name, value in wanted.items() if name != "archived"}
    data = ProductData(**{**_AS_NEW, "description": "", **said, "sku": sku})
    product, new = insert_product(data, maker=maker, author=author)
    return Product.objects.locked(product.pk), new
