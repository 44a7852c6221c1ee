"""The pixels of a picture of a product, written anew in several sizes. Runs in the process for decoding.

Turned the right way up, in the colours of sRGB (a glaze must keep its own), on white where one can see through it, and
without anything that the file told besides. It is made small first, and its colours are reckoned then.
"""

from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from anam.decoding.colours import in_eight_bits, on_white, to_srgb
from anam.decoding.limits import FORMATS, PRODUCT, is_heic
from anam.decoding.unusable import Unusable
from anam.media.sizes import FOR_EMAIL, MAX_HEIGHT, SQUARES, WIDTHS, widths_up_to

_ORIENTATION = 0x0112
_LYING = range(5, 9)
_SMALL_QUALITY, _LARGE_QUALITY = 75, 80


def written_anew(content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """The facts of the picture in `content` and its files, named in the facts. Raises Unusable."""
    if is_heic(content):
        raise Unusable("picture_heic", "is HEIC")
    try:
        image = Image.open(BytesIO(content), formats=FORMATS)
        is_photograph = image.format in ("JPEG", "MPO")
        if image.width * image.height > (PRODUCT.pixels_of_a_photograph if is_photograph else PRODUCT.pixels):
            raise Unusable("picture_too_many_pixels", "has too many pixels")
        # A photograph may carry smaller copies of itself (MPO); a picture that moves is another thing.
        if not is_photograph and getattr(image, "n_frames", 1) > 1:
            raise Unusable("picture_moving", "moves")
        return _in_sizes(on_white(to_srgb(_small_enough(image))))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unusable("picture_too_many_pixels", "has too many pixels") from None
    except UnidentifiedImageError:
        raise Unusable("picture_no_picture", "is no picture") from None
    except Unusable:
        raise
    except Exception:  # what broken bytes make a decoder raise cannot be listed
        raise Unusable("picture_broken", "is broken") from None


def _small_enough(image: Image.Image) -> Image.Image:
    """Upright, and no larger than the largest of its files."""
    box = (WIDTHS[-1], MAX_HEIGHT)
    if image.getexif().get(_ORIENTATION) in _LYING:
        box = (box[1], box[0])
    by = min(1, box[0] / image.width, box[1] / image.height)
    size = max(1, round(image.width * by)), max(1, round(image.height * by))
    image.draft(None, size)  # a JPEG is decoded at an eighth, a quarter or a half of its size, where that suffices
    image.load()
    image = in_eight_bits(image)
    if image.mode in ("P", "PA", "1") or "transparency" in image.info:  # what cannot be made smaller as it stands
        image = image.convert("L" if image.mode == "1" else "RGBA")
    if image.size != size:
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return ImageOps.exif_transpose(image)


def _in_sizes(image: Image.Image) -> tuple[dict[str, Any], list[bytes]]:
    files: dict[str, bytes] = {}
    for side in SQUARES:
        files[f"{side}.webp"] = _webp(ImageOps.fit(image, (side, side)))
    for width in widths_up_to(image.width):
        files[f"{width}.webp"] = _webp(_as_wide_as(image, width))
    files[FOR_EMAIL] = _jpeg(ImageOps.fit(image, (SQUARES[-1], SQUARES[-1])))
    return {"names": list(files), "width": image.width, "height": image.height}, list(files.values())


def _as_wide_as(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    return image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)


def _webp(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "WEBP", quality=_SMALL_QUALITY if image.width <= WIDTHS[0] else _LARGE_QUALITY)
    return out.getvalue()


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()
