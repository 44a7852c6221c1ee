"""What the two commands that import have in common: progress, refusals, the report, the summary, Ctrl-C."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from anam.bulk import analyze
from anam.history.models import Entry
from anam.imports.cells import quoted
from anam.imports.outcomes import Outcome, Result
from anam.imports.parsed import UnusableFile
from anam.imports.progress import Shown
from anam.imports.report import Report, Tally
from anam.imports.running import run
from anam.orders.models import Cancellation, CancelledLine, Line, Order
from anam.payments.models import Payment
from anam.people.models import Buyer, Maker
from anam.web.commands import OperatorCommand
from anam.words import count

MANY = 1000


def maker_named(slug: str) -> str:
    """What leads to the maker of that slug. Raises UnusableFile where there is none."""
    if slug and not Maker.objects.filter(slug=slug).exists():
        raise UnusableFile("no_maker", maker=quoted(slug))
    return slug


class ImportCommand(OperatorCommand):
    """`what` is imported."""

    what = "order"

    def add_common_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
        parser.add_argument(
            "--report",
            type=Path,
            help="write what was refused, or is to be known, into this CSV file, with line and reason",
        )

    def run_import(self, begin: Callable[[], Any], *, file: Path, report: Path | None, dry_run: bool) -> None:
        """Run what `begin` answers, an export and an importer. Expected trouble is one line, and exit code 1."""
        tally = Tally(what=self.what)
        try:
            export, importer = begin()
            with ExitStack() as opened:
                rows = Report(opened.enter_context(_new_file(report)), what=self.what) if report else None
                shown = opened.enter_context(Shown(self.stderr, what=f"Reading {file.name}"))
                for results in run(export, importer):
                    for result in results:
                        tally.add(result)
                        self._tell(result, shown, rows)
                    shown.reached(export.position, size=export.size, done=tally.read, what=f"{self.what}s")
        except UnusableFile as unusable:
            raise CommandError(str(unusable)) from unusable
        except OSError as error:
            raise CommandError(f"{error.filename or file}: {error.strerror}.") from error
        except KeyboardInterrupt:
            self.stderr.write(f"Stopped. {tally.in_words()} Run it again, and it goes on.", str)
            sys.exit(130)
        if tally.read >= MANY and not dry_run:
            analyze(Order, Line, Entry, Payment, Cancellation, CancelledLine, Buyer, Maker)
        self._sum_up(export, tally, dry_run)

    def _tell(self, result: Result, shown: Shown, rows: Report | None) -> None:
        if words := result.words:
            outcome = result.outcome.replace("_", " ")
            shown.say(f"line {result.line_number}: {self.what} {quoted(result.name)} {outcome}. {words}")
            if rows:
                rows.add(result)

    def _sum_up(self, export: Any, tally: Tally, dry_run: bool) -> None:
        words = f"{tally.in_words()} {count(export.ignored, export.ignored_is)} ignored."
        if export.nameless_go_to:
            words += f" What names no maker went to {quoted(export.nameless_go_to)}: --maker names another."
        words += " Nothing was changed: this was a dry run." if dry_run else ""
        if tally.read and tally.outcomes[Outcome.REFUSED] == tally.read:
            raise CommandError(words)
        self.stdout.write(words)


def _new_file(path: Path) -> Any:
    return path.open("w", encoding="utf-8", newline="")
