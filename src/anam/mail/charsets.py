"""Letters from bytes: what a mail says of its characters is a hint, and often a wrong one."""

import codecs
from email.errors import HeaderParseError
from email.header import decode_header
from typing import Any

from anam.words import visible

# What mail programs call a character set, where they write more than it has.
_MEANT = {
    "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "us-ascii": "utf-8",
    "ascii": "utf-8", "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso-8859-8-i": "iso-8859-8",
    "x-sjis": "cp932", "shift_jis": "cp932", "iso-2022-jp": "iso2022_jp_ext", "utf-8mb4": "utf-8", "utf8": "utf-8",
}  # fmt: skip


# Python knows these as character sets; no mail is written in them, and some take a day for a megabyte.
_NEVER_MEANT = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}


def decoded(content: bytes, charset: str | None) -> str:
    """`content` as text: by the charset it claims, else as UTF-8, else as Western letters; never an error."""
    claimed = (charset or "utf-8").strip().strip("\"'").lower()
    for name in (_MEANT.get(claimed, claimed), "utf-8", "cp1252"):
        try:
            if codecs.lookup(name).name.replace("-", "_") in _NEVER_MEANT:
                continue
            return _clean(content.decode(name))
        except (UnicodeError, LookupError, ValueError):
            continue
    return _clean(content.decode("utf-8", "replace"))


def decoded_header(value: Any) -> str:
    """A header's value as text, without line ends."""
    if value is None:
        return ""
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return _one_line(str(value))
    return _one_line("".join(one if isinstance(one, str) else decoded(one, charset) for one, charset in pieces))


def _clean(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode("utf-8")  # no half characters: the database refuses them
    return visible(whole.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n"))


def _one_line(text: str) -> str:
    return " ".join(_clean(text).split())
