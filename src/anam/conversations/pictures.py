"""Bytes that somebody sent as a picture: a cleaned picture, or a refusal in words.

Nobody sees what was sent, only what was decoded from it and written anew: turned the right way up, no larger than a
page can use, and without anything that it told besides (where it was taken, by which camera, with which comment).
"""

import hashlib
import threading
import zipfile
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from anam.refusals import Refused

MOST_PICTURES = 4
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400
SMALL_SIDE = 320
FORMATS = ("JPEG", "PNG", "WEBP")
# What no camera writes, and a browser or a program might run if it took the file for something else.
_OTHER_THINGS = (b"<script", b"<html", b"<!doctype", b"<?php", b"%pdf-")
# A large picture needs 200 MB while it is decoded: each process decodes one at a time.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class CleanPicture:
    """A picture as it is kept: the whole and a small one for the page, both of `kind` ("image/jpeg" …), in pixels."""

    kind: str
    whole: bytes
    width: int
    height: int
    small: bytes
    small_width: int
    small_height: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.whole).hexdigest()


def cleaned(content: bytes, *, name: str = "The picture", size: int | None = None) -> CleanPicture:
    """The picture that `content` holds. `size` is its true size where `content` is only its beginning.

    Raises Refused, with words that begin with `name`: it is empty, too big, of another kind whatever it is called,
    broken, moving, far too many pixels, or something else besides a picture.
    """
    size = len(content) if size is None else size
    if size > MOST_BYTES:
        raise Refused.because(
            "picture_too_big", f"{name} is too big: {_megabytes(size)} MB of at most {_megabytes(MOST_BYTES)} MB."
        )
    if not content:
        raise Refused.because("picture_empty", f"{name} is empty: there is nothing in the file.")
    if _is_something_else_too(content):
        raise Refused.because(
            "picture_two_things", f"{name} holds something else besides a picture. Save it anew and try again."
        )
    with _ONE_AT_A_TIME:
        return _decoded(content, name)


def _decoded(content: bytes, name: str) -> CleanPicture:
    try:
        image = Image.open(BytesIO(content), formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise _too_many_pixels(name)
        # A photograph may carry smaller copies of itself (MPO); a picture that moves is another thing.
        if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
            raise Refused.because("picture_moving", f"{name} moves. Send one that stands still.")
        kind = "JPEG" if image.format == "MPO" else str(image.format)
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        return _written_anew(image, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(name) from None
    except UnidentifiedImageError:
        raise Refused.because(
            "picture_no_picture", f"{name} is no JPEG, PNG or WebP picture, whatever it is called."
        ) from None
    except Refused:
        raise
    except Exception:  # what broken bytes make a decoder raise cannot be listed
        raise Refused.because(
            "picture_broken", f"{name} is broken: only part of it can be read. Save it anew and try again."
        ) from None


def _written_anew(image: Image.Image, kind: str) -> CleanPicture:
    plain = _plain(ImageOps.exif_transpose(image))
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    small = plain.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    whole = _bytes(plain, kind)
    if len(whole) > MOST_BYTES:  # what JPEG held in little, PNG may not
        kind, whole = "WEBP", _bytes(plain, "WEBP")
    return CleanPicture(f"image/{kind.lower()}", whole, *plain.size, _bytes(small, kind), *small.size)


def _plain(image: Image.Image) -> Image.Image:
    """Nothing but pixels, in colours that every screen knows."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith(("I", "F")):  # sixteen bits: the upper eight are what a screen shows
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    clear = image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info
    if profile and not clear:
        image = _in_plain_colours(image, profile)
    image = image.convert("RGBA" if clear else "RGB")
    image.info = {}
    return image


def _in_plain_colours(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        theirs, ours = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, theirs, ours, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError):  # a broken profile: the colours as they stand
        return image


def _bytes(image: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    if kind == "PNG":
        image.save(out, "PNG", optimize=True)
    elif kind == "WEBP":
        image.save(out, "WEBP", quality=85)
    else:
        image.convert("RGB").save(out, "JPEG", quality=85, progressive=True)
    return out.getvalue()


def _is_something_else_too(content: bytes) -> bool:
    lowered = content.lower()
    return any(thing in lowered for thing in _OTHER_THINGS) or zipfile.is_zipfile(BytesIO(content))


def _too_many_pixels(name: str) -> Refused:
    return Refused.because(
        "picture_too_many_pixels", f"{name} has more than {MOST_PIXELS // 1_000_000} million pixels. Make it smaller."
    )


def _megabytes(size: int) -> str:
    """In megabytes, rounded up so that what is too big does not look as if it were not."""
    tenths = -(-size * 10 // (1024 * 1024))
    return f"{tenths / 10:.1f}".removesuffix(".0")
