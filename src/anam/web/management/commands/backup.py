import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from anam.config.database import CannotRun
from anam.config.pg_tools import run_pg_tool
from anam.web.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Write the whole database to one file, while Anam goes on; pictures of products are files besides."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, file: Path, **_: Any) -> None:
        if not file.parent.is_dir():
            raise CommandError(f"There is no folder {file.parent}.")
        # Only a whole backup gets its name: what was interrupted never looks like one, nor replaces one.
        part = file.with_name(f"{file.name}.part")
        try:
            part.touch(mode=0o600)
            run_pg_tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={part}")
            with part.open("rb") as written:
                os.fsync(written.fileno())
            part.replace(file)
        except (CannotRun, OSError) as error:
            raise CommandError(str(error)) from error
        finally:
            part.unlink(missing_ok=True)
        self.stdout.write(
            f"{file}: {file.stat().st_size / 1e6:,.1f} MB. `anam restore` reads it into an empty database."
        )
