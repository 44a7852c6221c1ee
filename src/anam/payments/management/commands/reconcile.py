from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track

from anam.coded import worded
from anam.payments.gateways import GatewayDown
from anam.payments.management.days import day
from anam.payments.reconciliation import at_gateways, compare_all, held_elsewhere, unknown_there
from anam.payments.sentences import BOOKS
from anam.words import count


class Command(BaseCommand):
    help = "Compare every payment with the books of whoever holds it, and name every difference. Changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since", type=day, metavar="DATE", help="only payments made, or whose money moved, since then (UTC)"
        )

    def handle(self, *, since: datetime | None, **_: Any) -> None:
        compared = differ = not_asked = 0
        total = at_gateways(since=since)
        console = Console(stderr=True)
        going = track(
            compare_all(since=since),
            total=total,
            description="Comparing",
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        try:
            for one in going:
                compared += 1
                differ += bool(one.differences)
                not_asked += bool(one.not_asked)
                if one.not_asked:
                    self.stdout.write(f"{one.subject}: {one.not_asked}")
                for difference in one.differences:
                    self.stdout.write(f"{one.subject}: {worded(difference, BOOKS)}")
            unknown = [worded(one, BOOKS) for one in unknown_there(since=since)]
        except GatewayDown as down:
            done = f"{compared:,} of {total:,} payments were compared, and {differ:,} of them differ"
            raise CommandError(f"{down} {done}. Begin again once it answers.") from None
        if elsewhere := held_elsewhere(since=since):
            self.stdout.write(f"{count(elsewhere, 'payment')} held elsewhere: there are no books to compare with.")
        for sentence in unknown:
            self.stdout.write(sentence)
        wrong = [f"{differ:,} differ"] if differ else []
        wrong += [f"{len(unknown):,} unknown here"] if unknown else []
        wrong += [f"{not_asked:,} not asked about"] if not_asked else []
        if wrong:
            raise CommandError(f"{count(compared, 'payment')} compared: {', '.join(wrong)}.")
        self.stdout.write(f"{count(compared, 'payment')} compared: no difference.")
