"""Which parts of a mail say what its sender wrote: the plain ones, the HTML, or both.

Mail programs send the same words in several forms. The plain one is the best where it has the words; a stub such as
"This needs an HTML viewer", or nothing, is not. Which it is, is seen by looking: are the words of the one in the other?
"""

import re
from dataclasses import dataclass, field
from email.message import Message

# Letters in a row: what has most of these in common says the same, in any language and however its lines are broken.
_ROW = 6
_SAME = 0.85
_LINKS = re.compile(r"https?://\S{0,2000}")
_MAX_DEPTH = 30


@dataclass
class Wording:
    """The parts with words in the order in which they come. `said` is told apart from what only repeats it."""

    _forms: dict[int, int]
    _pieces: list["_Piece"] = field(default_factory=list)

    @classmethod
    def of(cls, message: Message) -> "Wording":
        return cls(_forms_of(message))

    def plain(self, part: Message, text: str) -> None:
        self._add(part, plain=text)

    def html(self, part: Message, text: str) -> None:
        self._add(part, html=text)

    def said(self) -> tuple[str, str]:
        """What the sender wrote, and what a form that was not chosen says besides."""
        said: list[str] = []
        besides: list[str] = []
        for piece in self._pieces:
            best, other = piece.chosen()
            is_repeated = best == piece.html and any(_is_in(best, earlier) for earlier in said)
            if best.strip() and not is_repeated:
                said.append(best)
            if other.strip() and not _is_in(other, best):
                besides.append(other.strip())
        return "\n\n".join(said), "\n\n".join(besides)

    def _add(self, part: Message, *, plain: str = "", html: str = "") -> None:
        form = self._forms.get(id(part), 0)
        piece = next((one for one in self._pieces if form and one.form == form), None)
        if piece is None:
            piece = _Piece(form)
            self._pieces.append(piece)
        piece.plain, piece.html = _both(piece.plain, plain), _both(piece.html, html)


@dataclass
class _Piece:
    """The forms of one text, or a text that has one form; `form` says which belong together."""

    form: int
    plain: str = ""
    html: str = ""

    def chosen(self) -> tuple[str, str]:
        if not self.html.strip() or (self.plain.strip() and _is_in(self.html, self.plain)):
            return self.plain, ""
        return self.html, self.plain


def _both(one: str, other: str) -> str:
    return f"{one}\n\n{other}" if one.strip() and other.strip() else one if one.strip() else other


def _is_in(words: str, whole: str) -> bool:
    """Whether `whole` says most of what `words` says."""
    wanted, there = _rows(words), _rows(whole)
    if not wanted:  # a word or a sign
        return "".join(words.split()) in "".join(whole.split())
    return len(wanted & there) >= _SAME * len(wanted)


def _rows(text: str) -> set[str]:
    emails = _letters(text)
    return {emails[at : at + _ROW] for at in range(len(emails) - _ROW + 1)}


def _letters(text: str) -> str:
    return "".join(sign for sign in _LINKS.sub("", text).casefold() if sign.isalnum())


def _forms_of(message: Message) -> dict[int, int]:
    """For each part within a multipart/alternative, the outermost one that holds it."""
    forms: dict[int, int] = {}

    def look(part: Message, form: int, depth: int) -> None:
        inner = part.get_payload()
        if part.get_content_type() == "multipart/alternative":
            form = form or id(part)
        if isinstance(inner, list) and part.get_content_maintype() == "multipart" and depth < _MAX_DEPTH:
            for one in inner:
                if isinstance(one, Message):
                    look(one, form, depth + 1)
        elif form:
            forms[id(part)] = form

    look(message, 0, 0)
    return forms
