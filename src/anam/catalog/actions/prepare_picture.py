from typing import Any

from django.db import transaction
from django.db.models import Q

from anam.catalog.faces import choose_cover, choose_faces, lock_cover, lock_products
from anam.catalog.models import PictureOriginal, ShopPicture, UnnamedPicture
from anam.coded import Coded, coded
from anam.decoding.lane import decoded
from anam.decoding.unusable import Unusable
from anam.elsewhere import leave_the_database
from anam.media.pictures import Made, keep


def prepare_picture(picture_id: int) -> None:
    """Make the files of a picture that waits, or refuse it. For the worker; may be killed and repeated at any point.

    Files are stored before the picture is said to be ready, under a name that is the same each time.
    """
    content = PictureOriginal.objects.filter(picture=picture_id, picture__state="waiting").values_list("content")
    if not (found := content.first()):
        return
    leave_the_database()
    [made] = decoded("product", [bytes(found[0])], patience=None)
    if isinstance(made, Unusable):
        finish_picture(picture_id, why=coded(made.code))
    else:
        facts, files = made
        picture = made_of(facts, files)
        keep(picture)
        finish_picture(picture_id, made=picture)


def made_of(facts: dict[str, Any], files: list[bytes]) -> Made:
    """What the process for decoding has answered, as a picture."""
    return Made(dict(zip(facts["names"], files, strict=True)), facts["width"], facts["height"])


@transaction.atomic
def finish_picture(picture_id: int, *, made: Made | None = None, key: str = "", why: Coded | None = None) -> None:
    """A picture that waited is ready, as it was `made` and stored or by the `key` of one that is; or refused.

    So are those of its maker from the same address.
    """
    key = made.key if made else key
    # From here on it is named, and waits for whoever is removing it: what they took, `keep` stores again.
    UnnamedPicture.objects.filter(key=key).delete()
    if made:
        keep(made)
    picture = ShopPicture.objects.get(pk=picture_id)
    alike = Q(pk=picture_id)
    if picture.source_url:
        alike |= Q(maker=picture.maker_id, source_url=picture.source_url)
    waiting = ShopPicture.objects.filter(alike, state=ShopPicture.State.WAITING)
    products = list(waiting.values_list("product_id", flat=True))
    lock_products(products)
    if picture.product_id is None:
        lock_cover(picture.maker_id)
    state = ShopPicture.State.READY if key else ShopPicture.State.REFUSED
    waiting.update(state=state, key=key, why=why or {})
    PictureOriginal.objects.filter(picture__in=ShopPicture.objects.filter(alike)).exclude(
        picture__state="waiting"
    ).delete()
    choose_faces(products)
    if picture.product_id is None and key:
        choose_cover(picture.maker_id)
