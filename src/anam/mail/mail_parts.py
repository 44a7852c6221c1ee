"""The parts of an e-mail: the words that a person reads, and what was sent along."""

import re
from dataclasses import dataclass, field
from email.message import Message

from anam.mail.charsets import decode
from anam.mail.headers import decoded_header
from anam.mail.html_words import MAX_HTML, words_of_html
from anam.mail.part_roles import leaves, role_of
from anam.mail.wording import Wording
from anam.words import visible

MAX_PARTS = 200
# More than a person writes. What stands beyond is in the mail as it came.
MAX_LETTERS = 60_000
_META = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([a-z0-9_:.-]{2,40})", re.IGNORECASE
)
_NO_BASE64 = re.compile(r"[^A-Za-z0-9+/=]")
# A picture this small stands in a signature.
TINY_PICTURE = 3000


@dataclass(frozen=True)
class File:
    """Something that was sent along. Whether it is a picture is seen by looking, not by what it is called.

    `kind` is what the mail calls it, as in "application/pdf".
    """

    name: str
    content: bytes
    kind: str = ""


@dataclass
class Parts:
    """`text` still has its quotations; `besides` is what another form of it says. `is_longer`: there was more.

    `unclear`: some of its letters could not be read.
    """

    text: str = ""
    besides: str = ""
    is_longer: bool = False
    files: list[File] = field(default_factory=list)
    unclear: bool = False


def parts_of(message: Message) -> Parts:
    """What `message` says and brings. Plain text where it has the words, else what the HTML says."""
    parts, words = Parts(), Wording.of(message)
    accompanying: list[Message] = []
    html_read, is_left = 0, False
    for number, (part, is_another) in enumerate(leaves(message)):
        if number >= MAX_PARTS:
            break
        role = role_of(part, is_another_form=is_another)
        if role == "plain":
            words.plain(part, _unflowed(_text(part, parts), part)[: 2 * MAX_LETTERS])
        elif role == "html":
            is_left = is_left or html_read > 2 * MAX_HTML
            html = "" if is_left else _text(part, parts)
            words.html(part, words_of_html(html)[: 2 * MAX_LETTERS])
            html_read += len(html)
        elif role == "file":
            _take_along(parts, part)
        elif role == "accompanying":
            accompanying.append(part)
    said, besides = words.said()
    if not said.strip():
        said = _text_sent_along(parts)
    # HTML can name any character by its number
    parts.text, parts.besides = visible(said[:MAX_LETTERS]), visible(besides[:MAX_LETTERS])
    parts.is_longer = len(said) > MAX_LETTERS or is_left
    if not (said.strip() or parts.files):  # nothing else came: then it is what they sent
        for part in accompanying:
            _take_along(parts, part)
    return parts


def _text_sent_along(parts: Parts) -> str:
    """The words of a mail that has them in a file of plain text: mail programs show such a file."""
    for file in parts.files:
        if file.kind == "text/plain" and file.content.strip():
            parts.files.remove(file)
            found = decode(file.content, None)
            parts.unclear = not found.is_sure
            return found.text[: 2 * MAX_LETTERS]
    return ""


def _text(part: Message, parts: Parts) -> str:
    content = _content(part)
    if content is None:
        return ""
    found = decode(content, _charset(part, content))
    parts.unclear = parts.unclear or not found.is_sure
    return found.text


def _content(part: Message) -> bytes | None:
    """What it holds, as bytes. What calls itself base64, and has signs and spaces that this never has, is not."""
    inner = part.get_payload()
    says = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if says == "base64" and isinstance(inner, str) and _NO_BASE64.search(inner.lstrip().split("\n", 1)[0].strip()):
        return inner.encode("utf-8", "surrogateescape")
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else None


def _charset(part: Message, content: bytes) -> str | None:
    """What the part says; else what its HTML says at its beginning."""
    said = part.get_content_charset()
    if (said is None or "ascii" in said) and (found := _META.search(content[:4000])):
        inner = found[1].decode("ascii").lower()
        return "utf-8" if inner.startswith("utf-16") else inner
    return said


def _take_along(parts: Parts, part: Message) -> None:
    content = part.get_payload(decode=True)
    kind = part.get_content_type()
    name = decoded_header(part.get_filename())[:80] or kind
    if part.get_content_maintype() == "message" or not isinstance(content, bytes):
        parts.files.append(File(name, b"", kind))
    elif content and not (part.get("Content-ID") and len(content) < TINY_PICTURE):
        parts.files.append(File(name, content, kind))


def _unflowed(text: str, part: Message) -> str:
    """Lines that were broken only to fit are whole again, each within its depth of quotation (RFC 3676)."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    lines: list[str] = []
    flows, above, glue = False, "", str(part.get_param("delsp", "")).lower() == "yes"
    for line in text.split("\n"):
        words = line.lstrip(">")
        marks, words = line[: len(line) - len(words)], words.removeprefix(" ")
        is_whole = not words.endswith(" ") or words == "-- "
        said = words[:-1] if glue and not is_whole else words
        if flows and marks == above and words != "-- ":
            lines[-1] += said
        else:
            lines.append(f"{marks} {said}" if marks else said)
        flows, above = not is_whole, marks
    return "\n".join(lines).rstrip("\n")
