"""`anam migrate`: as Django's, on no database that other migrations have made."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoCommand

from anam.web.schema import foreign_migrations, is_of_those_before, keep_digests, take_over

REFUSED = (
    "This database was made by another version of Anam, which this one cannot bring up to date ({which}); nothing was "
    "changed. Give this version an empty database: another ANAM_HOME or DATABASE_URL."
)
FIRST = "This database is of the version before: `anam migrate` alone takes it over."


class Command(DjangoCommand):
    help = "Bring the database up to date"

    def handle(self, *args: Any, **options: Any) -> None:
        only_looks = options.get("plan") or options.get("check_unapplied")
        if only_looks and is_of_those_before():
            raise CommandError(FIRST)
        take_over()
        if foreign := foreign_migrations():
            raise CommandError(REFUSED.format(which=", ".join(foreign[:3]) + (" …" if len(foreign) > 3 else "")))
        super().handle(*args, **options)
        if not only_looks:
            keep_digests()
