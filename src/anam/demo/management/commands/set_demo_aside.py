from typing import Any

from django.core.management.base import CommandError
from psycopg.errors import ObjectInUse

from anam.demo.outdated import set_outdated_demo_aside
from anam.web.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Set a demo of another version aside, in Anam's own database: so that a new one can be begun"

    def handle(self, **_: Any) -> None:
        try:
            aside = set_outdated_demo_aside()
        except ObjectInUse:
            raise CommandError(
                "The demo in this database is of another version of Anam, and a process still uses it. Stop that, "
                "then start again."
            ) from None
        if aside:
            self.stdout.write(f"The demo was of another version: it is kept as the database {aside}, and begun anew.")
