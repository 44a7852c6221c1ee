"""Old addresses: every way of writing one is the same address."""

import posixpath
import re
from urllib.parse import unquote

from anam.addresses import taken_apart

_UNKEEPABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_ENDINGS = re.compile(r"(?:/?index)?\.(?:html?|md|markdown)$|/index$|^index$", re.IGNORECASE)
MAX_LENGTH = 400


def address_of(written: str, *, base: str = "") -> str | None:
    """The one form of an address within a site: no host, query or ending, in small letters; None where it is none.

    "/Docs/Makers/", "docs/makers.html" and "https://old.example/docs/makers/index.html" are all "docs/makers".
    """
    parts = taken_apart(written.strip())
    try:
        path = unquote(parts.path, errors="strict") if parts else None
    except UnicodeDecodeError:
        return None
    if path is None or _UNKEEPABLE.search(path):
        return None
    path = posixpath.normpath("/" + path.replace("\\", "/")).strip("/")
    base = base.strip("/")
    if base and (path == base or path.startswith(f"{base}/")):
        path = path[len(base) :].strip("/")
    path = _ENDINGS.sub("", path).strip("/").lower()
    return path if path != "." and len(path) <= MAX_LENGTH else None if len(path) > MAX_LENGTH else ""
