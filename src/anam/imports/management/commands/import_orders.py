from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from anam.imports.cells import quoted
from anam.imports.importer import Outcome, import_order
from anam.imports.plain import BadRow, PlainOrder, Unreadable, UnusableFile
from anam.imports.progress import Shown
from anam.imports.rows import count_lines
from anam.imports.shopify_csv import ShopifyCsv
from anam.words import count, listed

FORMATS = {"shopify-csv": ShopifyCsv}


class Command(BaseCommand):
    help = (
        "Import orders that another system exported: one order for each maker in an order, each whole or not at all. "
        "Run again, it changes nothing that is there. An order that cannot be imported is named on stderr, with its "
        "line and the reason, and the others go on. The exit code is 1 where the file cannot be used, or where orders "
        "were refused and none is in Anam; otherwise 0, and the summary says how many were refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the exported file, in UTF-8")
        parser.add_argument("--from", dest="format", required=True, help=f"its format: {listed(list(FORMATS))}")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")

    def handle(self, *, file: Path, format: str, dry_run: bool, **_: Any) -> None:
        if format not in FORMATS:
            raise CommandError(f"There is no format {quoted(format)}. There is: {listed(list(FORMATS))}.")
        self._became: Counter[str] = Counter()
        try:
            lines = count_lines(file)
            with file.open(encoding="utf-8-sig", newline="") as opened:
                export = FORMATS[format](opened)
                with Shown(self.stderr, what=f"Reading {file.name}", lines=lines) as shown:
                    for one in export:
                        self._take(one, export.source, shown, dry_run)
        except UnusableFile as unusable:
            raise CommandError(str(unusable)) from unusable
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        self._sum_up(export.columns_ignored, dry_run)

    def _take(self, one: PlainOrder | BadRow, source: str, shown: Shown, dry_run: bool) -> None:
        self._became["read"] += 1
        try:
            if isinstance(one, BadRow):
                raise Unreadable(one.why)
            outcome, written = import_order(one, source=source, only_try=dry_run)
        except Unreadable as wrong:
            self._became["refused"] += 1
            shown.say(f"line {one.line_number}: order {quoted(one.name)} refused. {wrong}")
        else:
            self._became[outcome] += 1
            self._became["written"] += written
        shown.reached(one.line_number)

    def _sum_up(self, columns_ignored: int, dry_run: bool) -> None:
        became = self._became
        summary = (
            f"{count(became['read'], 'order')} read: {became[Outcome.IMPORTED]:,} imported "
            f"(as {count(became['written'], 'order')}, one for each maker), "
            f"{became[Outcome.ALREADY_THERE]:,} already there, {became['refused']:,} refused. "
            f"{count(columns_ignored, 'column')} ignored."
        )
        summary += " Nothing was changed: this was a dry run." if dry_run else ""
        if became["refused"] and became["refused"] == became["read"]:
            raise CommandError(summary)
        self.stdout.write(summary)
