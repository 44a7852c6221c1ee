from django.db import transaction

from anam.catalog.faces import choose_faces, lock_products
from anam.catalog.models import ShopPicture


@transaction.atomic
def place_picture(picture: ShopPicture, *, place: int) -> None:
    """Put a picture of a product at `place` among its pictures, from 0; the first is the product's face."""
    lock_products([picture.product_id])
    others = list(ShopPicture.objects.filter(product=picture.product_id).exclude(pk=picture.pk))
    others.insert(max(place, 0), picture)
    for position, one in enumerate(others):
        one.position = position
    ShopPicture.objects.bulk_update(others, ["position"])
    choose_faces([picture.product_id])
