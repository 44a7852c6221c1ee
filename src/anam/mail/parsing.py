"""Bytes as an e-mail, in bounded time."""

import re
from collections.abc import Sequence
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32

from anam.mail.headers import decoded_header

# Longer than any that somebody wrote. The e-mail library takes hours over the parameters of a megabyte.
MAX_HEADER_LENGTH = 20_000
_TYPE = re.compile(r"([a-z][a-z0-9!#$&^_.+-]{0,60})/([a-z0-9][a-z0-9!#$&^_.+-]{0,80})", re.IGNORECASE)
_SOUND_TYPE = re.compile(rf"\s*{_TYPE.pattern}\s*(?:;|$)", re.IGNORECASE)
_PARAMETER = re.compile(r"[\s;,<>]*([a-z][a-z0-9*-]{0,40})\s*=\s*(\"[^\"]{0,1000}\"|[^\s;,<>]{0,1000})", re.IGNORECASE)
# Programs put it in quotation marks, and a remark behind it.
_ENCODING = re.compile(r"\A[\s\"'<]*([A-Za-z0-9-]+).*\Z", re.DOTALL)
_BOUNDARY_ABOVE_HEADERS = re.compile(
    r"^--([^\s-][^\r\n]{0,198}?)[ \t]*\r?\n(?=content-[a-z-]{1,40}:|\r?\n)", re.M | re.I
)


class _Lenient(Compat32):
    """Long headers are cut. Values are kept as they came: they are decoded when they are read, after being parsed."""

    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(list(sourcelines))
        value = value[:MAX_HEADER_LENGTH]
        if name.lower() == "content-transfer-encoding":
            return name, _ENCODING.sub(r"\1", value)
        return name, readable_type(value) if name.lower() == "content-type" else value

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value


def parsed(raw: bytes) -> Message:
    """The e-mail in `raw`, its headers cut to MAX_HEADER_LENGTH. Deep nesting and odd bytes may raise anything."""
    message: Message = message_from_bytes(raw, policy=_Lenient())
    return message


def parsed_again(part: Message) -> Message | None:
    """A `part` that says that it has parts, and does not say truly where they end: as its own lines show them."""
    inner = part.get_payload()
    found = _BOUNDARY_ABOVE_HEADERS.search(inner) if isinstance(inner, str) else None
    if found is None or not isinstance(inner, str):
        return None
    boundary = found[1].replace("\\", "\\\\").replace('"', '\\"')
    head = f'Content-Type: {part.get_content_type()}; boundary="{boundary}"\n\n'
    again = parsed((head + inner).encode("utf-8", "surrogateescape"))
    return again if again.is_multipart() else None


def readable_type(value: str) -> str:
    """A Content-Type as the standard writes it, from one that is broken: encoded, in brackets, without semicolons."""
    if _SOUND_TYPE.match(value) and "=?" not in value.partition(";")[0]:
        return value
    plain = decoded_header(value)
    found = _TYPE.search(plain)
    rest = plain[found.end() :] if found else plain
    kind = f"{found[1]}/{found[2]}" if found else "text/html" if re.match(r"\W*html\b", plain, re.I) else "text/plain"
    named = [f'{one[1]}="{one[2].strip(chr(34))}"' for one in _PARAMETER.finditer(rest)]
    return "; ".join([kind, *named])
