"""What happens to orders afterwards, and on the clock. Each job may be repeated at any point without harm."""

from typing import Any

from procrastinate.contrib.django import app

from anam.orders.fulfilment.complete_shipped import complete_shipped as complete
from anam.orders.fulfilment.remind import remind
from anam.orders.requests.chase_requests import chase_requests as chase
from anam.orders.returns.chase_returns import chase_returns as chase_what_is_sent_back


@app.periodic(cron="* * * * *")
@app.task(name="orders.remind_makers", queue="clock", queueing_lock="orders.remind_makers")
def remind_makers(timestamp: int, **_: Any) -> None:
    """Remind makers of orders that are still unanswered when the deadline comes near."""
    remind()


@app.periodic(cron="* * * * *")
@app.task(name="orders.chase_requests", queue="clock", queueing_lock="orders.chase_requests")
def chase_requests(timestamp: int, **_: Any) -> None:
    """Hand to support what a buyer asked for and no maker answered in time."""
    chase()


@app.periodic(cron="*/10 * * * *")
@app.task(name="orders.complete_shipped", queue="clock", queueing_lock="orders.complete_shipped")
def complete_shipped(timestamp: int, **_: Any) -> None:
    """Complete what shipped so many days ago that it has arrived."""
    complete()


@app.periodic(cron="*/10 * * * *")
@app.task(name="orders.chase_returns", queue="clock", queueing_lock="orders.chase_returns")
def chase_returns(timestamp: int, **_: Any) -> None:
    """Remind buyers of what they were to send back, and have support look."""
    chase_what_is_sent_back()
