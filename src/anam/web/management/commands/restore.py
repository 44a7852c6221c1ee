from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import connection

from anam.config.database import CannotRun
from anam.config.pg_tools import run_pg_tool
from anam.web.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Read a file of `anam backup` into an empty database: all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, file: Path, **_: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        if tables := connection.introspection.table_names():
            raise CommandError(
                f"This database is in use: it has {len(tables)} tables. Restore into an empty one: another ANAM_HOME, "
                "or a new database that DATABASE_URL names."
            )
        connection.close()
        try:
            run_pg_tool(
                "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(file)
            )
        except CannotRun as error:
            raise CommandError(f"{error} Nothing was restored.") from error
        self.stdout.write("Restored. `anam migrate` brings it up to date, and `anam verify` looks at every order.")
