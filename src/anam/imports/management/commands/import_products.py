from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from anam.imports.cells import currency_of, quoted
from anam.imports.commands import ImportCommand, maker_named
from anam.imports.exports import Options
from anam.imports.formats import PRODUCT_FORMATS
from anam.imports.parsed import Unreadable, UnusableFile
from anam.imports.products import ProductImporter
from anam.imports.sources import file_at
from anam.words import listed


class Command(ImportCommand):
    what = "product"
    help = (
        "Import products that another system exported, each with all of its variants or not at all. Run again, it "
        "changes what has changed, and nothing else: prices, titles, stock, and what is not for sale any more. A "
        "product that cannot be imported is named on stderr, with its line and the reason, and the others go on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the exported file, in UTF-8")
        parser.add_argument(
            "--from", dest="format", required=True, help=f"its format: {listed(list(PRODUCT_FORMATS), most=9)}"
        )
        parser.add_argument(
            "--maker", default="", help="who sells what the file names no maker for, as the maker's slug"
        )
        parser.add_argument("--currency", default="USD", help="what a maker who is not there yet sells in")
        self.add_common_arguments(parser)

    def handle(
        self,
        *,
        file: Path,
        format: str,
        maker: str = "",
        currency: str = "USD",
        dry_run: bool = False,
        report: Path | None = None,
        **_: Any,
    ) -> None:
        if format not in PRODUCT_FORMATS:
            raise CommandError(f"There is no format {quoted(format)}. There is: {listed(list(PRODUCT_FORMATS))}.")

        def begin() -> Any:
            export = PRODUCT_FORMATS[format].of_file(file_at(file), Options(maker=maker_named(maker)))
            return export, ProductImporter(only_try=dry_run, currency=_currency(currency))

        self.run_import(begin, file=file, report=report, dry_run=dry_run)


def _currency(text: str) -> str:
    try:
        return currency_of(text)
    except Unreadable as wrong:
        raise UnusableFile(wrong.words) from wrong
