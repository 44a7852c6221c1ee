"""From a file's text to an article: its front matter, and where its body begins. Nothing is rendered here."""

import re
from dataclasses import dataclass
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from anam.helpcenter.models import longest

LARGEST = 1_000_000  # bytes
_DEEPEST = 20
_FRONT_MATTER = YAMLHandler()
# PostgreSQL keeps no NUL, and UTF-8 no half of a surrogate pair.
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


class Unreadable(Exception):
    """This text cannot become an article: why, in words, and in which line of the file where that is known."""

    def __init__(self, why: str, *, line: int | None = None) -> None:
        super().__init__(why)
        self.why = " ".join(why.split())
        self.line = line


@dataclass(frozen=True)
class Draft:
    """An article as read, not yet published; `body_line` is the line of the source at which the body begins."""

    slug: str
    title: str
    description: str
    audience: str
    source: str
    front: dict[str, Any]
    body: str
    body_line: int

    @property
    def columns(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in ("title", "description", "audience", "source")}


def decode(content: bytes) -> str:
    """The text of a file. Raises Unreadable where it is too large, not UTF-8, or has a NUL in it."""
    if len(content) > LARGEST:
        raise Unreadable(f"it is larger than {LARGEST:,} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("it is not UTF-8", line=content.count(b"\n", 0, error.start) + 1) from error
    if "\0" in text:
        raise Unreadable("it has a NUL character in it", line=text.count("\n", 0, text.index("\0")) + 1)
    return text


def read(source: str, *, slug: str) -> Draft:
    """An article from its source; without front matter, its title comes from the slug. Raises Unreadable."""
    front, body, body_line = _split(source.replace("\r\n", "\n").replace("\r", "\n"))
    return Draft(
        slug=slug,
        title=_words(front, "title") or slug.replace("-", " ").capitalize(),
        description=_words(front, "description"),
        audience=_words(front, "audience") or _words({"audience": front.get("parent")}, "audience"),
        source=source,
        front=front,
        body=body,
        body_line=body_line,
    )


def _split(text: str) -> tuple[dict[str, Any], str, int]:
    """The front matter, the body, and the line at which the body begins."""
    opening = _FRONT_MATTER.FM_BOUNDARY.match(text)
    if opening is None:
        return {}, text, 1
    try:
        matter, body = _FRONT_MATTER.split(text)
    except ValueError as error:
        raise Unreadable("its front matter begins here and never ends: a second --- is missing", line=1) from error
    front = _load(matter, before=text.count("\n", 0, opening.end()))
    return front, body, text.count("\n", 0, len(text) - len(body)) + 1


def _load(matter: str, *, before: int) -> dict[str, Any]:
    """The front matter's names and values; `before` lines of the file come before it."""
    try:
        _refuse_a_bomb(matter, before)
        front = _FRONT_MATTER.load(matter)
    except Unreadable:
        raise
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or str(error)
        raise Unreadable(f"its front matter: {why}", line=before + mark.line + 1 if mark else None) from error
    except Exception as error:  # a wrong date, an odd tag: what PyYAML raises then has no common ancestor
        raise Unreadable(f"its front matter cannot be read: {error}") from error
    if front is None:
        return {}
    if not isinstance(front, dict):
        raise Unreadable("its front matter is not a list of names and values", line=before + 1)
    return {str(name): value for name, value in front.items()}


def _refuse_a_bomb(matter: str, before: int) -> None:
    """A few lines of YAML can stand for a billion values, through aliases, or nest deeper than Python can follow."""
    depth = 0
    for event in yaml.parse(matter, Loader=yaml.SafeLoader):
        line = before + (event.start_mark.line if event.start_mark else 0) + 1
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable("its front matter uses an alias (*)", line=line)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise Unreadable("its front matter is nested too deeply", line=line)


def _words(front: dict[str, Any], name: str) -> str:
    """One line of text from the front matter, that fits its column."""
    value = front.get(name)
    if value is None:
        return ""
    if isinstance(value, dict | list):
        raise Unreadable(f"the {name} in its front matter is a list, not a text")
    text = " ".join(str(value).split())
    if _UNKEEPABLE.search(text):
        raise Unreadable(f"the {name} in its front matter has a character that cannot be kept")
    if len(text) > longest(name):
        raise Unreadable(f"the {name} in its front matter has {len(text)} characters, of at most {longest(name)}")
    return text
