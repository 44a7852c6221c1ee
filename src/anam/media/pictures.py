"""A picture by what it is: the hash of its files and how large it is, in one text that a row can keep.

Its files never change: another picture has another key. So an order keeps what was ordered, a browser need not ask
again, and no page reads a second row to show it.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from anam.media.sizes import SQUARES, widths_up_to

KEY = r"[0-9a-f]{64}-[1-9][0-9]{0,3}x[1-9][0-9]{0,3}"
KEY_LENGTH = 74
ADDRESS = "/pictures/"
_ROOM = "pictures"


@dataclass(frozen=True)
class Made:
    """A picture that was written anew: its files by name, and the width and height of the largest, in pixels."""

    files: Mapping[str, bytes]
    width: int
    height: int

    @property
    def key(self) -> str:
        every = hashlib.sha256(b"".join(self.files[name] for name in sorted(self.files))).hexdigest()
        return f"{every}-{self.width}x{self.height}"


def keep(made: Made) -> str:
    """Store the files of a picture; the answer is its key. To be repeated without harm, as far as it ever came."""
    for name, content in made.files.items():
        if not default_storage.exists(path := stored_as(made.key, name)):
            default_storage.save(path, ContentFile(content))
    return made.key


def stored_keys() -> Iterator[str]:
    """Every picture of which the store has a file."""
    for shelf in _folders(_ROOM):
        yield from _folders(f"{_ROOM}/{shelf}")


def discard(key: str) -> None:
    """Remove all files of a picture that nobody names. To be repeated without harm, as far as it ever came."""
    folder = f"{_ROOM}/{key[:2]}/{key}"
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
    with suppress(OSError):  # what is kept anew at this moment
        default_storage.delete(folder)


def _folders(path: str) -> list[str]:
    with suppress(FileNotFoundError):
        return sorted(default_storage.listdir(path)[0])
    return []


def stored_as(key: str, name: str) -> str:
    """What a file of a picture is called in the store."""
    return f"{_ROOM}/{key[:2]}/{key}/{name}"


def is_stored(key: str) -> bool:
    """Whether this process finds the picture where it looks for pictures."""
    return bool(default_storage.exists(stored_as(key, f"{SQUARES[0]}.webp")))


def measure(key: str) -> tuple[int, int]:
    """Width and height of the largest file of the picture `key`, in pixels."""
    width, height = key.rpartition("-")[2].split("x")
    return int(width), int(height)


def widths(key: str) -> list[int]:
    """Those of its files beside the squares, in pixels."""
    return widths_up_to(measure(key)[0])


def largest(key: str) -> str:
    """The name of its largest file, which is as large as `measure` says."""
    return f"{widths(key)[-1]}.webp"


def address(key: str, name: str) -> str:
    """Where a file of a picture is on this site."""
    return f"{ADDRESS}{key}/{name}"
