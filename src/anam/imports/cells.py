"""Reading one cell: money, quantities, times and names, as exports write them. What is wrong is said in words."""

import re
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from babel.numbers import is_currency

from anam.currencies import decimals
from anam.imports.parsed import Unreadable
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
        raise Unreadable("There is a NUL byte in it.")
    if _HALF_A_CHARACTER.search(text):
        raise Unreadable("There is half a character in it.")
    return " ".join(visible(text).split()).strip(EDGES)


def shortened(text: str, *, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def no_longer_than(text: str, *, most: int, what: str) -> str:
    """`text`, where cutting it would make it mean something else. Raises Unreadable."""
    if len(text) > most:
        raise Unreadable(f"The {what} {quoted(text)} is too long: {len(text):,} characters of at most {most}.")
    return text


def sku_of(text: str) -> str:
    """A SKU as it is kept: one that is longer than any ends in a mark of that it goes on."""
    return shortened(tidy(text).removeprefix("'"), most=MAX_SKU_LENGTH)


def currency_of(text: str) -> str:
    """An ISO 4217 code. Raises Unreadable."""
    code = text.strip().upper()
    if not is_currency(code) or code in _NO_MONEY:
        raise Unreadable(f"{quoted(text)} is no currency that we know." if code else "It does not say its currency.")
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
        raise Unreadable(f"The {what} {quoted(text)} is not an amount of money.")
    places = decimals(currency)
    amount = Decimal(text).scaleb(places)
    whole = int(amount.to_integral_value(ROUND_HALF_UP))
    if amount != whole and not rounded:
        raise Unreadable(f"The {what} {quoted(text)} has too many decimals: {currency} has {places}.")
    if amount > MAX_MONEY:
        raise Unreadable(f"The {what} {quoted(text)} is more than Anam can keep.")
    return whole


def e_mail(text: str) -> str:
    """The first e-mail address in it, in small letters; or nothing."""
    found = _E_MAIL.search(tidy(text).lower())
    return found[1] if found and len(found[1]) <= 254 else ""


def no_e_mail(text: str) -> tuple[str, ...]:
    """What is to be known where it should be an e-mail address and is none: nothing is ordered less for it."""
    return (f"Its e-mail {quoted(text)} is no address, and was left out.",) if text and not e_mail(text) else ()


def units(text: str, *, least: int = 1) -> int:
    """How many of something: a whole number from `least`. Raises Unreadable."""
    found = _UNITS.fullmatch(text.strip())
    if found is None or int(found[1]) < least:
        raise Unreadable(f"The quantity {quoted(text.strip())} is not a whole number of {max(least, 1)} or more.")
    if int(found[1]) > MAX_UNITS:
        raise Unreadable(f"The quantity {quoted(text.strip())} is more than Anam can keep.")
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
        raise Unreadable(f"“{what}” is {quoted(text)}, which is not a time like 2026-11-20 14:02:00 +0100.")
    day, clock, offset = found.groups()
    if offset is None and zone is None:
        raise Unreadable(
            f"“{what}” is {quoted(text)}, without its offset from UTC: it could be any of 26 hours. Name its time zone."
        )
    try:
        found_at = datetime.fromisoformat(f"{day}T{clock}{_OFFSETS.get(offset or '', offset or '')}")
        return (found_at if offset else found_at.replace(tzinfo=zone, fold=fold)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unreadable(f"“{what}” is {quoted(text)}, which is no time in any calendar.") from None
