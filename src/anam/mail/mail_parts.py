"""The parts of an e-mail: the words that a person reads, and what was sent along."""

import html as html_words
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

import html2text
import nh3

from anam.mail.charsets import decoded, decoded_header

MOST_PARTS = 200
DEEPEST = 30
# More than a person writes; the libraries that look for quotations need time for every letter.
MOST_LETTERS = 60_000
MOST_HTML = 120_000
# Each level indents all that is in it; deeper than this, nobody wrote it by hand.
MOST_NESTED = 60
# What says where words begin and end. The rest is taken away first, by a reader that no mail slows down.
_TAGS = {
    "p", "br", "div", "blockquote", "pre", "hr", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "td", "th",
    "h1", "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip
MOST_BOXES = 1500
_NESTS = re.compile(r"<(?:blockquote|ul|ol|dl|table)\b", re.IGNORECASE)
# A picture this small stands in a signature.
TINY_PICTURE = 3000


@dataclass(frozen=True)
class File:
    """Something that was sent along. Whether it is a picture is seen by looking, not by what it is called."""

    name: str
    content: bytes


@dataclass
class Parts:
    """`text` still has its quotations."""

    text: str = ""
    files: list[File] = field(default_factory=list)


def parts_of(message: Message) -> Parts:
    """What `message` says and brings. Plain text where there is any, else what the HTML says."""
    parts, plain, html = Parts(), [], []
    for number, part in enumerate(_leaves(message)):
        if number >= MOST_PARTS:
            break
        kind, is_attached = part.get_content_type(), part.get_content_disposition() == "attachment"
        if kind == "text/plain" and not is_attached:
            plain.append(_unflowed(_text(part), part))
        elif kind == "text/html" and not is_attached:
            html.append(_words_of_html(_text(part)[:MOST_HTML]))
        elif kind not in ("message/delivery-status", "text/rfc822-headers"):
            _take_along(parts, part)
    said = "\n\n".join(one for one in plain if one.strip()) or "\n\n".join(one for one in html if one.strip())
    parts.text = said[:MOST_LETTERS]
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
    """Lines that were broken only to fit (RFC 3676) are whole again."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    joined, glue = [""], str(part.get_param("delsp", "")).lower() == "yes"
    for line in text.split("\n"):
        line = line.removeprefix(" ")
        joined[-1] += line[:-1] if line.endswith(" ") and glue else line
        if not line.endswith(" ") or line == "-- ":
            joined.append("")
    return "\n".join(joined).rstrip("\n")


def _words_of_html(html: str) -> str:
    if html.count("<div") > MOST_BOXES:  # one within the other, they take minutes
        html = re.sub(r"</?div\b[^>]{0,500}>", "<br>", html)
    html = nh3.clean(html, tags=_TAGS, attributes={}, link_rel=None, clean_content_tags={"script", "style", "title"})
    if len(_NESTS.findall(html)) > MOST_NESTED:
        return html_words.unescape(nh3.clean(html, tags=set()))
    reader = html2text.HTML2Text(bodywidth=0)
    reader.ignore_links = reader.ignore_images = reader.ignore_emphasis = True
    reader.unicode_snob = True
    return reader.handle(html).replace("\u00a0", " ")
