"""Reading one cell: money, quantities, times and names, as exports write them. What is wrong is said in words."""

import re
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from babel.numbers import is_currency

from anam.coded import Worded
from anam.currencies import decimals
from anam.imports.parsed import Unreadable
from anam.imports.sentences import words
from anam.words import visible

MAX_MONEY = 10**15  # minor units: a sum of a thousand of these still fits a bigint
MAX_SKU_LENGTH = 255
MAX_TITLE_LENGTH = 1100  # what Shopify lets a product and three of its options be called
MAX_UNITS = 2_147_483_647
_AMOUNT = re.compile(r"[0-9]{1,20}(\.[0-9]{1,20})?", re.ASCII)
_UNITS = re.compile(r"([0-9]{1,12})(?:\.0{1,10})?", re.ASCII)  # a spreadsheet writes 2 as 2.0
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d|\d{8})[ T](\d\d:?\d\d(?::?\d\d(?:\.\d{1,9})?)?) ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?", re.ASCII
)
# What stands at the ends of a cell and says nothing: white space, marks of byte order and of direction, joiners.
EDGES = " \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, (*range(0x2000, 0x2010), 0x2060, 0xFEFF, 0xAD))
)
_OFFSETS = {"UTC": "Z", "GMT": "Z"}
_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
_E_MAIL = re.compile(r"(?:mailto:)?([^@\s<>,;:\"()]{1,64}@[^@\s<>,;:\"()]+)(?![^\s<>,;:\"()])")
# Codes of ISO 4217 that nobody pays in: gold, units of account, "for testing", "no currency".
_NO_MONEY = frozenset(["XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX"])


def quoted(text: str, *, most: int = 40) -> str:
    """`text` as it may be shown: short, in quotation marks, and with nothing that moves a terminal's cursor."""
    parsed = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    return f"“{parsed[:most]}…”" if len(parsed) > most else f"“{parsed}”"


def tidy(text: str) -> str:
    """`text` on one line, without spaces at its ends. Raises Unreadable for a NUL, which no database text holds."""
    if "\0" in text:
        raise Unreadable("nul_byte")
    if _HALF_A_CHARACTER.search(text):
        raise Unreadable("half_a_character")
    return " ".join(visible(text).split()).strip(EDGES)


def shortened(text: str, *, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def no_longer_than(text: str, *, most: int, what: str) -> str:
    """`text`, where cutting it would make it mean something else. Raises Unreadable."""
    if len(text) > most:
        raise Unreadable("too_long", name=what, text=quoted(text), length=len(text), most=most)
    return text


def sku_of(text: str) -> str:
    """A SKU as it is kept: one that is longer than any ends in a mark of that it goes on."""
    return shortened(tidy(text).removeprefix("'"), most=MAX_SKU_LENGTH)


def currency_of(text: str) -> str:
    """An ISO 4217 code. Raises Unreadable."""
    code = text.strip().upper()
    if not is_currency(code) or code in _NO_MONEY:
        raise Unreadable("unknown_currency", text=quoted(text)) if code else Unreadable("no_currency")
    return code


def minor_units(text: str, *, currency: str, what: str, rounded: bool = False, signed: bool = False) -> int:
    """Money as text to minor units of `currency`; an empty cell is 0. Raises Unreadable.

    Exactly; or `rounded`, half up, where the other system counts in fractions of the smallest coin. `signed`: it may be
    less than nothing.
    """
    text = text.strip()
    if not text:
        return 0
    if signed and text.startswith(("-", "\u2212")):
        return -minor_units(text[1:], currency=currency, what=what, rounded=rounded)
    if not _AMOUNT.fullmatch(text):
        raise Unreadable("no_amount", name=what, text=quoted(text))
    places = decimals(currency)
    amount = Decimal(text).scaleb(places)
    whole = int(amount.to_integral_value(ROUND_HALF_UP))
    if amount != whole and not rounded:
        raise Unreadable("too_many_decimals", name=what, text=quoted(text), currency=currency, places=places)
    if amount > MAX_MONEY:
        raise Unreadable("amount_too_large", name=what, text=quoted(text))
    return whole


def e_mail(text: str) -> str:
    """The first e-mail address in it, in small letters; or nothing."""
    found = _E_MAIL.search(tidy(text).lower())
    return found[1] if found and len(found[1]) <= 254 else ""


def no_e_mail(text: str) -> tuple[Worded, ...]:
    """What is to be known where it should be an e-mail address and is none: nothing is ordered less for it."""
    return (words("no_email", text=quoted(text)),) if text and not e_mail(text) else ()


def units(text: str, *, least: int = 1) -> int:
    """How many of something: a whole number from `least`. Raises Unreadable."""
    found = _UNITS.fullmatch(text.strip())
    if found is None or int(found[1]) < least:
        raise Unreadable("no_quantity", text=quoted(text.strip()), least=max(least, 1))
    if int(found[1]) > MAX_UNITS:
        raise Unreadable("quantity_too_large", text=quoted(text.strip()))
    return int(found[1])


def moment(text: str, *, what: str, zone: ZoneInfo | None = None, fold: int = 0) -> datetime | None:
    """A time in UTC; an empty cell means that it did not happen. Raises Unreadable.

    A time without its offset is one of `zone`; an hour that came twice there is meant the first time, or the second
    with `fold`.
    """
    text = text.strip()
    if not text:
        return None
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise Unreadable("no_time", name=what, text=quoted(text))
    day, clock, offset = found.groups()
    if offset is None and zone is None:
        raise Unreadable("no_offset", name=what, text=quoted(text))
    try:
        found_at = datetime.fromisoformat(f"{day}T{clock}{_OFFSETS.get(offset or '', offset or '')}")
        return (found_at if offset else found_at.replace(tzinfo=zone, fold=fold)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unreadable("no_such_time", name=what, text=quoted(text)) from None
