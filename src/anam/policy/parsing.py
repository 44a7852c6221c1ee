"""A reason's columns read from text, for the page and for `anam policy` alike; decides nothing."""

from typing import Any

from django.db.models import Max

from anam.policy.models import Reason
from anam.policy.reason_columns import COLUMNS
from anam.words import visible

_YES = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}


def read_column(name: str, text: str) -> Any:
    """The value that `text` means for the column `name`. Raises ValueError with words for the person."""
    text, most = " ".join(visible(text).split()), COLUMNS[name].most
    if COLUMNS[name].is_yes_or_no:
        if text.lower() not in _YES:
            raise ValueError(f"“{text[:40]}” is neither yes nor no.")
        return _YES[text.lower()]
    if most:
        if not (text.isascii() and text.isdigit() and int(text[:9]) <= most):
            raise ValueError(f"“{text[:40]}” will not do: give a whole number, at most {most}.")
        return int(text)
    return text


def new_reason() -> dict[str, Any]:
    """The columns that a new reason begins with: for makers, and the last before “Other”."""
    in_force = Reason.objects.current()
    other = in_force.filter(key="other").values_list("position", flat=True).first()
    last = in_force.filter(for_makers=True).aggregate(last=Max("position"))["last"] or 0
    position = max(other - 1, 0) if other is not None else last + 10
    return {**{name: column.initial for name, column in COLUMNS.items()}, "position": position}


def columns_of(reason: Reason) -> dict[str, Any]:
    """All that a reason says."""
    return {name: getattr(reason, name) for name in COLUMNS}
