"""The parts of an e-mail: the words that a person reads, and what was sent along."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from anam.mail.charsets import decoded, decoded_header
from anam.mail.html_words import words_of_html
from anam.mail.wording import Wording

MOST_PARTS = 200
DEEPEST = 30
# More than a person writes. What stands beyond is in the mail as it came.
MOST_LETTERS = 60_000
# A picture this small stands in a signature.
TINY_PICTURE = 3000


@dataclass(frozen=True)
class File:
    """Something that was sent along. Whether it is a picture is seen by looking, not by what it is called."""

    name: str
    content: bytes


@dataclass
class Parts:
    """`text` still has its quotations; `besides` is what another form of it says. `is_longer`: there was more."""

    text: str = ""
    besides: str = ""
    is_longer: bool = False
    files: list[File] = field(default_factory=list)


def parts_of(message: Message) -> Parts:
    """What `message` says and brings. Plain text where it has the words, else what the HTML says."""
    parts, words = Parts(), Wording.of(message)
    for number, part in enumerate(_leaves(message)):
        if number >= MOST_PARTS:
            break
        kind, is_attached = part.get_content_type(), part.get_content_disposition() == "attachment"
        if kind == "text/plain" and not is_attached:
            words.plain(part, _unflowed(_text(part), part)[: 2 * MOST_LETTERS])
        elif kind == "text/html" and not is_attached:
            words.html(part, words_of_html(_text(part))[: 2 * MOST_LETTERS])
        elif kind not in ("message/delivery-status", "text/rfc822-headers"):
            _take_along(parts, part)
    said, besides = words.said()
    parts.text, parts.besides = said[:MOST_LETTERS], besides[:MOST_LETTERS]
    parts.is_longer = len(said) > MOST_LETTERS
    return parts


def _leaves(part: Message, depth: int = 0) -> Iterator[Message]:
    """The parts that hold something. A mail within the mail is one of them: its words are not the sender's."""
    inner = part.get_payload()
    if part.get_content_maintype() == "multipart" and isinstance(inner, list) and depth < DEEPEST:
        for one in inner:
            if isinstance(one, Message):
                yield from _leaves(one, depth + 1)
    else:
        yield part


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    return decoded(content, part.get_content_charset()) if isinstance(content, bytes) else ""


def _take_along(parts: Parts, part: Message) -> None:
    content = part.get_payload(decode=True)
    name = " ".join(decoded_header(part.get_filename()).split())[:80] or part.get_content_type()
    if part.get_content_maintype() == "message" or not isinstance(content, bytes):
        parts.files.append(File(name, b""))
    elif content and not (part.get("Content-ID") and len(content) < TINY_PICTURE):
        parts.files.append(File(name, content))


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
