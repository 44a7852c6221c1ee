"""Imports run as jobs, with their progress in the database. Each may be repeated at any point without harm."""

from typing import Any

from procrastinate.contrib.django import app

from anam.jobs import UntilDone


@app.task(name="carry_on_import", queue="imports", retry=UntilDone())
def carry_on_import(import_id: int) -> None:
    """Look a file through, or import it, from where it stands to its end."""
    from anam.imports.actions.carry_on import carry_on

    carry_on(import_id)


@app.periodic(cron="17 * * * *")
@app.task(name="forget_import_files", queue="clock", queueing_lock="forget_import_files")
def forget_import_files(timestamp: int, **_: Any) -> None:
    """Delete the files of imports that are done with."""
    from anam.imports.actions.forget_files import forget_files

    forget_files()
