"""A maker's own products."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from ninja import Header, Path, Router, Status

from anam.api import paging
from anam.api.actions.keep_product import keep_product
from anam.api.bodies import check_text
from anam.api.lookup import found, shop_of
from anam.api.pipeline import ApiRequest
from anam.api.shapes.fields import Page
from anam.api.shapes.inputs import PatchProduct, PutProduct
from anam.api.shapes.product import ProductOut, product_out
from anam.catalog.models import Kind, Product, Storefront
from anam.words import visible

router = Router(tags=["Products"])
SKU: Any = Path(..., description="The product’s `sku`.")  # type: ignore[type-arg]
IF_MATCH: Any = Header(  # type: ignore[type-arg]
    "",
    alias="If-Match",
    max_length=1000,
    description="`etag` of the product as you read it: where it has changed since, 412.",
)
_ARCHIVED: Any = paging.parameter(None, description="Only those that are archived, or that are not.")
_KIND: Any = paging.parameter(None, description="Only those of that kind.")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # cursors are of lists by time; this one is by id alone


@router.get("/products", response=Page[ProductOut], summary="Your products")
def get_products(
    request: ApiRequest,
    archived: bool | None = _ARCHIVED,
    kind: Kind | None = _KIND,
    group: str = paging.parameter("", max_length=255, description="Only the variants of this group."),
    limit: int = paging.limit(25),
    cursor: str = paging.cursor(),
) -> Any:
    """A maker’s own, archived ones too, in the order in which they were added. For a buyer there is nothing (404)."""
    maker = shop_of(request)
    given = {"kind": kind, "group": group}
    products = Product.objects.of_maker(maker).filter(**{name: value for name, value in given.items() if value})
    if archived is not None:
        products = products.exclude(retired_at=None) if archived else products.filter(retired_at=None)
    after = paging.read(cursor)
    products = products.filter(pk__gt=after[1] if after else 0).order_by("pk")
    page, following = paging.cut(products[: limit + 1], limit, lambda product: (_EPOCH, product.pk))
    currency = Storefront.objects.currency_of(maker)
    return Page[ProductOut](items=[product_out(product, currency) for product in page], next=following)


@router.get("/products/{path:sku}", response=ProductOut, summary="One product")
def get_product(request: ApiRequest, response: HttpResponse, sku: str = SKU) -> Any:
    """404 for one that is not yours, as for one that does not exist."""
    check_text(sku)
    maker = shop_of(request)
    return _told(found(Product.objects.of_maker(maker).filter(sku=sku).first()), response)


@router.put("/products/{path:sku}", response={200: ProductOut, 201: ProductOut}, summary="Add or replace a product")
def put_product(
    request: ApiRequest, response: HttpResponse, sent: PutProduct, sku: str = SKU, if_match: str = IF_MATCH
) -> Any:
    """A product of that SKU as a whole, new or in place of what there is.

    Baskets see it at once; placed orders keep what they were placed with. Its pictures stay, and so does
    its description where none is sent.
    """
    wanted = sent.model_dump(exclude={"picture_urls"})
    for stays in {"archived", "description"} - sent.model_fields_set:
        del wanted[stays]
    product, new = _keep(request, sku, wanted, if_match=if_match, picture_urls=sent.picture_urls, adds=True)
    return Status(201 if new else 200, _told(product, response))


@router.patch("/products/{path:sku}", response=ProductOut, summary="Change a product")
def patch_product(
    request: ApiRequest, response: HttpResponse, sent: PatchProduct, sku: str = SKU, if_match: str = IF_MATCH
) -> Any:
    """What the body says of it is so from now on; all else stays. Baskets see it at once, placed orders never."""
    wanted = sent.model_dump(exclude_unset=True, exclude={"picture_urls"})
    product, _ = _keep(request, sku, wanted, if_match=if_match, picture_urls=sent.picture_urls, adds=False)
    return _told(product, response)


def _keep(request: ApiRequest, sku: str, wanted: dict[str, Any], **more: Any) -> tuple[Product, bool]:
    check_text(sku)
    maker = shop_of(request)
    if "kind" in wanted:
        wanted["kind"] = str(wanted["kind"] or "")
    if "group" in wanted:
        wanted["group"] = " ".join(visible(wanted["group"]).split())
    return keep_product(sku, wanted, maker=maker, by=request.user, **more)


def _told(product: Product, response: HttpResponse) -> ProductOut:
    told = product_out(product, Storefront.objects.currency_of(product.maker))
    response["ETag"] = f'"{told.etag}"'
    return told
