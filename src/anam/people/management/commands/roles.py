from collections.abc import Iterable
from typing import Any

from django.utils import translation

from anam.people.access import BY_NAME, Party
from anam.people.models import Role, SupportRole
from anam.people.roles import May, held_by
from anam.web.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Show what each role may do, and what each address and call asks for, as docs/roles.md has it."

    def handle(self, **_: Any) -> None:
        with translation.override("en"):
            self.stdout.write("\n".join(tables()))


def tables() -> list[str]:
    """The lines of the tables, in Markdown: roles first, then addresses."""
    members, support = _table("what", Role), _table("what", SupportRole)
    heads = {Party.MAKER: "Of makers", Party.SHOP: "Of shops", Party.SUPPORT: "Of support"}
    asked = [line for party in Party for line in (f"## {heads[party]}", "", *_addresses(party), "")]
    return ["## Members of makers and shops", "", *members, "", "## Support", "", *support, "", *asked[:-1]]


def _table(first: str, roles: Iterable[Role | SupportRole]) -> list[str]:
    held = {role: held_by(role) for role in roles}
    rows = [what for what in May if any(what in one for one in held.values())]
    return [
        f"| {first} | {' | '.join(str(role.label) for role in held)} |",
        f"|---|{'---|' * len(held)}",
        *(f"| {what.label} | {' | '.join('yes' if what in one else '–' for one in held.values())} |" for what in rows),
    ]


def _addresses(party: Party) -> list[str]:
    lines = ["| asks for | to read | to change something |", "|---|---|---|"]
    for what in May:
        read = sorted(name for name, asks in BY_NAME[party].items() if asks[0] == what)
        act = sorted(name for name, asks in BY_NAME[party].items() if asks[1] == what)
        if read or act:
            lines.append(f"| {what.label} | {_named(read)} | {_named(act)} |")
    return lines


def _named(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "–"
