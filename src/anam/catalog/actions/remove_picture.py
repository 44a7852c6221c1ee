from django.db import transaction

from anam.catalog.faces import choose_cover, choose_faces, lock_cover, lock_products
from anam.catalog.models import ShopPicture


@transaction.atomic
def remove_picture(picture: ShopPicture) -> None:
    """Take a picture from its product or storefront. Orders that were placed with it keep it."""
    if picture.product_id is None:
        lock_cover(picture.maker_id)
    lock_products([picture.product_id])
    picture.delete()
    choose_faces([picture.product_id])
    if picture.product_id is None:
        choose_cover(picture.maker_id)
