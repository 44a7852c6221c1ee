from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from anam.helpcenter.actions.import_folder import NoFolder, Outcome, import_folder
from anam.words import count, listed


class Command(BaseCommand):
    help = "Import the help articles (Markdown with front matter and Liquid) that lie in a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder with .md files; a file's name becomes its address")

    def handle(self, *, folder: Path, **_: Any) -> None:
        became: Counter[str] = Counter()
        try:
            for outcome in import_folder(folder):
                self._say(outcome, folder)
                became[outcome.became] += 1
        except NoFolder as nothing:
            raise CommandError(str(nothing)) from nothing
        tally = f"{count(became.total(), 'article')}: {listed([f'{many} {what}' for what, many in became.items()])}."
        if became["refused"]:
            raise CommandError(tally)
        self.stdout.write(tally)

    def _say(self, outcome: Outcome, folder: Path) -> None:
        if outcome.became == "refused":
            where = f"{folder / outcome.file}:{outcome.line}" if outcome.line else str(folder / outcome.file)
            self.stderr.write(f"{where}: refused, {outcome.why}")
        else:
            self.stdout.write(f"{outcome.became:<10} {reverse('article', args=[outcome.slug])}")
