from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from anam.imports.cells import quoted
from anam.imports.commands import ImportCommand, maker_named
from anam.imports.exports import Options, zone_called
from anam.imports.formats import FORMATS
from anam.imports.importer import Importer
from anam.imports.writer import Origin
from anam.words import listed


class Command(ImportCommand):
    what = "order"
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
        self.add_common_arguments(parser)

    def handle(
        self,
        *,
        file: Path,
        format: str,
        dry_run: bool = False,
        time_zone: str = "",
        maker: str = "",
        report: Path | None = None,
        **_: Any,
    ) -> None:
        if format not in FORMATS:
            known = listed(list(FORMATS), most=9)
            raise CommandError(f"There is no format {quoted(format)}. There is: {known}.")

        def begin() -> Any:
            options = Options(zone_called(time_zone) if time_zone else None, maker_named(maker))
            export = FORMATS[format].read(file, options)
            return export, Importer(Origin(export.source, export.same_as), only_try=dry_run)

        self.run_import(begin, file=file, report=report, dry_run=dry_run)
