"""A reason's columns read from text, for the page and for `anam policy` alike; decides nothing."""

from typing import Any

from django.db.models import Max

from anam.policy.models import Reason
from anam.policy.reason_validation import COLUMNS, MAX_POSITION, MAX_WORDS
from anam.words import visible

_YES = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
_MAX_COUNT = {"least_words": MAX_WORDS, "position": MAX_POSITION}
YES_OR_NO = ("counts", "part_of_an_order", "for_makers")


def read_column(name: str, text: str) -> Any:
    """The value that `text` means for the column `name`. Raises ValueError with words for the person."""
    text = " ".join(visible(text).split())
    if name in YES_OR_NO:
        if text.lower() not in _YES:
            raise ValueError(f"“{text[:40]}” is neither yes nor no.")
        return _YES[text.lower()]
    if name in _MAX_COUNT:
        if not (text.isascii() and text.isdigit() and int(text[:9]) <= _MAX_COUNT[name]):
            raise ValueError(f"“{text[:40]}” will not do: give a whole number, at most {_MAX_COUNT[name]}.")
        return int(text)
    return text


def shown_column(value: str | int | bool) -> str:
    """What `read_column` would read as `value`."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def new_reason() -> dict[str, Any]:
    """The columns that a new reason begins with: for makers, and the last before “Other”."""
    in_force = Reason.objects.current()
    other = in_force.filter(key="other").values_list("position", flat=True).first()
    last = in_force.filter(for_makers=True).aggregate(last=Max("position"))["last"] or 0
    return {
        "label": "",
        "for_buyer": "",
        "fault": "maker",
        "counts": True,
        "part_of_an_order": True,
        "stock": "return",
        "least_words": 10,
        "suggestion": "",
        "for_makers": True,
        "position": max(other - 1, 0) if other is not None else last + 10,
    }


def columns_of(reason: Reason) -> dict[str, Any]:
    """All that a reason says."""
    return {name: getattr(reason, name) for name in COLUMNS}
