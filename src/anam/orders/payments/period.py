"""The days that a page or a file of money is about, in the reader's own time zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode

NAMED = {"30": "Last 30 days", "90": "Last 90 days", "365": "Last 12 months", "all": "All"}
USUAL = "90"
UNREADABLE = "Give both days, as in 2026-11-20."
TURNED_ROUND = "The first day comes after the last one."


@dataclass(frozen=True)
class Period:
    """From the `first` day to the `last`, both of them in it; None: from the beginning, or for ever.

    `start` is the first moment of it, `end` the first that is in it no more. `name` is one of NAMED, "" where the days
    were typed. `wrong` says what was wrong with those: then it is the usual period.
    """

    first: date | None = None
    last: date | None = None
    start: datetime | None = None
    end: datetime | None = None
    name: str = ""
    wrong: str = ""

    @property
    def query(self) -> str:
        """What an address says to mean it."""
        if self.name or self.first is None or self.last is None:
            return urlencode({"period": self.name or "all"})
        return urlencode({"from": self.first.isoformat(), "to": self.last.isoformat()})


def read_period(asked: QueryDict, *, now: datetime) -> Period:
    """The period that an address asks for: `period=30`, or `from=…&to=…`; the last 90 days where it asks for none."""
    today = timezone.localtime(now).date()
    typed = [asked.get(name, "").strip() for name in ("from", "to")]
    if not any(typed):
        return _named(asked.get("period", USUAL), today)
    try:
        first, last = (date.fromisoformat(text) for text in typed)
        period = _of_days(first, last)
    except (ValueError, OverflowError):
        return _named(USUAL, today, wrong=UNREADABLE)
    if first > last:
        return _named(USUAL, today, wrong=TURNED_ROUND)
    return period


def _named(name: str, today: date, *, wrong: str = "") -> Period:
    if name == "all":
        return Period(name=name)
    name = name if name in NAMED else USUAL
    return _of_days(today - timedelta(days=int(name) - 1), today, name=name, wrong=wrong)


def _of_days(first: date, last: date, **more: str) -> Period:
    """Raises OverflowError where the calendar ends."""
    start, end = (datetime.combine(day, time()) for day in (first, last + timedelta(days=1)))
    return Period(first, last, timezone.make_aware(start), timezone.make_aware(end), **more)
