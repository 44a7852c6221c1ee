"""Which letters bytes are, where nobody says, or says wrongly: as charset-normalizer finds it, among those of mails.

The library is loaded when a mail needs it: its tables hold four megabytes.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

_OF_MAILS = ["cp1252", "cp1250", "cp1251", "cp932", "euc_jp", "gb18030", "cp950", "euc_kr", "koi8_r", "cp1253",
             "cp1254", "cp1255", "cp1256", "tis_620"]  # fmt: skip
# Letters beyond ASCII that stand together in one language: one that mixes them is read in the wrong set.
_ALPHABETS = {
    "cp1252": (
        "äöüßéèàçñ",
        "éèêëàâçîïôûùüœÿ",
        "áéíóúüñçàèòïºª",
        "áàâãéêíóôõúüçªº",
        "àèéìíîòóùú",
        "åäöéüáàæø",
        "åæøéèôòóâ",
        "áðéíóúýþæö",
        "éèëïöüóáíçêô",
    ),
    "cp1250": ("áčďéěíňóřšťúůýžö", "ąćęłńóśźż", "áéíóöőúüű", "ăâîşţ", "čćđšž", "äáčďéíĺľňóôŕšťúýž"),
    "cp1254": ("çğıöşüâîû",),
}
_ALPHABETS["iso8859_2"] = _ALPHABETS["cp1250"]
_SIGN_WITHIN_A_WORD = re.compile(r"[^\W\d_][¡-¬®-´¶-¸»-¿×÷][^\W\d_]")
# One of these is in every text of theirs. Hebrew in Cyrillic or Greek letters has none, for it knows 27 letters, no
# capitals and no accents, and five of its letters only end a word.
_OF_THEIR_OWN = {
    "cp1251": re.compile("[А-Яыьэюя]|[кнпух](?=[а-я])"),
    "cp1253": re.compile("[Α-Ωάέήίόύώ]"),
    "koi8_r": re.compile("[а-я]"),
}
# Where the guess is true, so many bytes show it; each more takes time.
_MAX_LOOKED_AT = 20_000
_MAX_MESS = 0.35


def looks_wrong(text: str) -> bool:
    """Whether `text`, with all its odd letters, is what nobody would write."""
    from charset_normalizer.md import mess_ratio

    return bool(mess_ratio(_odd_lines(text)[:_MAX_LOOKED_AT], _MAX_MESS) > _MAX_MESS)


def guessed(content: bytes) -> str | None:
    """`content` in the letters that it is most likely written in; None where it is no text in any."""
    western = content.decode("cp1252", "replace")
    if "\ufffd" not in western and not looks_wrong(western):
        # Most mails that say nothing are; some letters of its neighbours show themselves by the company they keep.
        return next((text for name in _ALPHABETS if (text := _of_one_language(content, name))), western)
    from charset_normalizer import from_bytes

    beginning = content[:_MAX_LOOKED_AT]
    if len(content) > _MAX_LOOKED_AT:
        beginning = beginning.rpartition(b"\n")[0] or beginning
    found = list(from_bytes(beginning, cp_isolation=_OF_MAILS, threshold=_MAX_MESS))
    if not found:
        return None
    best = min(found, key=_oddness)
    return content.decode(best.encoding, "replace")


def _of_one_language(content: bytes, name: str) -> str:
    """`content` in that set, where one language has all its letters; else empty."""
    try:
        text = content.decode(name)
    except UnicodeError:
        return ""
    odd = {letter for letter in text.replace("\u0130", "i").lower() if letter.isalpha() and not letter.isascii()}
    known = any(odd <= set(letters) for letters in _ALPHABETS[name])
    return text if known and not _SIGN_WITHIN_A_WORD.search(text) else ""


def _oddness(match: "CharsetMatch") -> tuple[float, float, int]:
    """Of those that read alike, the commonest in mails is the least odd.

    Half-width kana are what Chinese bytes become in Japanese; hardly anybody writes them. Hebrew becomes
    Cyrillic, and so does Cyrillic of another set, in capital letters alone.
    """
    text = str(match)
    if match.encoding in _OF_THEIR_OWN and not _OF_THEIR_OWN[match.encoding].search(text):
        return 1, 0, 0
    halved = sum("\uff61" <= letter <= "\uff9f" for letter in text)
    mess = round(match.chaos + halved / max(1, len(text)), 1)
    return mess, -round(match.coherence, 1), _OF_MAILS.index(match.encoding)


def _odd_lines(text: str) -> str:
    """Those lines that hold more than ASCII: a long English quotation below says nothing about the words above."""
    return "\n".join(line for line in text.split("\n") if not line.isascii()) if len(text) < 200_000 else text[:20_000]
