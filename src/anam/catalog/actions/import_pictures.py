from collections.abc import Sequence

from anam.catalog.models import Product, ShopPicture
from anam.catalog.sent_pictures import MAX_OF_A_PRODUCT
from anam.jobs import defer, to_do

MAX_URL_LENGTH = 500


def import_pictures(addresses: Sequence[tuple[str, str]], *, product: Product) -> int:
    """Have the pictures at `addresses`, each with its words, brought for a product that has none; how many are new.

    A product with pictures keeps what its maker made of them: what they removed does not come back with the next file.
    """
    if not addresses or product.pictures.exists():
        return 0
    usable = {url: alt for url, alt in addresses if len(url) <= MAX_URL_LENGTH}
    added = ShopPicture.objects.bulk_create(
        ShopPicture(maker_id=product.maker_id, product=product, position=position, source_url=url, alt=alt[:200])
        for position, (url, alt) in enumerate(list(usable.items())[:MAX_OF_A_PRODUCT])
    )
    if added:
        defer(*(to_do("catalog.fetch_picture", picture_id=one.pk) for one in added))
    return len(added)
