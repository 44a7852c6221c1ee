from datetime import timedelta

from django.db import transaction

from anam.catalog.actions.prepare_picture import finish_picture
from anam.catalog.models import PictureOriginal, ShopPicture
from anam.coded import coded
from anam.decoding.limits import PRODUCT
from anam.elsewhere import leave_the_database
from anam.jobs import defer, to_do
from anam.outbound.download import NotFetched, download

_MEANWHILE = timedelta(seconds=10)


def fetch_picture(picture_id: int) -> None:
    """Bring the picture that an import found at an address, for all of its maker's products that have it.

    From the open internet alone. What cannot be had is refused, with the reason; another import asks again. For the
    worker; may be killed and repeated at any point.
    """
    picture = ShopPicture.objects.get(pk=picture_id)
    if picture.state != ShopPicture.State.WAITING:
        return
    alike = ShopPicture.objects.filter(maker=picture.maker_id, source_url=picture.source_url)
    if there := alike.ready().first():
        finish_picture(picture_id, key=there.key)
    elif PictureOriginal.objects.filter(picture__in=alike).exists():  # the same for another product is being made
        defer(to_do("catalog.fetch_picture", picture_id=picture_id, delay=_MEANWHILE))
    else:
        leave_the_database()
        try:
            content = download(picture.source_url, most=PRODUCT.bytes)
        except NotFetched as why:
            finish_picture(picture_id, why=coded("picture_not_fetched", why=_reason(why)))
        else:
            _keep(picture_id, content)


def _reason(why: NotFetched) -> dict[str, object]:
    known = {
        "private": coded("fetch_private"),
        "no_host": coded("fetch_no_host"),
        "too_big": coded("fetch_too_big", most=PRODUCT.bytes // 1024**2),
        "too_slow": coded("fetch_too_slow"),
        "no_connection": coded("fetch_no_connection"),
        "leads_on": coded("fetch_leads_on"),
        "status": coded("fetch_status", status=why.status),
    }
    return known.get(why.why, coded("fetch_no_address"))


@transaction.atomic
def _keep(picture_id: int, content: bytes) -> None:
    waiting = ShopPicture.objects.filter(pk=picture_id, state=ShopPicture.State.WAITING)
    if not waiting.select_for_update().exists():
        return
    PictureOriginal.objects.get_or_create(picture_id=picture_id, defaults={"content": content})
    defer(to_do("catalog.prepare_picture", picture_id=picture_id))
