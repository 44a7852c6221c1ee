"""Which letters bytes are, where nobody says, or says wrongly: as charset-normalizer finds it, among those of mails."""

from charset_normalizer import CharsetMatch, from_bytes
from charset_normalizer.md import mess_ratio

_OF_MAILS = ["cp1252", "cp1250", "cp1251", "cp932", "euc_jp", "gb18030", "cp950", "euc_kr", "koi8_r", "cp1253",
             "cp1254", "cp1255", "cp1256", "tis_620"]  # fmt: skip
# Where the guess is true, so many bytes show it; each more takes time.
_MOST_LOOKED_AT = 20_000
_MOST_MESS = 0.35


def looks_wrong(text: str) -> bool:
    """Whether `text`, with all its odd letters, is what nobody would write."""
    return bool(mess_ratio(_odd_lines(text)[:_MOST_LOOKED_AT], _MOST_MESS) > _MOST_MESS)


def guessed(content: bytes) -> str | None:
    """`content` in the letters that it is most likely written in; None where it is no text in any."""
    western = content.decode("cp1252", "replace")
    if "\ufffd" not in western and not looks_wrong(western):
        return western  # most mails that say nothing are; the others need more letters than those to be told apart
    beginning = content[:_MOST_LOOKED_AT]
    if len(content) > _MOST_LOOKED_AT:
        beginning = beginning.rpartition(b"\n")[0] or beginning
    found = list(from_bytes(beginning, cp_isolation=_OF_MAILS, threshold=_MOST_MESS))
    if not found:
        return None
    best = min(found, key=_oddness)
    return content.decode(best.encoding, "replace")


def _oddness(match: CharsetMatch) -> tuple[float, float, int]:
    """Of those that read alike, the commonest in mails is the least odd.

    Half-width kana are what Chinese bytes become in Japanese; hardly anybody writes them."""
    text = str(match)
    halved = sum("\uff61" <= letter <= "\uff9f" for letter in text)
    mess = round(match.chaos + halved / max(1, len(text)), 1)
    return mess, -round(match.coherence, 1), _OF_MAILS.index(match.encoding)


def _odd_lines(text: str) -> str:
    """Those lines that hold more than ASCII: a long English quotation below says nothing about the words above."""
    return "\n".join(line for line in text.split("\n") if not line.isascii()) if len(text) < 200_000 else text[:20_000]
