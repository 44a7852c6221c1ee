"""Events go out by themselves. Each job may be repeated at any point without harm."""

from typing import Any

from procrastinate.contrib.django import app

from anam.jobs import UntilDone

QUEUE = "webhooks"


@app.periodic(cron="* * * * * */2")
@app.task(name="hand_out_events", queue="clock", queueing_lock="hand_out_events")
def hand_out_events(timestamp: int, **_: Any) -> None:
    """Write down which events are to be sent where, and see that somebody sends what is due."""
    from anam.webhooks.actions.fan_out import fan_out

    fan_out()


@app.task(name="send_webhooks", queue=QUEUE, retry=UntilDone(most=60))
def send_webhooks(endpoint_id: int) -> None:
    """Send to one endpoint what is due: one endpoint takes the time of one worker at most."""
    from anam.webhooks.actions.send_due import send_due

    send_due(endpoint_id)


@app.periodic(cron="41 3 * * *")
@app.task(name="forget_deliveries", queue="clock", queueing_lock="forget_deliveries")
def forget_deliveries(timestamp: int, **_: Any) -> None:
    """Delete what was accepted a month ago."""
    from anam.webhooks.actions.forget import forget

    forget()
