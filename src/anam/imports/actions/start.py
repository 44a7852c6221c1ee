from django.db import transaction

from anam.clock import database_now
from anam.imports.actions.queue_import import queue_import
from anam.imports.models import Import


@transaction.atomic
def start(one: Import) -> bool:
    """Import what was looked through, or go on with what was stopped. False where it is under way, or done, already."""
    moved = Import.objects.filter(pk=one.pk, stage=Import.Stage.CHECKED).update(
        stage=Import.Stage.RUNNING, started_at=database_now(), read=0, position=0
    )
    if one.can_go_on:
        moved = Import.objects.filter(pk=one.pk, stage=Import.Stage.STOPPED).update(
            stage=Import.Stage.RUNNING, finished_at=None, why={}
        )
    if moved:
        queue_import(one)
    return bool(moved)
