"""Reading the fields of one JSON object, which may be missing, null, text, numbers, or of the wrong kind altogether."""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from anam.imports.cells import minor_units, moment, quoted, tidy
from anam.imports.parsed import Unreadable

MAX_TEXT_LENGTH = 10_000


class Fields:
    """One object; `what` names it where something is wrong in it."""

    def __init__(self, found: Any, *, what: str = "") -> None:
        if not isinstance(found, dict):
            raise Unreadable("is_no_object", name=what) if what else Unreadable("it_is_no_object")
        self._found: dict[str, Any] = found
        self._what = f"{what}." if what else ""

    def has(self, *names: str) -> bool:
        return any(self._found.get(name) not in (None, "") for name in names)

    def text(self, *names: str) -> str:
        """The first of the fields `names` that says something, on one line; "" where none does."""
        for name in names:
            value = self._found.get(name)
            if value is None or value == "":
                continue
            if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
                raise Unreadable("no_text_or_number", name=f"{self._what}{name}")
            return tidy(_written(value)[:MAX_TEXT_LENGTH])
        return ""

    def is_true(self, name: str) -> bool:
        return self._found.get(name) in (True, "true", 1, "1")

    def minor(self, *names: str, currency: str, rounded: bool = False, signed: bool = False) -> int:
        """Money in minor units; 0 where it is not there. `signed`: it may be less than nothing."""
        name = next((name for name in names if self.has(name)), names[0])
        what = f"{self._what}{name}"
        return minor_units(self.text(name), currency=currency, what=what, rounded=rounded, signed=signed)

    def whole(self, name: str, *, least: int = 0) -> int:
        """A whole number of `least` or more; `least` where it is not there."""
        text = self.text(name) or str(least)
        number = re.sub(r"\.0+$", "", text)
        if not (number.isascii() and number.isdigit() and len(number) < 13) or int(number) < least:
            raise Unreadable("no_whole_number", name=f"{self._what}{name}", text=quoted(text), least=least)
        return int(number)

    def at(self, *names: str, zone: ZoneInfo | None = None) -> datetime | None:
        """The first moment that is said, in UTC."""
        for name in names:
            if text := self.text(name):
                return moment(text, what=f"{self._what}{name}", zone=zone)
        return None

    def inner(self, name: str) -> "Fields":
        """The object in the field `name`; an empty one where there is none."""
        return Fields(self._found.get(name) or {}, what=f"{self._what}{name}")

    def rows(self, name: str) -> "Iterator[Fields]":
        """The objects of the list in the field `name`."""
        found = self._found.get(name) or []
        if not isinstance(found, list):
            raise Unreadable("no_list", name=f"{self._what}{name}")
        for number, one in enumerate(found, 1):
            yield Fields(one, what=f"{self._what}{name} {number}")

    def names(self) -> list[str]:
        return list(self._found)


def _written(value: str | int | Decimal) -> str:
    if isinstance(value, Decimal):
        if not value.is_finite() or abs(value.adjusted()) > 40:
            raise Unreadable("number_nobody_meant")
        return format(value, "f")
    if isinstance(value, int) and abs(value) > 10**40:
        raise Unreadable("number_nobody_meant")
    return str(value)
