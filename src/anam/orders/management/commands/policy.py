from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from anam.orders.policy import SETTABLE, Policy, change_policy, current_policy
from anam.people.models import User
from anam.words import day_and_clock

_SHOWN = 5
_SWITCH = {"on": True, "true": True, "off": False, "false": False}
_MOST_HOURS = 720
_LONGEST_WHY = 300


class Command(BaseCommand):
    help = "Show the marketplace's policy and its last changes, or change it for orders placed from now on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="verb", metavar="set")
        change = commands.add_parser("set", help="change one number or switch")
        change.add_argument("name")
        change.add_argument("value")
        change.add_argument("--why", default="Set with anam policy", help="the reason, kept with the change")
        change.add_argument("--by", metavar="EMAIL", default="", help="who in support decided it")

    def handle(self, *, verb: str | None, **asked: Any) -> None:
        if verb == "set":
            self._set(asked["name"], asked["value"], why=asked["why"].strip(), by=asked["by"])
        else:
            self._show()

    def _show(self) -> None:
        policy = current_policy()
        for name, meaning in SETTABLE.items():
            self.stdout.write(f"{name:<32}{_shown(getattr(policy, name)):<6}{meaning}")
        self.stdout.write("\nLast changes")
        versions = list(Policy.objects.select_related("changed_by").order_by("-id")[: _SHOWN + 1])
        before: list[Policy | None] = [*versions[1:], None]
        for version, previous in list(zip(versions, before, strict=True))[:_SHOWN]:
            self.stdout.write(f"  {_told(version, previous)}")

    @transaction.atomic
    def _set(self, name: str, text: str, *, why: str, by: str) -> None:
        if name not in SETTABLE:
            raise CommandError(f"There is no “{name}” in the policy. There are: {', '.join(SETTABLE)}.")
        if not 0 < len(why) <= _LONGEST_WHY:
            raise CommandError(f"Say why in 1 to {_LONGEST_WHY} characters: --why")
        before = current_policy()
        value = _read(text, like=getattr(before, name))
        if value == getattr(before, name):
            self.stdout.write(f"{name} is {_shown(value)} already: nothing was changed.")
            return
        _check({**{one: getattr(before, one) for one in SETTABLE}, name: value})
        change_policy(by=_decider(by), why=why, **{name: value})
        self.stdout.write(
            f"{name} is now {_shown(value)} (was {_shown(getattr(before, name))}), for orders placed from now on."
        )


def _read(text: str, *, like: int | bool) -> int | bool:
    if isinstance(like, bool):
        if text.lower() not in _SWITCH:
            raise CommandError(f"“{text}” is neither on nor off.")
        return _SWITCH[text.lower()]
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _MOST_HOURS):
        raise CommandError(f"“{text}” will not do: give whole hours, from 1 to {_MOST_HOURS}.")
    return int(text)


def _check(policy: dict[str, int]) -> None:
    first, last = policy["first_reminder_hours"], policy["last_reminder_hours"]
    if not last < first:
        raise CommandError(f"The last reminder ({last} h before the deadline) must come after the first ({first} h).")


def _decider(email: str) -> User | None:
    if not email:
        return None
    person = User.objects.filter(email__iexact=email, is_support=True, is_active=True).first()
    if person is None:
        raise CommandError(f"Nobody in support has the address “{email}”.")
    return person


def _shown(value: int | bool) -> str:
    return ("on" if value else "off") if isinstance(value, bool) else str(value)


def _told(version: Policy, previous: Policy | None) -> str:
    who = version.changed_by.name if version.changed_by else "the marketplace"
    changes = [
        f"{name} {_shown(getattr(previous, name))} → {_shown(getattr(version, name))}"
        for name in SETTABLE
        if previous and getattr(previous, name) != getattr(version, name)
    ]
    return f"{day_and_clock(version.changed_at)} UTC, {who}: {', '.join([*changes, version.why])}"
