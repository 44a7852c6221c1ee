from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from anam.people.models import User
from anam.people.roles import May, may
from anam.policy.actions.change_policy import change_policy
from anam.policy.diff import Told, history_of
from anam.policy.management import reasons
from anam.policy.models import SETTABLE, Policy, current_policy
from anam.policy.validation import read_setting, shown_setting
from anam.policy.versioning import lock_policy
from anam.refusals import Refused
from anam.web.commands import OperatorCommand
from anam.words import day_and_clock

_SHOWN = 5


class Command(OperatorCommand):
    help = "Show the marketplace's policy and its last changes, or change it for orders placed from now on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="verb", metavar="set|reasons|reason")
        change = commands.add_parser("set", help="change one number or switch")
        change.add_argument("name")
        change.add_argument("value")
        change.add_argument("--why", default="Set with anam policy", help="the reason, kept with the change")
        change.add_argument("--by", metavar="EMAIL", default="", help="who in support decided it")
        commands.add_parser("reasons", help="show the reasons for which an order is declined")
        reasons.add_arguments(commands.add_parser("reason", help="add a reason, reword or retire one"))

    def handle(self, *, verb: str | None, **asked: Any) -> None:
        try:
            if verb == "set":
                self._set(asked["name"], asked["value"], why=asked["why"], by=asked["by"])
            elif verb == "reasons":
                self.stdout.write("\n".join(reasons.lines()))
            elif verb == "reason":
                by = _decider(asked["by"])
                self.stdout.write(reasons.change(asked["does"], asked["key"], asked, by=by, why=asked["why"]))
            else:
                self._show()
        except Refused as refused:
            if refused.refusal.code != "nothing_changed":
                hint = " --why" if refused.refusal.code == "why_needed" else ""
                raise CommandError(f"{refused.refusal.message}{hint}") from None
            self.stdout.write(refused.refusal.message)

    def _show(self) -> None:
        policy = current_policy()
        for name, meaning in SETTABLE.items():
            self.stdout.write(f"{name:<32}{shown_setting(getattr(policy, name)):<6}{meaning}")
        self.stdout.write("\nLast changes")
        for told in history_of(list(Policy.objects.newest_first()[:_SHOWN]), names={}):
            self.stdout.write(f"  {_line(told)}")

    @transaction.atomic
    def _set(self, name: str, text: str, *, why: str, by: str) -> None:
        if name not in SETTABLE:
            raise CommandError(f"There is no “{name}” in the policy. There are: {', '.join(SETTABLE)}.")
        try:
            value = read_setting(name, text)
        except ValueError as wrong:
            raise CommandError(str(wrong)) from None
        before = lock_policy()
        change_policy(by=_decider(by), why=why, **{name: value})
        was = shown_setting(getattr(before, name))
        self.stdout.write(f"{name} is now {shown_setting(value)} (was {was}), for orders placed from now on.")


def _decider(email: str) -> User | None:
    if not email:
        return None
    person = User.objects.filter(email__iexact=email, is_support=True, is_active=True).first()
    if person is None:
        raise CommandError(f"Nobody in support has the address “{email}”.")
    if not may(person, May.POLICY):
        raise CommandError(f"{person.name} does not lead support, and only a lead changes the policy.")
    return person


def _line(told: Told) -> str:
    who = told.who if told.version.changed_by else "the marketplace"
    what = ", ".join([*told.changes, told.version.why])
    return f"{day_and_clock(told.version.changed_at)} UTC, {who}: {what}"
