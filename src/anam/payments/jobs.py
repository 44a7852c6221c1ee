"""What payments do afterwards, and on the clock. Each job may be repeated at any point without harm."""

from typing import Any

from procrastinate.contrib.django import app

from anam.batches import go_on
from anam.jobs import FIRST, UntilDone
from anam.payments.actions.execute import execute
from anam.payments.actions.hear_event import hear_event as hear
from anam.payments.actions.look_at import look_at as look
from anam.payments.actions.requeue_unconfirmed import requeue_unconfirmed as requeue
from anam.payments.ledger import number_all_movements
from anam.payments.states import OPEN, NotConfirmed


@app.task(name="payments.execute_operation", queue="money", priority=FIRST, retry=UntilDone())
def execute_operation(operation_id: int) -> None:
    """Void, refund or capture at the gateway, until it is certain (D8); and what else waits for that."""
    if (state := execute(operation_id)) in OPEN:
        raise NotConfirmed(f"Operation {operation_id} is {state}.")
    go_on("payments.execute_operation", "operation_id", lane="money", do=lambda pk: execute(pk) not in OPEN)


@app.task(name="payments.hear_event", queue="money", priority=FIRST, retry=UntilDone())
def hear_event(gateway_event_id: int) -> None:
    """Look at what a gateway says has happened there (M9)."""
    hear(gateway_event_id)


@app.task(name="payments.look_at", queue="money", priority=FIRST, retry=UntilDone())
def look_at(payment_id: int) -> None:
    """See at its gateway what became of a payment, also without our asking (M7, M9)."""
    look(payment_id)


@app.periodic(cron="*/2 * * * *")
@app.task(name="payments.requeue_unconfirmed", queue="clock", queueing_lock="payments.requeue_unconfirmed")
def requeue_unconfirmed(timestamp: int, **_: Any) -> None:
    """See that somebody is retrying every operation that the gateway has not confirmed (D8)."""
    requeue()


@app.periodic(cron="* * * * *")
@app.task(name="payments.number_movements", queue="clock", queueing_lock="payments.number_movements")
def number_movements(timestamp: int, **_: Any) -> None:
    """Give a place in the ledger to every movement that has none yet, whether anybody reads it or not (M7)."""
    number_all_movements()
