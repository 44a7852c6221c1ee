"""Events go out by themselves. Each job may be repeated at any point without harm."""

from typing import Any

from procrastinate.contrib.django import app

from anam.jobs import UntilDone
from anam.webhooks.actions.fan_out import fan_out as write_deliveries
from anam.webhooks.actions.forget import forget
from anam.webhooks.actions.send_due import send_due as send


@app.periodic(cron="* * * * * */2")
@app.task(name="webhooks.fan_out", queue="clock", queueing_lock="webhooks.fan_out")
def fan_out(timestamp: int, **_: Any) -> None:
    """Write down which events are to be sent where, and see that somebody sends what is due."""
    write_deliveries()


@app.task(name="webhooks.send_due", queue="webhooks", retry=UntilDone(most=60))
def send_due(endpoint_id: int) -> None:
    """Send to one endpoint what is due: one endpoint takes the time of one worker at most."""
    send(endpoint_id)


@app.periodic(cron="41 3 * * *")
@app.task(name="webhooks.forget_deliveries", queue="clock", queueing_lock="webhooks.forget_deliveries")
def forget_deliveries(timestamp: int, **_: Any) -> None:
    """Delete what was accepted a month ago."""
    forget()
