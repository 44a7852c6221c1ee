"""Imports run as jobs, with their progress in the database. Each may be repeated at any point without harm."""

from typing import TYPE_CHECKING, Any

from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from anam.jobs import UntilDone, to_do

if TYPE_CHECKING:
    from anam.imports.models import Import


def give_up_import(import_id: int, why: str) -> None:
    """It took too long, or failed again and again."""
    from anam.imports.actions.give_up import give_up

    give_up(import_id, why=why)


@app.task(name="imports.run_import", queue="imports", retry=UntilDone(give_up=give_up_import))
def run_import(import_id: int) -> None:
    """Look a file through, or import it, from where it stands to its end."""
    from anam.imports.actions.run_import import run_import

    run_import(import_id)


def one_at_a_time(one: "Import") -> Job:
    """The job for `one`; one at a time of each maker, so that others need not wait for all of theirs."""
    return to_do(run_import, lock=f"imports of {one.maker_id}", import_id=one.pk)


@app.periodic(cron="17 * * * *")
@app.task(name="imports.forget_files", queue="clock", queueing_lock="imports.forget_files")
def forget_files(timestamp: int, **_: Any) -> None:
    """Delete the files of imports that are done with."""
    from anam.imports.actions.forget_files import forget_files

    forget_files()
