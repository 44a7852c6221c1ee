"""What each part of an e-mail is there for: words, a file, or what accompanies them and is no file of anybody's."""

import re
from collections.abc import Iterator
from email.message import Message

from anam.mail.headers import decoded_header
from anam.mail.parsing import parsed_again

DEEPEST = 30
# Each level of parts whose ends are guessed is looked through once more.
DEEPEST_GUESSED = 4
# Signatures, keys, and what programs tell each other: nobody sent them along.
_NO_FILE = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
    "application/pgp-keys",
    "application/pgp-encrypted",
    "message/delivery-status",
    "text/rfc822-headers",
    "message/disposition-notification",
    "message/feedback-report",
}
_NO_FILE_BY_NAME = re.compile(r"(?:smime\.p7s|signature\.asc|publickey\b.*\.asc|openpgp_.*\.asc)", re.IGNORECASE)
_CALENDAR = {"text/calendar", "application/ics", "application/x-ics"}
# Text that is made for programs, not for reading.
_NO_WORDS = {
    "text/css",
    "text/javascript",
    "text/xml",
    "text/vcard",
    "text/x-vcard",
    "text/directory",
    "text/x-moz-deleted",
}
# Types that say what they are, though they may look like words.
_KEPT_AS_FILES = (
    "image/",
    "audio/",
    "video/",
    "font/",
    "model/",
    "message/",
    *_NO_WORDS,
    "application/pkcs7-mime",
    "application/x-pkcs7-mime",
)
_NEVER_TYPED = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HTML_BEGINS = re.compile(r"\s*<(?:!doctype html|html|head|body|div|p|table|meta)\b", re.IGNORECASE)
_BINARY = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"%PDF-", b"PK\x03\x04")


def leaves(part: Message, depth: int = 0, *, is_another: bool = False) -> Iterator[tuple[Message, bool]]:
    """The parts that hold something, and whether each is another form of the same words (multipart/alternative).

    A mail within the mail is one of them: its words are not the sender's.
    """
    inner = part.get_payload()
    is_many = part.get_content_maintype() == "multipart"
    if is_many and not isinstance(inner, list) and depth < DEEPEST_GUESSED and (again := parsed_again(part)):
        part, inner = again, again.get_payload()
    if is_many and isinstance(inner, list) and depth < DEEPEST:
        for one in inner:
            if isinstance(one, Message):
                yield from leaves(one, depth + 1, is_another=part.get_content_subtype() == "alternative")
    else:
        yield part, is_another


def role_of(part: Message, *, is_another_form: bool) -> str:
    """What `part` is: "plain" or "html" words, a "file", "accompanying" (a calendar's entry), or "nothing"."""
    kind, name = part.get_content_type(), decoded_header(part.get_filename())
    is_attached = part.get_content_disposition() == "attachment" and bool(name or kind != "text/plain")
    if kind in _NO_FILE or _NO_FILE_BY_NAME.fullmatch(name):
        return "nothing"
    if kind in _CALENDAR or name.lower().endswith(".ics"):
        return "accompanying"
    if kind.startswith("multipart/"):  # it has no parts: it is its words
        return _words_or_file(part)
    if is_attached:
        return "file"
    if kind == "text/html":
        return "html"
    if kind == "text/plain" and not _is_binary(part):
        return "plain"
    is_named = bool(name) or kind.startswith(_KEPT_AS_FILES)
    if not is_attached and not is_named and not is_another_form and _is_text(part):
        return "html" if _begins_as_html(part) else "plain"  # a type that says nothing, or that nobody knows
    if is_another_form and not kind.startswith(("image/", "application/")):
        return "nothing"
    return "plain" if kind.startswith("text/") and kind not in _NO_WORDS and not _is_binary(part) else "file"


def _words_or_file(part: Message) -> str:
    if _is_binary(part):
        return "file"
    return "html" if _begins_as_html(part) else "plain"


def _begins_as_html(part: Message) -> bool:
    content = part.get_payload(decode=True)
    return isinstance(content, bytes) and bool(_HTML_BEGINS.match(content[:1000].decode("latin-1")))


def _is_text(part: Message) -> bool:
    """Whether it holds nothing but what a person can type."""
    content = part.get_payload(decode=True)
    return isinstance(content, bytes) and bool(content.strip()) and not _NEVER_TYPED.search(content)


def _is_binary(part: Message) -> bool:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return False
    name = decoded_header(part.get_filename())
    return content.startswith(_BINARY) or (
        bool(name) and b"\x00" in content[:2000] and content[:2] not in (b"\xff\xfe", b"\xfe\xff")
    )
