import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from anam.imports.cells import quoted
from anam.imports.exports import Export, Options, zone_called
from anam.imports.formats import FORMATS
from anam.imports.importer import Importer
from anam.imports.outcomes import Outcome, Result
from anam.imports.plain import UnusableFile
from anam.imports.progress import Shown
from anam.imports.report import Report, Tally
from anam.imports.running import run
from anam.imports.writing import Origin
from anam.people.models import Maker
from anam.words import count, listed


class Command(BaseCommand):
    help = (
        "Import orders that another system exported: one order for each maker in an order, each whole or not at all. "
        "Run again, or stopped and run again, it changes nothing that is there. An order that cannot be imported is "
        "named on stderr, with its line and the reason, and the others go on. The exit code is 1 where the file cannot "
        "be used, or where orders were refused and none is in Anam; otherwise 0, and the summary says how many were "
        "refused. Nobody is told of what comes in."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = listed(list(FORMATS), most=9)
        parser.add_argument("file", type=Path, help="the exported file, in UTF-8; for olist, the folder")
        parser.add_argument("--from", dest="format", required=True, help=f"its format: {names}")
        parser.add_argument("--time-zone", default="", help="where its times do not say their zone, as Europe/Dublin")
        parser.add_argument(
            "--maker", default="", help="who sold what the file names no maker for, as the maker's slug"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
        parser.add_argument(
            "--report", type=Path, help="write what was refused into this CSV file, with line and reason"
        )

    def handle(self, *, file: Path, format: str, dry_run: bool = False, time_zone: str = "", maker: str = "",
               report: Path | None = None, **_: Any) -> None:  # fmt: skip
        if format not in FORMATS:
            known = listed(list(FORMATS), most=9)
            raise CommandError(f"There is no format {quoted(format)}. There is: {known}.")
        self._tally, self._dry_run = Tally(), dry_run
        try:
            options = Options(zone_called(time_zone) if time_zone else None, _name_of(maker))
            export = FORMATS[format].read(file, options)
            with ExitStack() as opened:
                rows = Report(opened.enter_context(_new_file(report))) if report else None
                shown = opened.enter_context(Shown(self.stderr, what=f"Reading {file.name}"))
                self._run(export, shown, rows)
        except UnusableFile as unusable:
            raise CommandError(str(unusable)) from unusable
        except OSError as error:
            raise CommandError(f"{error.filename or file}: {error.strerror}.") from error
        except KeyboardInterrupt:
            self.stderr.write(f"Stopped. {self._tally.in_words()} Run it again, and it goes on.", str)
            sys.exit(130)
        self._sum_up(export)

    def _run(self, export: Export, shown: Shown, report: Report | None) -> None:
        importer = Importer(Origin(export.source, export.same_as), only_try=self._dry_run)
        for results in run(export, importer):
            for result in results:
                self._tally.add(result)
                self._tell(result, shown)
                if report:
                    report.add(result)
            shown.reached(export.position, size=export.size, done=self._tally.read)

    def _tell(self, result: Result, shown: Shown) -> None:
        if result.outcome == Outcome.REFUSED:
            shown.say(f"line {result.line_number}: order {quoted(result.name)} refused. {result.why}")

    def _sum_up(self, export: Export) -> None:
        tally = self._tally
        words = f"{tally.in_words()} {count(export.ignored, export.ignored_is)} ignored."
        if export.nameless_go_to:
            words += f" Whoever sold what names no maker is {quoted(export.nameless_go_to)}: --maker names another."
        words += " Nothing was changed: this was a dry run." if self._dry_run else ""
        if tally.read and tally.outcomes[Outcome.REFUSED] == tally.read:
            raise CommandError(words)
        self.stdout.write(words)


def _name_of(slug: str) -> str:
    if not slug:
        return ""
    maker = Maker.objects.filter(slug=slug).first()
    if maker is None:
        raise UnusableFile(f"There is no maker {quoted(slug)}.")
    return maker.slug


def _new_file(path: Path) -> Any:
    return path.open("w", encoding="utf-8", newline="")
