"""Our own e-mail that a mail answers: what of the mail stands in it was not added by whoever answered."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings

from anam.mail.html_words import words_of_html
from anam.mail.lines import Line
from anam.mail.models import Email

# A line this long is in the e-mail or is not; of a shorter one, its place is asked as well.
_LONG = 16
_TAIL = 40
# How much of the e-mail must be found for all the rest to be somebody else's words.
_MAX_OF_IT = 0.6
_MIN_OF_IT = 40
_MAX_LENGTH = 50_000
# A long line of which this much stands in the e-mail, in rows of so many letters, is the e-mail's.
_NEARLY = 0.8
_ROW = 6
_MAX_LINE_LENGTH = 2000
_LINKS = re.compile(r"<(?:https?|mailto):[^<>\s]{0,2000}>|\[(?:image|cid):[^\]]{0,200}\]", re.IGNORECASE)
_NOTHING = re.compile(r"[\s>|*_]+")


class Original:
    """An e-mail, in each form that it was sent in. Without any it knows nothing."""

    def __init__(self, *texts: str) -> None:
        self._lines = {_squashed(line) for text in texts for line in text[:_MAX_LENGTH].split("\n")} - {""}
        self._firsts = [_squashed(text.lstrip()[:_MAX_LENGTH].split("\n")[0]) for text in texts if text.strip()]
        self._texts = [one for one in (_squashed(text[:_MAX_LENGTH]) for text in texts) if one]

    @classmethod
    def of(cls, email: Email) -> "Original":
        return cls(email.text, words_of_html(email.html))

    @property
    def is_known(self) -> bool:
        return bool(self._texts)

    def begins(self, words: str) -> bool:
        """Whether its first line, in one of its forms, ends with `words`; nothing is the end of every line."""
        return any(first.endswith(_squashed(words)) for first in self._firsts)

    def stands_in(self, lines: Sequence[Line]) -> bool:
        """Whether `lines` are a quotation of the e-mail: then what is not in it was written by somebody else.

        Most of the e-mail stands there; or most of what stands there is of the e-mail, whose rest was taken out.
        """
        said = _squashed("\n".join(line.content for line in lines))
        if any(self._share(text, said) >= _MAX_OF_IT for text in self._texts):
            return True
        known = zip(lines, self.known(lines), strict=True)
        ours = sum(len(_squashed(line.content)) for line, is_known in known if is_known)
        return ours >= _MIN_OF_IT and ours * 2 >= len(said)

    def _share(self, text: str, said: str) -> float:
        """How much of the e-mail is found, in pieces, for programs break its lines where they like."""
        pieces = [text[at : at + _LONG] for at in range(0, len(text), _LONG)]
        return sum(piece in said for piece in pieces) / len(pieces)

    def known(self, lines: Iterable[Line], *, bare: bool = False) -> list[bool]:
        """For each line whether it is the letter's, as it follows upon the one before. An empty line is nobody's.

        A line that holds but a link to us, or a rule, is the letter's where it is quoted: with a mark, or `bare`.
        """
        tail, found = "", []
        for line in lines:
            words = _squashed(line.content)
            if not words:
                found.append(bool(line.content and (bare or line.depth) and self._texts))
                continue
            is_known = self._holds(words, tail)
            tail = (tail + words)[-_TAIL:] if is_known else ""
            found.append(is_known)
        return found

    def _holds(self, words: str, tail: str) -> bool:
        if len(words) >= _LONG:
            return any(words in text for text in self._texts) or self._nearly_holds(words)
        return words in self._lines or (bool(tail) and any(tail + words in text for text in self._texts))

    def _nearly_holds(self, words: str) -> bool:
        """Programs change a sign here and there of what they quote."""
        rows = [words[at : at + _ROW] for at in range(min(len(words), _MAX_LINE_LENGTH) - _ROW + 1)]
        return any(sum(row in there for row in rows) >= _NEARLY * len(rows) for there in self._rows)

    @cached_property
    def _rows(self) -> list[set[str]]:
        return [{text[at : at + _ROW] for at in range(len(text) - _ROW + 1)} for text in self._texts]


def _squashed(text: str) -> str:
    """Without what programs change as they like: spaces, marks, links written beside their words, links to us."""
    host = re.escape(urlsplit(settings.SITE_URL).netloc)
    ours = rf"<?https?://[^\s<>]{{0,500}}?{host}[^\s<>]{{0,2000}}>?"
    return _NOTHING.sub("", re.sub(ours, "", _LINKS.sub("", text), flags=re.IGNORECASE)).casefold()
