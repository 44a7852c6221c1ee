"""The email by which the operator tries whether email arrives."""

from functools import partial

from anam.mail.content import EmailContent
from anam.marketplace.current import marketplace
from anam.notifications.engine import Telling, notify
from anam.notifications.registry import Notification, register
from anam.people.models import User

MAIL_TEST = register(Notification("mail_test", "the operator who tries whether email arrives"))


def send_mail_test(user: User, *, code: str, link: str, key: str) -> None:
    """Write the test email with its `code`, as every email goes; of each `key` one."""
    notify(Telling(MAIL_TEST, partial(_content, code, link), to=user, key=key))


def _content(code: str, link: str) -> EmailContent:
    return EmailContent(
        subject=f"{code} is your code: email from {marketplace().name} arrives",
        paragraphs=[
            f"This email went the way that every email of {marketplace().name} goes. Your code is {code}.",
            "Type it in on the settings page, or open the page below and confirm.",
        ],
        link_words="Confirm that it arrived",
        link=link,
    )
