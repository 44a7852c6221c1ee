"""Imports run as jobs, with their progress in the database. Each may be repeated at any point without harm."""

from typing import Any

from procrastinate.contrib.django import app

from anam.imports.actions.forget_files import forget_files as forget
from anam.imports.actions.give_up import give_up
from anam.imports.actions.run_import import run_import as run
from anam.jobs import UntilDone


@app.task(name="imports.run_import", queue="imports", retry=UntilDone(give_up=give_up))
def run_import(import_id: int) -> None:
    """Look a file through, or import it, from where it stands to its end."""
    run(import_id)


@app.periodic(cron="17 * * * *")
@app.task(name="imports.forget_files", queue="clock", queueing_lock="imports.forget_files")
def forget_files(timestamp: int, **_: Any) -> None:
    """Delete the files of imports that are done with."""
    forget()
