"""From a file's text to an article: its front matter, and where its body begins. Nothing is rendered here."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from anam.helpcenter.front import Front, Remark, addresses_of, audience_of, category_of, front_of
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
    category: str
    parent: str
    nav_order: float
    in_nav: bool
    in_search: bool
    source: str
    front: dict[str, Any]
    body: str
    body_line: int
    tags: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    published: bool = True
    remarks: list[Remark] = field(default_factory=list)

    @property
    def columns(self) -> dict[str, Any]:
        """What the table keeps of it as it stands."""
        names = ("title", "description", "audience", "category", "parent", "nav_order", "in_nav", "in_search", "source")
        return {name: getattr(self, name) for name in names}


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
    values, matter, before, body, body_line = _split(source.replace("\r\n", "\n").replace("\r", "\n"))
    front = front_of(values, matter, before=before)
    audience = audience_of(front)
    return Draft(
        slug=slug,
        title=_words(values, "title") or slug.replace("-", " ").capitalize()[: longest("title")],
        description=_words(values, "description"),
        audience=audience,
        category=category_of(front, audience),
        parent=front.words("parent")[: longest("parent")],
        nav_order=front.number("nav_order"),
        in_nav=not front.flag("nav_exclude", False),
        in_search=not front.flag("search_exclude", False),
        source=source,
        front=values,
        body=body,
        body_line=body_line,
        tags=front.several("tags"),
        addresses=list(dict.fromkeys(addresses_of(front))),
        published=front.flag("published", True),
        remarks=front.remarks + _not_here(front),
    )


def _not_here(front: Front) -> list[Remark]:
    if "redirect_to" in front.values:
        return [Remark("redirect_to is not followed: the article itself is shown", front.lines.get("redirect_to"))]
    return []


def _split(text: str) -> tuple[dict[str, Any], str, int, str, int]:
    """The front matter read, as it was written, and after how many lines; the body, and at which line it begins."""
    opening = _FRONT_MATTER.FM_BOUNDARY.match(text)
    if opening is None:
        return {}, "", 0, text, 1
    ending = _FRONT_MATTER.FM_BOUNDARY.search(text, opening.end())
    if ending is None:
        raise Unreadable("its front matter begins here and never ends: a second --- is missing", line=1)
    before = text.count("\n", 0, opening.end())
    matter = text[opening.end() : ending.start()]
    values = load(matter, before=before)
    return values, matter, before, text[ending.end() :], text.count("\n", 0, ending.end()) + 1


def load(matter: str, *, before: int, of: str = "its front matter") -> dict[str, Any]:
    """YAML's names and values; `before` lines of the file come before it. Raises Unreadable."""
    try:
        _refuse_a_bomb(matter, before, of)
        values = _FRONT_MATTER.load(matter)
    except Unreadable:
        raise
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or str(error)
        raise Unreadable(f"{of}: {why}", line=before + mark.line + 1 if mark else None) from error
    except Exception as error:  # a wrong date, an odd tag: what PyYAML raises then has no common ancestor
        raise Unreadable(f"{of} cannot be read: {error}") from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise Unreadable(f"{of} is not a list of names and values", line=before + 1)
    return {str(name): value for name, value in values.items()}


def _refuse_a_bomb(matter: str, before: int, of: str) -> None:
    """A few lines of YAML can stand for a billion values, through aliases, or nest deeper than Python can follow."""
    depth = 0
    for event in yaml.parse(matter, Loader=yaml.SafeLoader):
        line = before + (event.start_mark.line if event.start_mark else 0) + 1
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable(f"{of} uses an alias (*)", line=line)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise Unreadable(f"{of} is nested too deeply", line=line)


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
