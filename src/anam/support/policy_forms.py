"""Reads what an agent types about the policy and its reasons; decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from anam.orders.forms import text
from anam.policy.models import SETTABLE, Policy
from anam.policy.parsing import read_column
from anam.policy.reason_columns import COLUMNS, as_typed
from anam.policy.validation import read_setting, shown_setting


@dataclass(frozen=True)
class Typed:
    """What was typed over what stood there: only what was changed is meant, so that a colleague's change stays.

    `seen` is the version of the policy that the form showed; `changes` are the values by name, `texts` what was
    typed, `wrong` what cannot be read.
    """

    base_version: int
    why: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


def read_numbers(posted: QueryDict, *, shown: Policy) -> Typed:
    """The numbers typed over the version `shown`."""
    was = {name: shown_setting(getattr(shown, name)) for name in SETTABLE}
    return _read(posted, was, read_setting, base_version=read_base_version(posted))


def read_reason(posted: QueryDict, *, shown: Mapping[str, Any]) -> Typed:
    """A reason's columns typed over those that were `shown`."""
    was = {name: as_typed(shown[name]) for name in COLUMNS}
    return _read(posted, was, read_column, base_version=read_base_version(posted))


def read_base_version(posted: QueryDict) -> int:
    """The version of the policy that the form showed; 0 where that makes no sense."""
    typed = posted.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0


def _read(posted: QueryDict, was: Mapping[str, str], read: Any, *, base_version: int) -> Typed:
    typed = Typed(base_version=base_version, why=text(posted, "why"))
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
