"""The program `anam`: Django's commands and our own, on a running database, with errors in one line."""

import os
import sys

# These neither ask nor change the database.
WITHOUT_DATABASE = {"help", "--help", "-h", "version", "--version", "collectstatic", "makemigrations"}
# These are whole processes rather than commands of Django; `up` keeps Django out of its own memory.
PROCESSES = {"serve", "worker", "up"}


def main() -> None:
    """Run `anam COMMAND …`. An expected error is one clear line on stderr and exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anam.config.settings")
    arguments = [sys.argv[0].replace("__main__.py", "anam"), *sys.argv[1:]]
    if len(arguments) > 1:
        arguments[1] = arguments[1].replace("-", "_") if not arguments[1].startswith("-") else arguments[1]
    try:
        _run(arguments)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)


def _run(arguments: list[str]) -> None:
    from anam.config.database import CannotRun, ensure

    try:
        if len(arguments) > 1 and arguments[1] not in WITHOUT_DATABASE:
            ensure()
        if len(arguments) > 1 and arguments[1] in PROCESSES:
            _run_process(arguments[1])
        else:
            _run_command(arguments)
    except CannotRun as error:
        _fail(str(error))


def _run_process(name: str) -> None:
    from anam.config import processes

    {"serve": processes.serve, "worker": processes.work, "up": processes.up}[name]()


def _run_command(arguments: list[str]) -> None:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db.utils import NotSupportedError, OperationalError, ProgrammingError

    try:
        execute_from_command_line(arguments)
    except ImproperlyConfigured as error:
        _fail(str(error))
    except NotSupportedError as error:
        _fail(f"This database server is too old for Anam, which needs PostgreSQL 15 or newer: {error}")
    except OperationalError as error:
        _fail(f"The database does not answer: {error}")
    except ProgrammingError as error:
        if "does not exist" not in str(error):
            raise
        _fail("The database has no tables of Anam yet, or old ones. Run: anam migrate")


def _fail(words: str) -> None:
    print(f"anam: {' '.join(words.split())}", file=sys.stderr)  # noqa: T201 - this is the program's own voice
    sys.exit(1)
