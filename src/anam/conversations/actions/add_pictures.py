from collections.abc import Sequence

from anam.conversations.models import Picture, PictureBytes
from anam.conversations.pictures import CleanPicture


def add_pictures(message_id: int, pictures: Sequence[CleanPicture], *, maker_id: int) -> None:
    """Keep cleaned `pictures` with a message, in their order, in the caller's transaction."""
    kept = Picture.objects.bulk_create(
        Picture(
            message_id=message_id,
            maker_id=maker_id,
            kind=picture.kind,
            digest=picture.digest,
            width=picture.width,
            height=picture.height,
            small_width=picture.small_width,
            small_height=picture.small_height,
        )
        for picture in pictures
    )
    PictureBytes.objects.bulk_create(
        PictureBytes(picture=row, whole=picture.whole, small=picture.small)
        for row, picture in zip(kept, pictures, strict=True)
    )
