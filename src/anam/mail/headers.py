"""Headers as people read them, whoever wrote them, and however."""

import re
from base64 import b64decode
from binascii import Error as BinasciiError
from email.header import Header
from quopri import decodestring
from typing import Any

from anam.mail.charsets import decoded, one_line

# RFC 2047 gives a word 75 characters and no spaces; programs have written longer ones, with spaces, within quotes.
_WORD = re.compile(r"=\?([^?\s=]{1,60})\?([bBqQ])\?([^\r\n]{0,2000}?)\?=")


def decoded_header(value: Any) -> str:
    """A header's value as text, on one line: with its encoded words decoded, wherever they stand."""
    return one_line(_with_words_decoded(raw_header(value)))


def raw_header(value: Any) -> str:
    """A header's value as it came, unfolded; bytes that are no ASCII stand in it as half characters."""
    if value is None:
        return ""
    if isinstance(value, Header):
        value = "".join(str(chunk) for chunk, _ in value._chunks)  # type: ignore[attr-defined]
    return re.sub(r"\r?\n(?=[ \t])|[\r\n]+", "", str(value))


def _with_words_decoded(text: str) -> str:
    """Words that stand side by side in one charset are one: a letter may begin in one and end in the next."""
    said, end, held, held_charset = [], 0, b"", ""
    for found in _WORD.finditer(text):
        between, charset = text[end : found.start()], found[1].partition("*")[0].lower()
        is_next = bool(end) and not between.strip()
        if not (is_next and charset == held_charset):
            said.append(decoded(held, held_charset) if held else "")
            held, held_charset = b"", charset
        if not is_next:
            said.append(_plain(between))
        held += _content(found[2], found[3])
        end = found.end()
    said.append(decoded(held, held_charset) if held else "")
    return "".join(said) + _plain(text[end:])


def _content(how: str, word: str) -> bytes:
    emails = word.encode("utf-8", "surrogateescape")
    if how in "qQ":
        return decodestring(emails.replace(b"_", b" "), header=False)
    emails = re.sub(rb"[^A-Za-z0-9+/]", b"", emails)
    try:
        return b64decode(emails + b"=" * (-len(emails) % 4))
    except (BinasciiError, ValueError):
        return b64decode(emails[: len(emails) // 4 * 4])


def _plain(text: str) -> str:
    if text.isascii() and "\x1b" not in text:
        return text
    return decoded(text.encode("utf-8", "surrogateescape"), None)
