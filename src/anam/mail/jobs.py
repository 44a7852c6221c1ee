"""Sending what was written."""

from procrastinate.contrib.django import app

from anam.jobs import UntilDone


@app.task(name="mail.send_email", queue="mail", retry=UntilDone())
def send_email(email_id: int) -> None:
    """Hand an e-mail to the mail server, unless that is done already."""
    from anam.mail.actions.send import send

    send(email_id)
