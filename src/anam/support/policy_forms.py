"""Reads what an agent types about the policy and its reasons; decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from anam.orders.bounds import read_setting, shown_setting
from anam.orders.forms import text
from anam.orders.models import Policy
from anam.orders.policy import SETTABLE
from anam.orders.reading_reasons import read_column, shown_column
from anam.orders.reason_rules import COLUMNS


@dataclass(frozen=True)
class Typed:
    """What was typed over what stood there: only what was changed is meant, so that a colleague's change stays.

    `seen` is the version of the policy that the form showed; `changes` are the values by name, `texts` what was
    typed, `wrong` what cannot be read.
    """

    seen: int
    why: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


def read_numbers(posted: QueryDict, *, shown: Policy) -> Typed:
    """The numbers typed over the version `shown`."""
    was = {name: shown_setting(getattr(shown, name)) for name in SETTABLE}
    return _read(posted, was, read_setting, seen=read_seen(posted))


def read_reason(posted: QueryDict, *, shown: Mapping[str, Any]) -> Typed:
    """A reason's columns typed over those that were `shown`."""
    was = {name: shown_column(shown[name]) for name in COLUMNS}
    return _read(posted, was, read_column, seen=read_seen(posted))


def read_seen(posted: QueryDict) -> int:
    """The version of the policy that the form showed; 0 where that makes no sense."""
    typed = posted.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0


def _read(posted: QueryDict, was: Mapping[str, str], read: Any, *, seen: int) -> Typed:
    typed = Typed(seen=seen, why=text(posted, "why"))
    for name, before in was.items():
        given = " ".join(text(posted, name, most=2000).split()) if name in posted else before
        if given == before:
            continue
        typed.texts[name] = given
        try:
            typed.changes[name] = read(name, given)
        except ValueError as wrong:
            typed.wrong[name] = str(wrong)
    return typed
