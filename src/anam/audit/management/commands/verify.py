from collections.abc import Iterable
from typing import Any

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import track

from anam.audit.invariants import INVARIANTS, Breaks, Invariant, ask
from anam.audit.pictures import STORED, missing_pictures
from anam.jobs import in_trouble
from anam.orders.models import Order
from anam.web.commands import OperatorCommand
from anam.words import count


class Command(OperatorCommand):
    help = "Check every invariant of the orders in the database, and say which orders break one."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = [(invariant, breaks) for invariant in _with_progress() if (breaks := ask(invariant)).count]
        if (missing := missing_pictures()).count:
            broken.append((STORED, missing))
        for invariant, breaks in broken:
            self._tell(invariant, breaks)
        self._tell_of_jobs()
        checks = count(len(INVARIANTS) + 1, "check")
        orders = count(Order.objects.count(), "order")
        if broken:
            found = sum(breaks.count for _, breaks in broken)
            raise CommandError(f"{orders}, {checks}: {len(broken)} broken, in {count(found, 'place')}.")
        self.stdout.write(f"{orders}, {checks}: all is well.")

    def _tell_of_jobs(self) -> None:
        """They end, or are tried again, by themselves: whoever reads this decides whether that is enough."""
        about_nothing, failing = in_trouble()
        if about_nothing:
            self.stdout.write(f"{count(about_nothing, 'job')} about a row that is not there.")
        if failing:
            self.stdout.write(f"{count(failing, 'job')} failing for more than an hour.")

    def _tell(self, invariant: Invariant, breaks: Breaks) -> None:
        for subject, what in breaks.first:
            self.stdout.write(f"{invariant.rule} {subject}: {what}")
        if more := breaks.count - len(breaks.first):
            self.stdout.write(f"{invariant.rule} … and {more:,} more. {invariant.words}")


def _with_progress() -> Iterable[Invariant]:
    console = Console(stderr=True)
    return track(INVARIANTS, description="Checking", console=console, transient=True, disable=not console.is_terminal)
