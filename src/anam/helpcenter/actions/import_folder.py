from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from anam.helpcenter.actions.publish import publish
from anam.helpcenter.models import Article, longest
from anam.helpcenter.reading import LARGEST, Draft, Unreadable, decode, read
from anam.helpcenter.rendering import render

_ENDINGS = {".md", ".markdown"}


class NoFolder(Exception):
    """There is nothing to import from: why, in words."""


@dataclass(frozen=True)
class Outcome:
    """What became of one file: new, replaced, changed, unchanged, or refused, and then why and in which line."""

    file: str
    slug: str
    became: str
    why: str = ""
    line: int | None = None


def import_folder(folder: Path) -> Iterator[Outcome]:
    """Publish every Markdown file that lies in `folder` itself, each for itself: a bad one leaves the others be.

    Raises NoFolder where there is no such folder, or no Markdown in it.
    """
    for file in _files(folder):
        name = "".join(sign if sign.isprintable() else "?" for sign in file.name)
        try:
            draft = _read(file)
            render(draft)
            became = publish(draft, ours=False, articles=Article.objects.all())
            yield Outcome(name, draft.slug, became)
        except Unreadable as unreadable:
            yield Outcome(name, file.stem, "refused", unreadable.why, unreadable.line)


def _files(folder: Path) -> list[Path]:
    try:
        found = sorted(file for file in folder.iterdir() if file.suffix.lower() in _ENDINGS and file.is_file())
    except FileNotFoundError as error:
        raise NoFolder(f"There is no folder {folder}.") from error
    except NotADirectoryError as error:
        raise NoFolder(f"{folder} is a file; give the folder that it lies in.") from error
    except OSError as error:
        raise NoFolder(f"The folder {folder} cannot be read: {error.strerror}.") from error
    if not found:
        raise NoFolder(f"There are no articles in {folder}: no file there ends in .md or .markdown.")
    return found


def _read(file: Path) -> Draft:
    slug = _slug(file)
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise Unreadable(f"it cannot be read: {error.strerror}") from error
    return read(decode(content), slug=slug)


def _slug(file: Path) -> str:
    try:
        validate_slug(file.stem)
    except ValidationError as error:
        raise Unreadable("its name becomes its address, and may have only letters, digits, - and _") from error
    if len(file.stem) > longest("slug"):
        raise Unreadable(f"its name becomes its address, and may have at most {longest('slug')} characters")
    return file.stem
