"""Reading what came in, and forgetting what was set aside."""

from typing import Any

from procrastinate.contrib.django import app

from anam.incoming.actions.forget_set_aside import forget_set_aside as forget
from anam.incoming.actions.give_up import give_up
from anam.incoming.actions.receive import receive
from anam.jobs import UntilDone


@app.task(name="incoming.receive_mail", queue="incoming", retry=UntilDone(give_up=give_up))
def receive_mail(incoming_id: int) -> None:
    """Read an e-mail that was taken in, and put it where it belongs, unless that is done already."""
    receive(incoming_id)


@app.periodic(cron="17 * * * *")
@app.task(name="incoming.forget_set_aside", queue="clock", queueing_lock="incoming.forget_set_aside")
def forget_set_aside(timestamp: int, **_: Any) -> None:
    """Forget e-mails that were set aside long ago, or are too many."""
    forget()
