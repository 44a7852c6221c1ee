"""The program `anam`: Django's commands and our own, on a running database, with errors in one line."""

import os
import sys
from pkgutil import resolve_name

from anam import __version__
from anam.config import figures
from anam.config.database import CannotRun, ensure

# These neither ask nor change the database.
WITHOUT_DATABASE = {"help", "collectstatic", "makemigrations", "notifications"}
# Whoever starts this one keeps the database running.
WITH_ANOTHERS = {"work_apart"}
# These need no session of their own in the database; `up` only starts others.
MAY_BE_POOLED = {"serve", "up"}
COMMANDS = """
  up              serve, work and keep the database, all on this machine
  serve, worker   answer web requests; run jobs
  receive-mail    take in email: answers, bounces, mail to support
  demo            fill the demo marketplace, on an empty database only
  verify          check every rule of declining, and name the orders that break one
  reconcile       compare every payment with the books of whoever holds it
  ledger          print every movement of a maker's money
  import-orders   bring in orders from another system
  import-products bring in products from another system
  import-articles bring in the Support Center's articles
  policy          show the marketplace's policy, or change it
  notifications   show who is told what, and through which channel
  token           print a key to the API for somebody
  blank-address   take the text of an address out of an order, or of a buyer's, for good
  add-member      let a person act for a maker, a buyer or support
  remove-member   end that: signed out at once, tokens revoked
  backup          write the whole database to a file
  restore         read such a file into an empty database
  check-payments  see whether payments work: the key, its account, the webhook
  sandbox         how the sandbox payment gateway shall misbehave
  migrate         bring the database up to date

anam COMMAND --help says more. Django's own commands are there as well: anam help.
"""
# These are whole processes rather than commands of Django. Each is imported by itself: `up` needs none of what the
# others do, and a worker's figures can be kept together only before it is imported.
PROCESSES = {
    "serve": "anam.config.processes:serve",
    "worker": "anam.config.working:work",
    "up": "anam.config.processes:up",
    "receive_mail": "anam.config.processes:receive_mail",
    "work_apart": "anam.config.apart:work_apart",  # started by the worker alone
}


def main() -> None:
    """Run `anam COMMAND …`. An expected error is one clear line on stderr and exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anam.config.settings")
    arguments = [sys.argv[0].replace("__main__.py", "anam"), *sys.argv[1:]]
    if len(arguments) > 1:
        arguments[1] = arguments[1].replace("-", "_") if not arguments[1].startswith("-") else arguments[1]
    if len(arguments) == 1 or arguments[1] in ("-h", "--help"):
        print(f"anam COMMAND, where COMMAND is one of\n{COMMANDS}")  # noqa: T201
        sys.exit(0 if len(arguments) > 1 else 2)
    if arguments[1] in ("version", "--version"):
        print(f"anam {__version__}")  # noqa: T201
        return
    if arguments[1] in PROCESSES and len(arguments) > 2:
        named = arguments[1].replace("_", "-")
        _fail(f"{named} takes no arguments; docs/settings.md lists what it reads from the environment.")
    try:
        _run(arguments)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)


def _run(arguments: list[str]) -> None:
    try:
        if arguments[1] not in WITHOUT_DATABASE | WITH_ANOTHERS:
            ensure(pooled=arguments[1] in MAY_BE_POOLED)
        if arguments[1] in PROCESSES:
            figures.keep_them_together()
            resolve_name(PROCESSES[arguments[1]])()
        else:
            _run_command(arguments)
    except CannotRun as error:
        _fail(str(error))


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
