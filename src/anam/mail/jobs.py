"""Sending what was written."""

from procrastinate.contrib.django import app

from anam.jobs import UntilDone
from anam.mail.actions.send import send


@app.task(name="mail.send_email", queue="mail", retry=UntilDone())
def send_email(email_id: int) -> None:
    """Hand an e-mail to the mail server, unless that is done already."""
    send(email_id)
