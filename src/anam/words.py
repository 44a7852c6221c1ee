"""Money, times and lists as people read them; used by pages, letters and sentences alike."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import format_currency
from django.utils import timezone

from anam.currencies import decimals
from anam.folding import folded

# The locales whose short sign for their own currency is the plain one ("$", not "US$").
_LOCALES = {"USD": "en_US", "GBP": "en_GB", "CAD": "en_CA", "AUD": "en_AU", "INR": "en_IN"}


# What has no width, or turns the direction of what follows; and control characters, which no page may hold. Those from
# U+0080 on are letters of Windows that somebody took for Latin-1: they become what was meant.
_UNSEEN: dict[int, str | None] = {
    **dict.fromkeys(code for code in [*range(0x20), 0x7F] if code not in (0x09, 0x0A)),
    **{code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)},
    **dict.fromkeys([0x200B, 0x2060, 0xFEFF, 0x00AD, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]),
    **dict.fromkeys([0x2028, 0x2029], "\n"),
}


def visible(text: str) -> str:
    """`text` without control characters and others that nobody sees, and with plain line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN)


@lru_cache(maxsize=8192)
def money(minor: int, currency: str) -> str:
    """`minor` units of `currency` as text, all of them: money(1450, "USD") is "$14.50". The same to whoever reads."""
    places, locale = decimals(currency), _LOCALES.get(currency, "en_IE")
    return format_currency(
        Decimal(minor).scaleb(-places), currency, format=_pattern(locale, places), locale=locale, currency_digits=False
    )


@cache
def _pattern(locale: str, places: int) -> str:
    """How `locale` writes money, with as many decimals as the currency has."""
    usual: str = Locale.parse(locale).currency_formats["standard"].pattern
    return usual.replace("0.00", f"0.{'0' * places}".rstrip("."))


def day_and_clock(moment: datetime, *, zone: str | None = None) -> str:
    """'Fri 20 Nov, 14:02' in `zone`, or else in the reader's; with the year where it is not this one there.

    In the hour that comes twice when the clocks go back, it says which is meant: 'Sun 1 Nov, 01:30 EST'.
    """
    where = ZoneInfo(zone) if zone else None
    local = timezone.localtime(moment, where)
    year = "" if local.year == timezone.localtime(timezone=where).year else f" {local.year}"
    which = f" {local:%Z}" if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset() else ""
    return f"{local:%a {local.day} %b{year}, %H:%M{which}}"


def day(moment: datetime, *, zone: str | None = None) -> str:
    """'Fri 20 Nov', as `day_and_clock` says it."""
    return day_and_clock(moment, zone=zone).rpartition(",")[0]


def duration(span: timedelta) -> str:
    """'2 d 17 h', '41 h 12 min', '12 min', 'less than a minute': whole minutes, rounded down."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    hours, minutes = divmod(minutes, 60)
    if hours >= 72:
        return f"{hours // 24} d {hours % 24} h"
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min"


def listed(items: Sequence[str], *, most: int = 4) -> str:
    """'Ines', 'Ines and Tom', 'Ines, Tom and Ada', 'Ines, Tom, Ada, Jo and 3 more'."""
    shown = list(items[:most])
    if len(items) > most:
        shown.append(f"{len(items) - most} more")
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def listed_goods(goods: Iterable[Iterable[Any]]) -> str:
    """'2 × Mug, oatmeal and 1 × Bowl, large', of pairs of a quantity and a title."""
    return listed([f"{quantity} × {title}" for quantity, title in goods])


def count(number: int, one: str, many: str | None = None) -> str:
    """count(1, "order") is "1 order"; count(3, "order") is "3 orders"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def excerpt(text: str, *, around: Sequence[str] = (), most: int = 140) -> str:
    """`text` on one line, at most so long: from its beginning, or so that the first of the words `around` is in it."""
    line = " ".join(normalize("NFC", text).split())
    if len(line) <= most:
        return line
    looked_in = folded(line)
    looked_in = looked_in if len(looked_in) == len(line) else line.lower()
    places = [place for place in (looked_in.find(word) for word in around) if place >= 0]
    start = max(0, min(min(places, default=0) - most // 4, len(line) - most))
    cut = line[start : start + most]
    return f"{'… ' if start else ''}{cut.strip()}{' …' if start + most < len(line) else ''}"


def place_in(zone: str) -> str:
    """'Galway time' cannot be known from a zone's name; 'Dublin time' can."""
    return f"{zone.rsplit('/', 1)[-1].replace('_', ' ')} time"
