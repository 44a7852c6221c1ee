from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.urls import reverse

from anam.helpcenter.actions.import_folder import Outcome, import_folder
from anam.helpcenter.folder import NoFolder
from anam.web.commands import OperatorCommand
from anam.words import count, listed

_NO_ARTICLE = {"skipped", "remarks"}


class Command(OperatorCommand):
    help = "Import the help articles in a folder: Markdown with front matter and Liquid, in the form of Jekyll."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder with .md files; a file's name becomes its address")
        parser.add_argument(
            "--keep-missing", action="store_true", help="retire no article, though its file is in the folder no more"
        )

    def handle(self, *, folder: Path, keep_missing: bool = False, **_: Any) -> None:
        became: Counter[str] = Counter()
        remarks = 0
        try:
            for outcome in import_folder(folder, retire_missing=not keep_missing):
                self._say(outcome, folder)
                remarks += len(outcome.remarks) + (outcome.became == "skipped")
                became[outcome.became] += outcome.became not in _NO_ARTICLE
        except NoFolder as nothing:
            raise CommandError(str(nothing)) from nothing
        became = +became
        parts = listed([f"{many} {what}" for what, many in became.items()], most=9)
        tally = f"{count(became.total(), 'article')}: {parts}."
        if remarks:
            tally += f" {count(remarks, 'thing was', 'things were')} not understood: named above."
        if became["refused"]:
            raise CommandError(tally)
        self.stdout.write(tally)

    def _say(self, outcome: Outcome, folder: Path) -> None:
        file = folder / outcome.file
        if outcome.became in ("refused", "skipped"):
            self.stderr.write(f"{_at(file, outcome.line)}: {outcome.became}, {outcome.why}")
        elif outcome.became != "remarks":
            more = f"  {outcome.why}" if outcome.why else ""
            self.stdout.write(f"{outcome.became:<10} {reverse('article', args=[outcome.slug])}{more}")
        for remark in outcome.remarks:
            self.stderr.write(f"{_at(file, remark.line)}: {remark.words}")


def _at(file: Path, line: int | None) -> str:
    return f"{file}:{line}" if line else str(file)
