"""The parts of an e-mail: the words that a person reads, and what was sent along."""

import html as html_words
import re
from dataclasses import dataclass, field
from email.message import Message

import html2text
import nh3

from anam.mail.charsets import decode
from anam.mail.headers import decoded_header
from anam.mail.part_roles import leaves, role_of
from anam.words import visible

MOST_PARTS = 200
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
_META = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([a-z0-9_:.-]{2,40})", re.IGNORECASE
)
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
    """`text` still has its quotations. `unclear`: some of its letters could not be read."""

    text: str = ""
    files: list[File] = field(default_factory=list)
    unclear: bool = False


def parts_of(message: Message) -> Parts:
    """What `message` says and brings. Plain text where there is any, else what the HTML says."""
    parts, plain, html = Parts(), [], []
    accompanying: list[Message] = []
    for number, (part, is_another) in enumerate(leaves(message)):
        if number >= MOST_PARTS:
            break
        role = role_of(part, is_another_form=is_another)
        if role == "plain":
            plain.append(_unflowed(_text(part, parts), part))
        elif role == "html":
            html.append(_words_of_html(_text(part, parts)[:MOST_HTML]))
        elif role == "file":
            _take_along(parts, part)
        elif role == "accompanying":
            accompanying.append(part)
    said = "\n\n".join(one for one in plain if one.strip()) or "\n\n".join(one for one in html if one.strip())
    parts.text = visible(said[:MOST_LETTERS])  # HTML can name any character by its number
    if not (said.strip() or parts.files):  # nothing else came: then it is what they sent
        for part in accompanying:
            _take_along(parts, part)
    return parts


def _text(part: Message, parts: Parts) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    found = decode(content, _charset(part, content))
    parts.unclear = parts.unclear or not found.is_sure
    return found.text


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
