"""Which picture a product and a storefront show: kept beside them, so that no list asks for a picture of each line."""

from collections.abc import Collection

from anam.catalog.models import Product, ShopPicture, Storefront
from anam.sql import execute


def lock_products(ids: Collection[int | None]) -> None:
    """Until the transaction ends nobody else changes them or their pictures. By their ids, as stock locks them."""
    rows = Product.objects.filter(pk__in=[pk for pk in ids if pk]).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def lock_cover(maker_id: int) -> None:
    """The same for the cover of a storefront."""
    Storefront.objects.select_for_update(no_key=True).get(maker=maker_id)


_FACES = """
UPDATE product SET face = coalesce((
  SELECT key FROM picture WHERE product_id = product.id AND state = 'ready' ORDER BY position, id LIMIT 1
), '') WHERE id = ANY(%s)
"""


def choose_faces(ids: Collection[int | None]) -> None:
    """The first picture that is ready is a product's face. The caller has locked the products."""
    execute(_FACES, [[pk for pk in ids if pk]])


def choose_cover(maker_id: int) -> None:
    """The newest picture that is ready is the storefront's cover; those before it go."""
    covers = ShopPicture.objects.filter(maker=maker_id, product=None)
    if newest := covers.ready().order_by("-pk").first():
        covers.filter(pk__lt=newest.pk).delete()
    Storefront.objects.filter(maker=maker_id).update(cover=newest.key if newest else "")
