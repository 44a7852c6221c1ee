"""`anam migrate`: as Django's, on no database that other migrations have made."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoCommand

from anam.web.schema import foreign_migrations, keep_digests

REFUSED = (
    "This database was made by another version of Anam, which this one cannot bring up to date ({which}); nothing was "
    "changed. Give this version an empty database: another ANAM_HOME or DATABASE_URL."
)


class Command(DjangoCommand):
    help = "Bring the database up to date"

    def handle(self, *args: Any, **options: Any) -> None:
        if foreign := foreign_migrations():
            raise CommandError(REFUSED.format(which=", ".join(foreign[:3]) + (" …" if len(foreign) > 3 else "")))
        super().handle(*args, **options)
        if not options.get("plan") and not options.get("check_unapplied"):
            keep_digests()
