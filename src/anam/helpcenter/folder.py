"""A folder as Jekyll would read it: which of its files are articles, pictures, or what articles are made with."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from anam.helpcenter.models import longest
from anam.helpcenter.pictures import ENDINGS as PICTURES
from anam.helpcenter.reading import LARGEST, Unreadable, decode, load

ARTICLES = {".md", ".markdown"}
_INCLUDED = {".md", ".html", ".liquid", ".txt", ".svg", ""}
_MAX_FILES = 20_000
_DEEPEST = 15
_NOT_OURS = {"node_modules", "vendor", "_site", "_layouts", "_sass", "_plugins", "_drafts", "assets/js", "assets/css"}


class NoFolder(Exception):
    """There is nothing to import from: why, in words."""


@dataclass
class Folder:
    """What lies in a folder, by its paths within it; `skipped` says of others why they are not read."""

    root: Path
    articles: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)
    skipped: list[tuple[str, str, int | None]] = field(default_factory=list)

    def content(self, path: str, most: int) -> bytes:
        """The bytes of a file, but no more than one beyond `most`. Raises Unreadable."""
        try:
            with (self.root / path).open("rb") as opened:
                return opened.read(most + 1)
        except OSError as error:
            raise Unreadable(f"it cannot be read: {error.strerror}") from error


def look_through(root: Path) -> Folder:
    """Everything in `root` that matters. Raises NoFolder where it is none, or holds no article."""
    folder = Folder(root)
    top = _listed(root)
    config = _read_part(folder, "_config.yml") if "_config.yml" in top else {}
    collections = config.get("collections") or {}
    kept = {f"_{name}" for name in collections} if isinstance(collections, dict | list) else set()
    for path in sorted(_files(folder, kept | {"_includes", "_data"}), key=lambda path: path.lower()):
        _sort(folder, path)
    if not folder.articles:
        raise NoFolder(f"There are no articles in {root}: no file there ends in .md or .markdown.")
    return folder


def _listed(root: Path) -> list[str]:
    try:
        return os.listdir(root)
    except FileNotFoundError as error:
        raise NoFolder(f"There is no folder {root}.") from error
    except NotADirectoryError as error:
        raise NoFolder(f"{root} is a file; give the folder that it lies in.") from error
    except (OSError, ValueError) as error:
        raise NoFolder(f"The folder {root} cannot be read: {getattr(error, 'strerror', error)}.") from error


def _files(folder: Folder, underscored: set[str]) -> Iterator[str]:
    """The paths of its files; no link is followed out of the folder, and none into another."""
    found = 0
    for here, folders, names in os.walk(folder.root, followlinks=False):
        inside = os.path.relpath(here, folder.root).replace(os.sep, "/")
        inside = "" if inside == "." else f"{inside}/"
        folders[:] = sorted(name for name in folders if _goes_into(folder, inside, name, underscored))
        for name in names:
            if name.startswith(".") or not (folder.root / inside / name).is_file():
                continue
            found += 1
            if found > _MAX_FILES:
                raise NoFolder(f"{folder.root} holds more than {_MAX_FILES:,} files: is it the right folder?")
            yield f"{inside}{name}"


def _goes_into(folder: Folder, inside: str, name: str, underscored: set[str]) -> bool:
    if name.startswith(".") or name in _NOT_OURS or f"{inside}{name}" in _NOT_OURS:
        return False
    if name.startswith("_") and not (name in underscored and not inside) and not inside.startswith("_"):
        return False
    if (folder.root / inside / name).is_symlink():
        folder.skipped.append((f"{inside}{name}", "it is a link to another folder; it was not followed", None))
        return False
    if inside.count("/") >= _DEEPEST:
        folder.skipped.append((f"{inside}{name}", f"it lies deeper than {_DEEPEST} folders", None))
        return False
    return True


def _sort(folder: Folder, path: str) -> None:
    ending = os.path.splitext(path)[1].lower()
    file = folder.root / path
    if file.is_symlink() and not file.resolve().is_relative_to(folder.root.resolve()):
        folder.skipped.append((path, "it is a link out of the folder; it was not followed", None))
    elif not path.isprintable() or len(path) > longest("path"):
        folder.skipped.append((path, "its name becomes its address, and cannot be written in one line", None))
    elif path.startswith("_includes/") and ending in _INCLUDED:
        _read_part(folder, path, as_yaml=False)
    elif path.startswith("_data/"):
        if ending in (".yml", ".yaml"):
            _read_part(folder, path)
        else:
            folder.skipped.append((path, "only YAML is read in _data", None))
    elif ending in ARTICLES:
        folder.articles.append(path)
    elif ending in PICTURES:
        folder.pictures.append(path)
    elif ending == ".svg":
        folder.skipped.append((path, "an SVG can carry a script and is not shown: save it as PNG", None))
    elif ending in (".html", ".htm") and _is_page(folder, path):
        folder.skipped.append((path, "it is a page in HTML, and only Markdown is taken in", 1))


def _is_page(folder: Folder, path: str) -> bool:
    """Whether Jekyll would make a page of it: it has front matter."""
    try:
        return folder.content(path, 3).startswith(b"---")
    except Unreadable:
        return False


def _read_part(folder: Folder, path: str, *, as_yaml: bool = True) -> dict[str, Any]:
    """Keep the text of a file that articles are made with; the answer is what it says, where that is YAML."""
    try:
        text = decode(folder.content(path, LARGEST))
        values = load(text.replace("\r\n", "\n"), before=0, of="it") if as_yaml else {}
    except Unreadable as unreadable:
        folder.skipped.append((path, unreadable.why, unreadable.line))
        return {}
    folder.parts[path] = text
    return values


def slug_of(path: str) -> str:
    """The last part of an article's address, from its file's name. Raises Unreadable where nothing is left of it."""
    parts = os.path.splitext(path)[0].split("/")
    name = parts[-1] if parts[-1].lower() not in ("index", "readme") or len(parts) == 1 else parts[-2]
    slug = slugify(name.replace("ß", "ss").replace(".", "-"))[: longest("slug")].strip("-")
    if not slug:
        raise Unreadable("its name becomes its address, and has no letters or digits that one can be made of")
    return slug
