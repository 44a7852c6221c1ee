from datetime import timedelta

from procrastinate.contrib.django.models import ProcrastinateJob

from anam import jobs
from anam.clock import database_now
from anam.orders.jobs import settle_money
from anam.payments.models import Instruction


def look_after_money() -> int:
    """Write a new job for each unconfirmed instruction that has none: nothing is left unretried (D8).

    The answer is how many there were.
    """
    a_while_ago = database_now() - timedelta(minutes=1)
    unconfirmed = Instruction.objects.filter(confirmed_at=None, refused_at=None, asked_at__lt=a_while_ago)
    open_ids = set(unconfirmed.exclude(kind=Instruction.Kind.AUTHORISE).values_list("pk", flat=True))
    alive = ProcrastinateJob.objects.filter(task_name="settle_money", status__in=["todo", "doing"])
    forgotten = open_ids - {job.args.get("instruction_id") for job in alive.only("args")}
    if forgotten:
        jobs.defer(*(jobs.to_do(settle_money, instruction_id=pk) for pk in sorted(forgotten)))
    return len(forgotten)
