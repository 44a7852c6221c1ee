"""Pictures that lie beside articles: decoded, made smaller where they are large, and written anew from their pixels.

What is served was written by us: whatever else a file held (a script, a place, a second file) is gone.
"""

import hashlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from anam.conversations.pictures import MOST_PIXELS

ENDINGS = {".png", ".jpg", ".jpeg", ".gif", ".webp"}
LARGEST_FILE = 10_000_000  # bytes
_WIDEST = 1600


class NoPicture(Exception):
    """This file cannot be shown as a picture: why, in words."""


@dataclass(frozen=True)
class Shown:
    """A picture as it is served."""

    name: str
    kind: str
    content: bytes
    width: int
    height: int


def shown(content: bytes) -> Shown:
    """The picture in a file's bytes. Raises NoPicture."""
    if len(content) > LARGEST_FILE:
        raise NoPicture(f"it is larger than {LARGEST_FILE:,} bytes")
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG", "GIF", "WEBP")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NoPicture(f"it has {opened.width:,} × {opened.height:,} pixels, more than can be shown")
            photograph = opened.format == "JPEG"
            picture = ImageOps.exif_transpose(opened).convert("RGB" if photograph else "RGBA")
    except NoPicture:
        raise
    except Exception as error:  # what Pillow raises for a broken file has no common ancestor
        raise NoPicture(f"it cannot be read as a picture: {str(error)[:80] or type(error).__name__}") from error
    if picture.width > _WIDEST:
        picture = picture.resize((_WIDEST, max(1, round(picture.height * _WIDEST / picture.width))))
    written = BytesIO()
    if photograph:
        picture.save(written, "JPEG", quality=85, optimize=True)
    else:
        picture.save(written, "PNG", optimize=True)
    made = written.getvalue()
    name = f"{hashlib.sha256(made).hexdigest()[:32]}.{'jpg' if photograph else 'png'}"
    return Shown(name, "image/jpeg" if photograph else "image/png", made, picture.width, picture.height)
