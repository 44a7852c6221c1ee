"""Reading what came in."""

from procrastinate.contrib.django import app

from anam.jobs import UntilDone


@app.task(name="receive_mail", queue="mail", retry=UntilDone())
def receive_mail(incoming_id: int) -> None:
    """Read an e-mail that was taken in, and put it where it belongs, unless that is done already."""
    from anam.incoming.actions.receive import receive

    receive(incoming_id)
