"""What payments do afterwards, and on the clock. Each job may be repeated at any point without harm."""

from typing import Any

from procrastinate.contrib.django import app

from anam.jobs import UntilDone
from anam.payments.actions.execute import execute
from anam.payments.actions.requeue_unconfirmed import requeue_unconfirmed as requeue
from anam.payments.states import OPEN, NotConfirmed


@app.task(name="payments.execute_operation", queue="money", retry=UntilDone())
def execute_operation(operation_id: int) -> None:
    """Void, refund or capture at the gateway, until it is certain (D8)."""
    if (state := execute(operation_id)) in OPEN:
        raise NotConfirmed(f"Operation {operation_id} is {state}.")


@app.periodic(cron="*/2 * * * *")
@app.task(name="payments.requeue_unconfirmed", queue="clock", queueing_lock="payments.requeue_unconfirmed")
def requeue_unconfirmed(timestamp: int, **_: Any) -> None:
    """See that somebody is retrying every operation that the gateway has not confirmed (D8)."""
    requeue()
