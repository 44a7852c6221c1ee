"""Files that a maker sends as pictures: what can be said of them before they are decoded."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile

from anam.catalog.models import ShopPicture
from anam.catalog.sentences import NOT_TAKEN
from anam.coded import Worded, coded
from anam.decoding.limits import PRODUCT, is_heic
from anam.media.pictures import is_stored
from anam.refusals import Refused
from anam.words import visible

# As many at once as are heard to the end (web/middleware.py).
MAX_AT_ONCE = 3
MAX_OF_A_PRODUCT = 10
_NAME_LENGTH = 80
_SHOWN = 40


@dataclass(frozen=True)
class SentPicture:
    """A file as it was sent: what it holds, and what it is called."""

    content: bytes
    name: str = ""

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_pictures(files: Sequence["UploadedFile[bytes]"], *, most: int = MAX_AT_ONCE) -> list[SentPicture]:
    """What was sent, each once. Raises Refused for the first that is empty, too big or HEIC, for none and for too many.

    Whatever else stands in a file beside its picture is of no account: nothing but pixels is carried over.
    """
    if len(files) > most:
        raise not_taken("pictures_at_once", most=most, number=len(files))
    found: dict[str, SentPicture] = {}
    for file in files:
        sent = _read(file)
        found.setdefault(sent.hash, sent)
    if not found:
        raise not_taken("picture_missing")
    return list(found.values())


def _read(file: "UploadedFile[bytes]") -> SentPicture:
    name = " ".join(visible(file.name or "").split())
    called = f"“{name[:_SHOWN]}{'…' if len(name) > _SHOWN else ''}”" if name else "The picture"
    size = file.size or 0
    if size > PRODUCT.bytes:
        raise not_taken("picture_too_big", name=called, size=-(-size // 1024**2), most=PRODUCT.bytes // 1024**2)
    content = file.read()
    if not content:
        raise not_taken("picture_empty", name=called)
    if is_heic(content):
        raise not_taken("picture_heic", name=called)
    return SentPicture(content, name[:_NAME_LENGTH])


def not_taken(code: str, **parameters: object) -> Refused:
    return Refused.because(code, Worded(coded(code, **parameters), NOT_TAKEN))


def room_for(new: Sequence[object], *, there: int) -> None:
    """Raise Refused where a product would have too many."""
    if there + len(new) > MAX_OF_A_PRODUCT:
        raise not_taken("too_many_pictures", most=MAX_OF_A_PRODUCT, number=there)


def missing_pictures() -> str:
    """A sentence where this process does not find the newest picture in its store: a folder that is not shared, say."""
    newest = ShopPicture.objects.ready().order_by("-pk").values_list("key", flat=True).first()
    if not newest or is_stored(newest):
        return ""
    return "warning: the newest picture of a product is not where this machine keeps pictures (ANAM_MEDIA)"
