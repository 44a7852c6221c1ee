from datetime import timedelta

from procrastinate.contrib.django.models import ProcrastinateJob

from anam import jobs
from anam.clock import database_now
from anam.payments.models import PaymentOperation
from anam.payments.states import OPEN


def requeue_unconfirmed() -> int:
    """Write a new job for each operation that a gateway has not confirmed and that has none (D8).

    Nothing is left unretried. The answer is how many there were.
    """
    a_while_ago = database_now() - timedelta(minutes=1)
    open_ones = PaymentOperation.objects.to_be_retried().at_gateways().filter(state__in=OPEN, queued_at__lt=a_while_ago)
    open_ids = set(open_ones.values_list("pk", flat=True))
    alive = ProcrastinateJob.objects.filter(task_name="payments.execute_operation", status__in=["todo", "doing"])
    forgotten = open_ids - {args.get("operation_id") for args in alive.values_list("args", flat=True)}
    if forgotten:
        jobs.defer(*(jobs.to_do("payments.execute_operation", operation_id=pk) for pk in sorted(forgotten)))
    return len(forgotten)
