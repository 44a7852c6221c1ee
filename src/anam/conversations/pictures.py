"""Bytes that somebody sent as a picture: a cleaned picture, or a refusal in words. Decoded in anam.decoding."""

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from anam.decoding.lane import BUSY, Busy, Made, decoded
from anam.decoding.limits import MESSAGE
from anam.decoding.unusable import Unusable
from anam.refusals import Refused

MAX_PICTURES = 4
# How long somebody who sends a message waits for the pictures of others.
PATIENCE_SECONDS = 5.0
# What no camera writes, and a browser or a program might run if it took the file for something else.
_OTHER_THINGS = (b"<script", b"<html", b"<!doctype", b"<?php", b"%pdf-")


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


@dataclass(frozen=True)
class Sent:
    """A file as it was sent: `size` is its true size where `content` is only its beginning."""

    content: bytes
    name: str = "The picture"
    size: int = -1


def cleaned(content: bytes, *, name: str = "The picture", size: int | None = None) -> CleanPicture:
    """The picture that `content` holds, however long others take; for a job. See `all_cleaned`."""
    return all_cleaned([Sent(content, name, len(content) if size is None else size)], patience=None)[0]


def all_cleaned(files: Sequence[Sent], *, patience: float | None = PATIENCE_SECONDS) -> list[CleanPicture]:
    """The pictures that the files of one message hold; within `patience` seconds a turn must come (None: whenever).

    Raises Refused, with words that begin with the name of the first that is none: it is empty, too big, of another
    kind whatever it is called, broken, moving, far too many pixels, or something else besides a picture. Or, with
    "pictures_busy", because too many others are waiting.
    """
    for file in files:
        _refuse_unread(file)
    try:
        made = decoded("message", [file.content for file in files], patience=patience)
    except Busy:
        raise Refused.because("pictures_busy", BUSY) from None
    return [_clean(file, one) for file, one in zip(files, made, strict=True)]


def _clean(file: Sent, made: Made) -> CleanPicture:
    if isinstance(made, Unusable):
        raise Refused.because(made.code, f"{file.name} {made.words}")
    facts, (whole, small) = made
    return CleanPicture(whole=whole, small=small, **facts)


def _refuse_unread(file: Sent) -> None:
    size = len(file.content) if file.size < 0 else file.size
    if size > MESSAGE.bytes:
        raise Refused.because(
            "picture_too_big",
            f"{file.name} is too big: {_megabytes(size)} MB of at most {_megabytes(MESSAGE.bytes)} MB.",
        )
    if not file.content:
        raise Refused.because("picture_empty", f"{file.name} is empty: there is nothing in the file.")
    if _is_something_else_too(file.content):
        raise Refused.because(
            "picture_two_things", f"{file.name} holds something else besides a picture. Save it anew and try again."
        )


def _is_something_else_too(content: bytes) -> bool:
    lowered = content.lower()
    return any(thing in lowered for thing in _OTHER_THINGS) or zipfile.is_zipfile(BytesIO(content))


def _megabytes(size: int) -> str:
    """In megabytes, rounded up so that what is too big does not look as if it were not."""
    tenths = -(-size * 10 // (1024 * 1024))
    return f"{tenths / 10:.1f}".removesuffix(".0")
