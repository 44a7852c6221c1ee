from anam.clock import database_now
from anam.imports.models import Import


def stop(one: Import) -> bool:
    """Stop it after the orders that are just being written; they stay. False where nothing was under way."""
    moved = Import.objects.filter(
        pk=one.pk, stage__in=[Import.Stage.CHECKING, Import.Stage.CHECKED, Import.Stage.RUNNING]
    ).update(stage=Import.Stage.STOPPED, finished_at=database_now())
    return bool(moved)
