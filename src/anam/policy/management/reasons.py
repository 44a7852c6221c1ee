"""The reasons on the command line: `anam policy reasons` and `anam policy reason add|reword|retire`."""

from argparse import ArgumentParser
from typing import Any

from anam.people.models import User
from anam.policy.actions.add_reason import add_reason
from anam.policy.actions.retire_reason import retire_reason
from anam.policy.actions.reword_reason import reword_reason
from anam.policy.models import Reason, current_policy
from anam.policy.parsing import new_reason, read_column
from anam.policy.reason_columns import COLUMNS, line_of
from anam.refusals import Refused


def add_arguments(parser: ArgumentParser) -> None:
    """What `anam policy reason` understands."""
    does = parser.add_subparsers(dest="does", metavar="add|reword|retire", required=True)
    for name, meaning in (
        ("add", "a reason more, for orders placed from now on"),
        ("reword", "say one otherwise, for orders placed from now on"),
        ("retire", "orders placed from now on no longer have it"),
    ):
        one = does.add_parser(name, help=meaning)
        one.add_argument("key")
        one.add_argument("--why", default=f"Reason {name} with anam policy", help="the reason, kept with the change")
        one.add_argument("--by", metavar="EMAIL", default="", help="who in support decided it")
        for column, described in COLUMNS.items() if name != "retire" else ():
            one.add_argument(f"--{column.replace('_', '-')}", help=described.help)


def change(does: str, key: str, asked: dict[str, Any], *, by: User | None, why: str) -> str:
    """Carry out what was asked, and say so in one line. Raises Refused."""
    try:
        if does == "retire":
            return f"“{retire_reason(key, by=by, why=why).label}” is retired, for orders placed from now on."
        given = {name: _read(name, asked[name]) for name in COLUMNS if asked[name] is not None}
        if does == "add":
            reason = add_reason(key, by=by, why=why, **{**new_reason(), **given})
            return f"“{reason.label}” ({key}) is added, for orders placed from now on."
        if not given:
            names = ", ".join(f"--{name.replace('_', '-')}" for name in COLUMNS)
            raise Refused.because("reason_wrong", f"Say what to change: {names}.")
        reason = reword_reason(key, by=by, why=why, **given)
        return f"“{reason.label}” ({key}) is reworded, for orders placed from now on."
    except Reason.DoesNotExist:
        keys = ", ".join(Reason.objects.in_force(current_policy().pk).values_list("key", flat=True))
        raise Refused.because("reason_wrong", f"There is no reason “{key}” in force. There are: {keys}.") from None


def lines() -> list[str]:
    """The reasons in force in their order, and then those that were retired."""
    current = Reason.objects.in_force(current_policy().pk)
    shown = [f"{one.position:>4}  {one.key:<22}{one.label}: {line_of(one)}" for one in current]
    gone = [f"      {one.key:<22}{one.label}: retired" for one in Reason.objects.retired()]
    return [*shown, *(["", "Retired", *gone] if gone else [])]


def _read(name: str, text: str) -> Any:
    try:
        return read_column(name, text)
    except ValueError as wrong:
        raise Refused.because("reason_wrong", f"--{name.replace('_', '-')}: {wrong}") from None
