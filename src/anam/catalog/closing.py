"""A storefront that is closed until a date: it takes no orders, and then does again by itself."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from anam.catalog.models import Storefront
from anam.clock import database_now
from anam.people.models import Maker
from anam.words import day, day_and_clock, place_in

MAX_CLOSED_DAYS = 366


def is_closed_now(front: Storefront) -> bool:
    """By the database's clock, which is asked only where a date is set."""
    return front.closed_until is not None and front.is_closed(database_now())


def closed_words(front: Storefront) -> str:
    """Since when it is closed and until when, for shops, in the maker's time zone; "" while it takes orders."""
    if front.closed_since is None or front.closed_until is None or not is_closed_now(front):
        return ""
    zone = front.maker.time_zone
    since, until = day(front.closed_since, zone=zone), day_and_clock(front.closed_until, zone=zone)
    return f"Closed since {since}. {front.maker.name} takes orders again from {until} ({place_in(zone)})."


def beginning_of(when: date, maker: Maker) -> datetime:
    """The first moment of that day where `maker` is."""
    return datetime.combine(when, time.min, ZoneInfo(maker.time_zone))


def date_in_words(front: Storefront) -> str:
    """The day on which it opens again where its maker is, as a form has it: 2026-12-07; "" where none is set."""
    if front.closed_until is None:
        return ""
    return front.closed_until.astimezone(ZoneInfo(front.maker.time_zone)).date().isoformat()


def days_to_choose(maker: Maker, now: datetime) -> tuple[date, date]:
    """The first and the last day on which a storefront that is closed at `now` can open again."""
    today = now.astimezone(ZoneInfo(maker.time_zone)).date()
    return today + timedelta(days=1), today + timedelta(days=MAX_CLOSED_DAYS)
