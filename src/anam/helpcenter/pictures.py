"""Pictures that lie beside articles: decoded, made smaller where they are large, and written anew from their pixels.

What is served was written by us: whatever else a file held (a script, a place, a second file) is gone.
"""

import hashlib
from dataclasses import dataclass

from anam.decoding.lane import decoded
from anam.decoding.unusable import Unusable

ENDINGS = {".png", ".jpg", ".jpeg", ".gif", ".webp"}
LARGEST_FILE = 10_000_000  # bytes


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
    [found] = decoded("article", [content], patience=None)
    if isinstance(found, Unusable):
        raise NoPicture(found.words)
    facts, [made] = found
    ending, kind = ("jpg", "image/jpeg") if facts["photograph"] else ("png", "image/png")
    name = f"{hashlib.sha256(made).hexdigest()[:32]}.{ending}"
    return Shown(name, kind, made, facts["width"], facts["height"])
