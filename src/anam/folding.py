"""Text as it is looked for: "Café", "CAFÉ" and "cafe" are one word; so are "Straße" and "strasse", "Łódź" and "lodz".

The same is done by Python, for what is asked, and by the database, in search_folded() and search_words(), for names
that it knows itself; a migration of `people` has them. No extension is needed. A test holds the two to the same answer
for every character.
"""

import re
import unicodedata
from functools import cache

# What no rule of Unicode takes apart, and people type without.
_PLAIN = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "ȷ": "j",
    "ĸ": "k",
    "ŋ": "n",
    "ƀ": "b",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ß": "ss",
    **dict.fromkeys("‘’‚‛ʼʹ′´`", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}
# Accents and vowel points that are written over and under letters; signs without width, or that turn the direction.
_UNSEEN = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    r"\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufeff"
)
_MARKS = (
    r"\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u02b9-\u02df\u055a-\u055f\u0589\u058a\u05be"
    r"\u05c0\u05f3\u05f4\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u2010-\u2027\u2030-\u205e\u2070-\u2bff"
    r"\u2e00-\u2e7f\u3001-\u3004\u3008-\u3020\u3030\u303d\u30a0\u30fb\ue000-\uf8ff\ufe10-\ufe19\ufe30-\ufe6f"
    r"\uff00-\uff0f\ufff9-\uffff\U0001f000-\U0001faff"
)
_BLANKS = r"\u0001-\u0020\u0085\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"


_UNSEEN_RUN = re.compile(f"[{_UNSEEN}]+")
_APART = re.compile(f"[{_MARKS}{_BLANKS}]+")
_MARK = re.compile(f"[{_MARKS}]+")
_RUN = re.compile(r"[0-9]+|[^0-9]+")


def folded(text: str) -> str:
    """`text` in small letters without accents, in one width, with plain dashes and quotation marks."""
    if text.isascii():
        return text.lower().replace("`", "'").replace("\0", "")
    small = unicodedata.normalize("NFKD", text).translate(_table())
    return unicodedata.normalize("NFKC", _UNSEEN_RUN.sub("", small))


@cache
def _table() -> dict[int, str]:
    """Every character that becomes another, once it is taken apart: capitals, and the ones above.

    Made when the first text needs it: that takes a tenth of a second, which every start would take otherwise.
    """
    table = {ord(sign): small for sign, small in _PLAIN.items()} | {0: ""}
    beyond = 0x1F000  # no capitals stand there
    for sign in [sign for sign in map(chr, range(65, beyond)) if sign.casefold() != sign]:
        if ord(sign) not in table and unicodedata.normalize("NFKD", sign) == sign:
            table[ord(sign)] = "".join(_PLAIN.get(one, one) for one in unicodedata.normalize("NFKD", sign.casefold()))
    return table


def words_of(text: str) -> list[str]:
    """The words of `text`, folded: "Sea-green, n° 3" is sea, green, n, 3."""
    return [word for word in _APART.split(folded(text)) if word]


def chunks_of(text: str) -> list[list[str]]:
    """What stands between blanks, each as its words: "BYR-1042 (Ines)" is [byr, 1042] and [ines]."""
    chunks = ([word for word in _MARK.split(chunk) if word] for chunk in re.split(f"[{_BLANKS}]+", folded(text)))
    return [chunk for chunk in chunks if chunk]


def runs_of(word: str) -> list[str]:
    """A word's letters and numbers apart: "byr1042" is byr, 1042."""
    return _RUN.findall(word)
