from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from anam import jobs
from anam.clock import database_now
from anam.imports.models import Import


@transaction.atomic
def stop(one: Import) -> bool:
    """Stop it, whatever it is doing; what is written stays. False where nothing was under way.

    Its process is ended within a second: it may be at a place in the file that takes hours.
    """
    moved = Import.objects.filter(
        pk=one.pk, stage__in=[Import.Stage.CHECKING, Import.Stage.CHECKED, Import.Stage.RUNNING]
    ).update(stage=Import.Stage.STOPPED, finished_at=database_now())
    under_way = ProcrastinateJob.objects.filter(
        task_name="imports.run_import", status="doing", args={"import_id": one.pk}
    )
    jobs.end_at_once(*under_way.values_list("pk", flat=True))
    return bool(moved)
