"""The pixels of a picture that lies beside articles, written anew. Runs in the process for decoding."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

from anam.decoding.unusable import Unusable

_MAX_PIXELS = 40_000_000
_WIDEST = 1600


def written_anew(content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """The facts of the picture in `content`, and its bytes. Raises Unusable, with words that "it" begins."""
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG", "GIF", "WEBP")) as opened:
            if opened.width * opened.height > _MAX_PIXELS:
                size = f"{opened.width:,} × {opened.height:,}"
                raise Unusable("picture_too_many_pixels", f"it has {size} pixels, more than can be shown")
            photograph = opened.format == "JPEG"
            opened.draft("RGB", (_WIDEST, _WIDEST))
            picture = ImageOps.exif_transpose(opened).convert("RGB" if photograph else "RGBA")
    except Unusable:
        raise
    except Exception as error:  # what Pillow raises for a broken file has no common ancestor
        why = f"it cannot be read as a picture: {str(error)[:80] or type(error).__name__}"
        raise Unusable("picture_broken", why) from error
    if picture.width > _WIDEST:
        picture = picture.resize((_WIDEST, max(1, round(picture.height * _WIDEST / picture.width))))
    written = BytesIO()
    if photograph:
        picture.save(written, "JPEG", quality=85, optimize=True)
    else:
        picture.save(written, "PNG", optimize=True)
    facts = {"photograph": photograph, "width": picture.width, "height": picture.height}
    return facts, [written.getvalue()]
