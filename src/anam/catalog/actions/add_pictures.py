from collections.abc import Sequence

from django.db import transaction

from anam.catalog.faces import lock_cover, lock_products
from anam.catalog.models import PictureOriginal, Product, ShopPicture
from anam.catalog.sent_pictures import SentPicture, room_for
from anam.jobs import defer, to_do
from anam.people.models import Maker


@transaction.atomic
def add_pictures(files: Sequence[SentPicture], *, maker: Maker, product: Product | None) -> list[ShopPicture]:
    """Keep what a maker sent behind the pictures of `product`, or without one as the next cover of their storefront.

    The worker makes its files. What is there already is not kept again, so a form sent twice adds its pictures once.
    Raises Refused("too_many_pictures").
    """
    if product:
        lock_products([product.pk])
    else:
        lock_cover(maker.pk)
    there = list(ShopPicture.objects.filter(maker=maker, product=product))
    hashes = {one.sent_hash for one in there}
    new = [one for one in files if one.hash not in hashes]
    if product:
        room_for(new, there=len(there))
    behind = max((one.position for one in there), default=-1) + 1
    added = ShopPicture.objects.bulk_create(
        ShopPicture(maker=maker, product=product, position=behind + place, name=one.name, sent_hash=one.hash)
        for place, one in enumerate(new)
    )
    for picture, one in zip(added, new, strict=True):
        PictureOriginal.objects.create(picture=picture, content=one.content)
    if added:
        defer(*(to_do("catalog.prepare_picture", picture_id=one.pk) for one in added))
    return added
