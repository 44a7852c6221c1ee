"""Reading what came in."""

from procrastinate.contrib.django import app

from anam.jobs import UntilDone


def give_up_mail(incoming_id: int, why: str) -> None:
    """It took too long, or failed again and again."""
    from anam.incoming.actions.give_up import give_up

    give_up(incoming_id, why=why)


@app.task(name="receive_mail", queue="incoming", retry=UntilDone(give_up=give_up_mail))
def receive_mail(incoming_id: int) -> None:
    """Read an e-mail that was taken in, and put it where it belongs, unless that is done already."""
    from anam.incoming.actions.receive import receive

    receive(incoming_id)
