"""Reading one cell: money, quantities, times and names, as exports write them. What is wrong is said in words."""

import re
from datetime import UTC, datetime
from decimal import Decimal

from babel.numbers import get_currency_precision, is_currency

from anam.imports.plain import Unreadable

MOST_MONEY = 10**15  # minor units: a sum of a thousand of these still fits a bigint
MOST_UNITS = 2_147_483_647
_AMOUNT = re.compile(r"[0-9]{1,20}(\.[0-9]{1,20})?")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|UTC|[+-]\d\d:?\d\d)?", re.ASCII)


def quoted(text: str) -> str:
    """`text` as it may be shown: short, in quotation marks, and with nothing that moves a terminal's cursor."""
    plain = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    return f"“{plain[:40]}…”" if len(plain) > 40 else f"“{plain}”"


def tidy(text: str) -> str:
    """`text` on one line, without spaces at its ends. Raises Unreadable for a NUL, which no database text holds."""
    if "\0" in text:
        raise Unreadable("There is a NUL byte in it.")
    return " ".join(text.split())


def shortened(text: str, *, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def no_longer_than(text: str, *, most: int, what: str) -> str:
    """`text`, where cutting it would make it mean something else. Raises Unreadable."""
    if len(text) > most:
        raise Unreadable(f"The {what} {quoted(text)} is too long: {len(text):,} characters of at most {most}.")
    return text


def currency_of(text: str) -> str:
    """An ISO 4217 code. Raises Unreadable."""
    code = text.strip().upper()
    if not is_currency(code):
        raise Unreadable(f"{quoted(text)} is no currency that we know." if code else "It does not say its currency.")
    return code


def minor_units(text: str, *, currency: str, what: str) -> int:
    """Money as text to minor units of `currency`, exactly; an empty cell is 0. Raises Unreadable."""
    text = text.strip()
    if not text:
        return 0
    if not _AMOUNT.fullmatch(text):
        raise Unreadable(f"The {what} {quoted(text)} is not an amount of money.")
    places: int = get_currency_precision(currency)
    amount = Decimal(text).scaleb(places)
    if amount != int(amount):
        raise Unreadable(f"The {what} {quoted(text)} has too many decimals: {currency} has {places}.")
    if amount > MOST_MONEY:
        raise Unreadable(f"The {what} {quoted(text)} is more than Anam can keep.")
    return int(amount)


def units(text: str) -> int:
    """How many of something: a whole number from 1. Raises Unreadable."""
    text = text.strip()
    if not re.fullmatch(r"[0-9]{1,12}", text) or int(text) == 0:
        raise Unreadable(f"The quantity {quoted(text)} is not a whole number of 1 or more.")
    if int(text) > MOST_UNITS:
        raise Unreadable(f"The quantity {quoted(text)} is more than Anam can keep.")
    return int(text)


def moment(text: str, *, what: str) -> datetime | None:
    """A time with its offset, in UTC; an empty cell means that it did not happen. Raises Unreadable."""
    text = text.strip()
    if not text:
        return None
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise Unreadable(f"“{what}” is {quoted(text)}, which is not a time like 2026-11-20 14:02:00 +0100.")
    day, clock, offset = found.groups()
    if offset is None:
        raise Unreadable(f"“{what}” is {quoted(text)}, without its offset from UTC: it could be any of 26 hours.")
    try:
        return datetime.fromisoformat(f"{day}T{clock}{offset.replace('UTC', 'Z')}").astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unreadable(f"“{what}” is {quoted(text)}, which is no time in any calendar.") from None
