"""Letters on their way to a real mail server, or to a provider: what they carry, and what is made of a refusal."""

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
from anam.mail.content import About, Words
from anam.mail.models import Letter
from conftest import Cast

WORDS = Words(
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


def letter_to(person: Any, kind: str = "important", key: str = "a-key", **about: int) -> Letter:
    letter = queue_email(WORDS, to=person, key=key, kind=kind, about=About(**about))
    assert letter
    return letter


def test_a_letter_says_where_answers_and_bounces_go_and_what_it_belongs_to(cast: Cast, server: Keeper) -> None:
    order = cast.order()
    letter = letter_to(cast.ines, order_id=order.pk)
    send(letter.pk)
    [(envelope_from, recipients, got)] = server.got
    assert (envelope_from, recipients) == (bounce_address(letter), [cast.ines.email])
    assert got["From"] == "ANAM Craft <support@anamcraft.com>"
    assert got["Reply-To"] == reply_address(letter)
    assert got["Message-ID"] == letter.message_id
    assert got["In-Reply-To"] == got["References"] == f"<order-{order.pk}@anamcraft.com>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert got["List-Unsubscribe"] is None
    assert [part.get_content_type() for part in got.walk()][1:] == ["text/plain", "text/html"]
    assert "You can answer this e-mail: Byrne Ceramics reads it." in letter.text
    assert letter.text.startswith("---- Answer above this line ----")


def test_an_optional_letter_can_be_stopped_with_one_click(cast: Cast, server: Keeper) -> None:
    letter = letter_to(cast.ines, "progress", order_id=cast.order().pk)
    send(letter.pk)
    got = server.got[0][2]
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert got["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/preferences/stop/")
    assert got["List-Unsubscribe"].strip("<>") in letter.text


def test_where_no_mail_comes_in_a_letter_says_to_answer_on_the_page(cast: Cast, server: Keeper, settings: Any) -> None:
    settings.REPLY_DOMAIN = ""
    letter = letter_to(cast.ines, order_id=cast.order().pk)
    send(letter.pk)
    envelope_from, _, got = server.got[0]
    assert envelope_from == "support@anamcraft.com"
    assert got["Reply-To"] is None
    assert "Answer above this line" not in letter.text
    assert "Please answer on the page above" in letter.text


@pytest.mark.parametrize("answer", ["550 5.1.1 No such user", "553 5.1.3 Not like this", "501 Bad address"])
def test_an_address_that_is_refused_for_good_has_failed_and_is_not_asked_again(
    cast: Cast, server: Keeper, answer: str
) -> None:
    """D10"""
    letter = letter_to(cast.ines, order_id=cast.order().pk)
    server.to_rcpt = answer
    send(letter.pk)
    letter.refresh_from_db()
    assert letter.failed_at
    assert letter.sent_at is None
    assert letter.failure == answer
    server.to_rcpt = ""
    send(letter.pk)
    assert server.got == []


@pytest.mark.parametrize(
    ("stage", "answer"), [("to_rcpt", "451 4.2.1 Later"), ("to_rcpt", "452 Full"), ("to_data", "421 Busy")]
)
def test_what_is_refused_for_now_is_tried_again(cast: Cast, server: Keeper, stage: str, answer: str) -> None:
    letter = letter_to(cast.ines, order_id=cast.order().pk)
    setattr(server, stage, answer)
    with pytest.raises(Exception, match=r"4\d\d"):
        send(letter.pk)
    letter.refresh_from_db()
    assert (letter.sent_at, letter.failed_at) == (None, None)
    setattr(server, stage, "")
    send(letter.pk)
    assert len(server.got) == 1


def test_after_five_days_of_later_it_has_failed(cast: Cast, server: Keeper) -> None:
    letter = letter_to(cast.ines, order_id=cast.order().pk)
    Letter.objects.filter(pk=letter.pk).update(written_at=timezone.now() - timedelta(days=6))
    server.to_rcpt = "451 4.2.1 Later"
    send(letter.pk)
    letter.refresh_from_db()
    assert letter.failed_at


def test_a_letter_that_is_refused_for_what_it_says_has_failed(cast: Cast, server: Keeper) -> None:
    letter = letter_to(cast.ines, order_id=cast.order().pk)
    server.to_data = "554 5.7.1 Looks like spam"
    send(letter.pk)
    letter.refresh_from_db()
    assert "Looks like spam" in letter.failure


def test_a_provider_is_given_the_letter_and_its_number_back(cast: Cast, settings: Any) -> None:
    settings.EMAIL_OUTBOX_ONLY = False
    settings.REPLY_DOMAIN, settings.MAIL_PROVIDER = "reply.test", "postmark"
    settings.ANYMAIL = {"IGNORE_UNSUPPORTED_FEATURES": True}
    settings.MAILERS = {"default": {"BACKEND": "anymail.backends.test.EmailBackend", "OPTIONS": {}}}
    letter = letter_to(cast.ines, order_id=cast.order().pk)
    send(letter.pk)
    given: Any = mail.outbox[0]
    assert given.anymail_test_params["metadata"] == {"letter": str(letter.pk)}
    assert [one.addr_spec for one in given.anymail_test_params["reply_to"]] == [reply_address(letter)]
    assert given.from_email == "ANAM Craft <support@anamcraft.com>"
    assert "envelope_sender" not in given.anymail_test_params
    assert Letter.objects.get(pk=letter.pk).sent_at
