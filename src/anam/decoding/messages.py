"""The pixels of a picture that came with a message, written anew. Runs in the process for decoding; knows no database.

Nobody sees what was sent, only what was decoded from it and written anew: turned the right way up, no larger than a
page can use, and without anything that it told besides (where it was taken, by which camera, with which comment).
"""

from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from anam.decoding.colours import to_srgb
from anam.decoding.limits import FORMATS, MAX_SIDE_LENGTH, MESSAGE, SMALL_SIDE
from anam.decoding.unusable import Unusable


def written_anew(content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """The facts of the picture in `content`, and its bytes: the whole and a small one.

    Raises Unusable, with a code and with words that a name goes before.
    """
    try:
        image = Image.open(BytesIO(content), formats=FORMATS)
        _refuse_too_many_pixels(image)
        # A photograph may carry smaller copies of itself (MPO); a picture that moves is another thing.
        if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
            raise Unusable("picture_moving", "moves. Send one that stands still.")
        kind = "JPEG" if image.format == "MPO" else str(image.format)
        image.draft("RGB", (MAX_SIDE_LENGTH, MAX_SIDE_LENGTH))
        image.load()
        return _made(image, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(MESSAGE.pixels) from None
    except UnidentifiedImageError:
        raise Unusable("picture_no_picture", "is no JPEG, PNG or WebP picture, whatever it is called.") from None
    except Unusable:
        raise
    except Exception:  # what broken bytes make a decoder raise cannot be listed
        raise Unusable(
            "picture_broken", "is broken: only part of it can be read. Save it anew and try again."
        ) from None


def _refuse_too_many_pixels(image: Image.Image) -> None:
    is_photograph = image.format in ("JPEG", "MPO") and "progressive" not in image.info
    most = MESSAGE.pixels_of_a_photograph if is_photograph else MESSAGE.pixels
    if image.width * image.height > most:
        raise _too_many_pixels(most)


def _made(image: Image.Image, kind: str) -> tuple[dict[str, Any], list[bytes]]:
    plain = to_srgb(ImageOps.exif_transpose(image))
    plain.thumbnail((MAX_SIDE_LENGTH, MAX_SIDE_LENGTH))
    small = plain.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    whole = _bytes(plain, kind)
    if len(whole) > MESSAGE.bytes:  # what JPEG held in little, PNG may not
        kind, whole = "WEBP", _bytes(plain, "WEBP")
    facts = {
        "kind": f"image/{kind.lower()}",
        "width": plain.width,
        "height": plain.height,
        "small_width": small.width,
        "small_height": small.height,
    }
    return facts, [whole, _bytes(small, kind)]


def _bytes(image: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    if kind == "PNG":
        image.save(out, "PNG")
    elif kind == "WEBP":
        image.save(out, "WEBP", quality=85)
    else:
        image.convert("RGB").save(out, "JPEG", quality=85, progressive=True)
    return out.getvalue()


def _too_many_pixels(most: int) -> Unusable:
    return Unusable("picture_too_many_pixels", f"has more than {most // 1_000_000} million pixels. Make it smaller.")
