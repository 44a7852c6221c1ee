"""What support need not look for: cases that open, close and call for help by themselves."""

from datetime import timedelta
from typing import Any

from procrastinate.contrib.django import app

from anam import jobs
from anam.clock import database_now
from anam.jobs import UntilDone
from anam.support.actions.escalate import escalate
from anam.support.actions.open_differences import open_differences
from anam.support.actions.open_stuck_money import open_stuck_money
from anam.support.actions.open_undelivered import open_undelivered
from anam.support.actions.open_unknown_money import open_unknown_money

LOOKS_BACK = timedelta(days=8)  # no hold lives longer, and a week of nights may have gone by without an answer


@app.periodic(cron="* * * * *")
@app.task(name="support.open_and_escalate_cases", queue="clock", queueing_lock="support.open_and_escalate_cases")
def open_and_escalate_cases(timestamp: int, **_: Any) -> None:
    """Open cases for stuck money and for e-mails that did not arrive; tell the lead of what nobody answered."""
    open_stuck_money()
    open_undelivered()
    escalate()


@app.periodic(cron="30 2 * * *")
@app.task(name="support.reconcile", queue="clock", queueing_lock="support.reconcile", retry=UntilDone())
def reconcile(timestamp: int, **_: Any) -> None:
    """Every night, compare all payments with their holders' books, and what they have with ours (M8)."""
    open_unknown_money(since=database_now() - LOOKS_BACK)
    _go_on(open_differences(after=0))


@app.task(name="support.reconcile_after", queue="clock", retry=UntilDone())
def reconcile_after(payment_id: int) -> None:
    """The next of them. While a gateway is down it is tried again, later and later."""
    _go_on(open_differences(after=payment_id))


def _go_on(last: int | None) -> None:
    if last is not None:
        jobs.defer(jobs.to_do("support.reconcile_after", lock="support.reconcile", payment_id=last))
