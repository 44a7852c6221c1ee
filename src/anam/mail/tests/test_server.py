"""E-mails on their way to a real mail server, or to a provider: what they carry, and what is made of a refusal."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.utils import timezone

from anam.mail.actions.queue_email import queue_email
from anam.mail.actions.send import send
from anam.mail.addresses import bounce_address, reply_address
from anam.mail.content import EmailContent, EmailSubject
from anam.mail.models import Email
from conftest import Cast

WORDS = EmailContent(
    subject="Grüße about your order", paragraphs=["Something happened."], link_words="See", link="http://a.test/"
)


class Keeper:
    """A mail server that keeps what it gets, or answers as it is told to."""

    def __init__(self) -> None:
        self.got: list[tuple[str, list[str], Message]] = []
        self.to_rcpt, self.to_data = "", ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.to_rcpt:
            return self.to_rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.to_data:
            return self.to_data
        self.got.append((envelope.mail_from, envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return "250 OK"


@pytest.fixture
def server(settings: Any) -> Iterator[Keeper]:
    keeper = Keeper()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(keeper, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_OUTBOX_ONLY = False
    settings.REPLY_DOMAIN = "reply.test"
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        }
    }
    yield keeper
    controller.stop()


def email_to(person: Any, kind: str = "important", key: str = "a-key", **about: int) -> Email:
    email = queue_email(WORDS, to=person, key=key, kind=kind, about=EmailSubject(**about))
    assert email
    return email


def test_a_letter_says_where_answers_and_bounces_go_and_what_it_belongs_to(cast: Cast, server: Keeper) -> None:
    order = cast.order()
    email = email_to(cast.ines, order_id=order.pk)
    send(email.pk)
    [(envelope_from, recipients, got)] = server.got
    assert (envelope_from, recipients) == (bounce_address(email), [cast.ines.email])
    assert got["From"] == "ANAM Craft <support@anamcraft.com>"
    assert got["Reply-To"] == reply_address(email)
    assert got["Message-ID"] == email.message_id
    assert got["In-Reply-To"] == got["References"] == f"<order-{order.pk}@anamcraft.com>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert got["List-Unsubscribe"] is None
    assert [part.get_content_type() for part in got.walk()][1:] == ["text/plain", "text/html"]
    assert "You can answer this email: Byrne Ceramics reads it." in email.text
    assert email.text.startswith("---- Answer above this line ----")


def test_an_optional_letter_can_be_stopped_with_one_click(cast: Cast, server: Keeper) -> None:
    email = email_to(cast.ines, "progress", order_id=cast.order().pk)
    send(email.pk)
    got = server.got[0][2]
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert got["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/preferences/stop/")
    assert got["List-Unsubscribe"].strip("<>") in email.text


def test_where_no_mail_comes_in_a_letter_says_to_answer_on_the_page(cast: Cast, server: Keeper, settings: Any) -> None:
    settings.REPLY_DOMAIN = ""
    email = email_to(cast.ines, order_id=cast.order().pk)
    send(email.pk)
    envelope_from, _, got = server.got[0]
    assert envelope_from == "support@anamcraft.com"
    assert got["Reply-To"] is None
    assert "Answer above this line" not in email.text
    assert "Please answer on the page above" in email.text


@pytest.mark.parametrize("answer", ["550 5.1.1 No such user", "553 5.1.3 Not like this", "501 Bad address"])
def test_an_address_that_is_refused_for_good_has_failed_and_is_not_asked_again(
    cast: Cast, server: Keeper, answer: str
) -> None:
    """D10"""
    email = email_to(cast.ines, order_id=cast.order().pk)
    server.to_rcpt = answer
    send(email.pk)
    email.refresh_from_db()
    assert email.failed_at
    assert email.sent_at is None
    assert email.failure_words == answer
    server.to_rcpt = ""
    send(email.pk)
    assert server.got == []


@pytest.mark.parametrize(
    ("stage", "answer"), [("to_rcpt", "451 4.2.1 Later"), ("to_rcpt", "452 Full"), ("to_data", "421 Busy")]
)
def test_what_is_refused_for_now_is_tried_again(cast: Cast, server: Keeper, stage: str, answer: str) -> None:
    email = email_to(cast.ines, order_id=cast.order().pk)
    setattr(server, stage, answer)
    with pytest.raises(Exception, match=r"4\d\d"):
        send(email.pk)
    email.refresh_from_db()
    assert (email.sent_at, email.failed_at) == (None, None)
    setattr(server, stage, "")
    send(email.pk)
    assert len(server.got) == 1


def test_after_five_days_of_later_it_has_failed(cast: Cast, server: Keeper) -> None:
    email = email_to(cast.ines, order_id=cast.order().pk)
    Email.objects.filter(pk=email.pk).update(written_at=timezone.now() - timedelta(days=6))
    server.to_rcpt = "451 4.2.1 Later"
    send(email.pk)
    email.refresh_from_db()
    assert email.failed_at


def test_a_letter_that_is_refused_for_what_it_says_has_failed(cast: Cast, server: Keeper) -> None:
    email = email_to(cast.ines, order_id=cast.order().pk)
    server.to_data = "554 5.7.1 Looks like spam"
    send(email.pk)
    email.refresh_from_db()
    assert "Looks like spam" in email.failure_words


def test_a_provider_is_given_the_letter_and_its_number_back(cast: Cast, settings: Any) -> None:
    settings.EMAIL_OUTBOX_ONLY = False
    settings.REPLY_DOMAIN, settings.MAIL_PROVIDER = "reply.test", "postmark"
    settings.ANYMAIL = {"IGNORE_UNSUPPORTED_FEATURES": True}
    settings.MAILERS = {"default": {"BACKEND": "anymail.backends.test.EmailBackend", "OPTIONS": {}}}
    email = email_to(cast.ines, order_id=cast.order().pk)
    send(email.pk)
    given: Any = mail.outbox[0]
    assert given.anymail_test_params["metadata"] == {"letter": str(email.pk)}
    assert [one.addr_spec for one in given.anymail_test_params["reply_to"]] == [reply_address(email)]
    assert given.from_email == "ANAM Craft <support@anamcraft.com>"
    assert "envelope_sender" not in given.anymail_test_params
    assert Email.objects.get(pk=email.pk).sent_at
