"""Letters from bytes: what a mail says of its characters is a hint, and often a wrong one."""

import codecs
import re
from dataclasses import dataclass

from anam.mail.guessing import guessed, looks_wrong
from anam.words import visible

# What mail programs call a character set, where they write more than it has.
_MEANT = {
    "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "us-ascii": "utf-8",
    "ascii": "utf-8", "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso-8859-8-i": "iso-8859-8",
    "x-sjis": "cp932", "shift_jis": "cp932", "iso-2022-jp": "iso2022_jp_ext", "utf-8mb4": "utf-8", "utf8": "utf-8",
    "big5": "cp950", "unicode-1-1-utf-7": "utf-7", "x-gbk": "gb18030", "x-big5": "cp950", "iso-8859-8-e": "iso-8859-8",
    "windows-874": "cp874", "x-windows-949": "cp949", "x-euc-jp": "euc_jp", "eucjp-ms": "euc_jp",
    "macintosh": "mac_roman", "mac-ce": "mac_latin2", "x-windows-874": "cp874", "unicode": "utf-16",
}  # fmt: skip
# Where a text in one of these has letters that the set does not have, its Windows sister is meant.
_SISTERS = {
    "iso8859-2": "cp1250",
    "iso8859-4": "cp1257",
    "iso8859-6": "cp1256",
    "iso8859-7": "cp1253",
    "iso8859-8": "cp1255",
    "iso8859-9": "cp1254",
    "iso8859-13": "cp1257",
    "iso8859-15": "cp1252",
}
# Programs that know nothing of letters write these.
_SAID_BLINDLY = {"cp1252"}  # what is UTF-8 to the last byte was written so
# Python knows these as character sets; no mail is written in them, and some take a day for a megabyte.
_NEVER_MEANT = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_SWITCHES = re.compile(rb"\x1b(?:\$\)C|(\$[@AB]|\$\([@BDOPQ]|\([JI]))")
_NOT_OF_THE_SET = re.compile("[\x80-\x9f]")
# What a decoder gives for letters that a set leaves to whoever uses it.
_OF_NO_SET = re.compile("[\ue000-\uf8ff]")
# Beyond this share of letters that nobody can place, a text says nothing.
_MAX_UNPLACED = 0.75
CANNOT_BE_READ = "[These words cannot be read: the email does not say in which letters they are written.]"


@dataclass(frozen=True)
class Decoded:
    """Text from bytes; `is_sure` where it was read without a letter lost."""

    text: str
    is_sure: bool = True


def decoded(content: bytes, charset: str | None) -> str:
    """`content` as text, as `decode` finds it."""
    return decode(content, charset).text


def decode(content: bytes, charset: str | None) -> Decoded:
    """`content` as text: as it shows itself, as it claims, as UTF-8, as it seems to be; never an error.

    What none of these can read is said to be unreadable, and not sure.
    """
    if (shown := _shown(content)) and (text := _strictly(content, shown)) is not None:
        return Decoded(_clean(text))
    claimed = _codec(charset)
    if claimed and (text := _claimed(content, claimed)) is not None:
        return Decoded(_clean(text))
    if (text := _strictly(content, "utf-8")) is not None:
        return Decoded(_clean(text))
    if (text := guessed(content)) is not None:
        return Decoded(_clean(text))
    emails = b"".join(content.split())
    unplaced = sum(byte > 0x7F for byte in emails) / max(1, len(emails))
    return Decoded(_clean(content.decode("cp1252", "replace")) if unplaced < _MAX_UNPLACED else CANNOT_BE_READ, False)


def one_line(text: str) -> str:
    """`text` on one line, clean."""
    return " ".join(_clean(text).split())


def _shown(content: bytes) -> str:
    """The charset that `content` names itself: by a mark at its beginning, or by how it switches between letters."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    if found := _SWITCHES.search(content[:200_000]):
        return "iso2022_jp_ext" if found[1] else "iso2022_kr"
    return ""


def _claimed(content: bytes, name: str) -> str | None:
    """`content` by the charset it claims, unless it cannot be that one."""
    text = _strictly(content, name)
    if text is None or content.isascii():
        return text
    if name not in _MULTIBYTE and (plainly := _strictly(content, "utf-8")) is not None:
        return plainly
    if _NOT_OF_THE_SET.search(text) and name in _SISTERS:
        return _strictly(content, _SISTERS[name])
    if (name in _SAID_BLINDLY and looks_wrong(text)) or _OF_NO_SET.search(text):
        better = guessed(content)
        return text if better is None or _OF_NO_SET.search(better) else better
    return text


def _codec(charset: str | None) -> str:
    said = (charset or "").strip().strip("\"'<>").strip().lower().partition("*")[0]
    said = re.sub(r"^(?:charset=|cs(?=[a-z]))", "", said)
    for one in (said, re.sub(r"^x-", "", said), re.sub(r"^(?:x-)?(?:windows|win|cp|dos|mac)[-_ ]?", _family, said)):
        try:
            name = codecs.lookup(_MEANT.get(one, one)).name if one else ""
        except (LookupError, ValueError):
            continue
        return "" if name.replace("-", "_") in _NEVER_MEANT else name
    return ""


def _family(found: re.Match[str]) -> str:
    """Windows's sets have numbers, and Apple's names."""
    return "mac_" if "mac" in found[0] else "cp"


_MULTIBYTE = {"gb18030", "cp949", "cp950", "cp932", "big5hkscs", "euc_jp", "utf-16", "utf-16-le", "utf-16-be", "utf-32",
              "utf-8", "utf-7", "hz", "iso2022_jp_ext", "iso2022_kr", "johab"}  # fmt: skip


def _strictly(content: bytes, name: str) -> str | None:
    try:
        text = content.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return None
    return text if isinstance(text, str) else None


def _clean(text: str) -> str:
    return visible(text.encode("utf-8", "replace").decode("utf-8"))  # no half characters: the database refuses them
