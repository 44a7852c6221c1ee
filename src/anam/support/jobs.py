"""What support need not look for: cases that open, close and call for help by themselves."""

from typing import Any

from procrastinate.contrib.django import app

from anam.support.actions.escalate import escalate
from anam.support.actions.open_stuck_money import open_stuck_money
from anam.support.actions.open_undelivered import open_undelivered


@app.periodic(cron="* * * * *")
@app.task(name="support.open_and_escalate_cases", queue="clock", queueing_lock="support.open_and_escalate_cases")
def open_and_escalate_cases(timestamp: int, **_: Any) -> None:
    """Open cases for stuck money and for e-mails that did not arrive; tell the lead of what nobody answered."""
    open_stuck_money()
    open_undelivered()
    escalate()
