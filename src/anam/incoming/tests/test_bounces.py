"""What mail servers report: an e-mail that did not arrive is marked once, by who can prove which e-mail it was."""

from typing import Any

import pytest

from anam.clock import database_now
from anam.incoming.actions.receive import receive
from anam.incoming.actions.take_in import take_in
from anam.mail.actions.queue_email import queue_email
from anam.mail.addresses import bounce_address, reply_address
from anam.mail.content import EmailContent, EmailSubject
from anam.mail.delivery import not_reached
from anam.mail.models import Email, IncomingMail
from anam.mail.tests.mails import bounce, complaint
from anam.notifications.models import EmailOptOut
from anam.support.actions.open_undelivered import open_undelivered
from conftest import Cast

SUPPORT = "support@anamcraft.com"


@pytest.fixture(autouse=True)
def _mail_comes_in(settings: Any) -> None:
    settings.REPLY_DOMAIN = "reply.test"


@pytest.fixture
def email(cast: Cast) -> Email:
    return email_to(cast.ines, order_id=cast.order().pk)


def email_to(person: Any, key: str = "a-key", kind: str = "important", **about: int) -> Email:
    email = queue_email(
        EmailContent(subject="x", paragraphs=["y"]), to=person, key=key, kind=kind, about=EmailSubject(**about)
    )
    assert email
    Email.objects.filter(pk=email.pk).update(sent_at=database_now())
    return email


def come_in(mail: bytes, recipient: str, envelope_from: str = "") -> str:
    assert take_in(mail, envelope_from=envelope_from, recipients=[recipient]) == 1
    row = IncomingMail.objects.latest("pk")
    receive(row.pk)
    return IncomingMail.objects.get(pk=row.pk).outcome


def failure(email: Email) -> str | None:
    email.refresh_from_db()
    return email.failure_words if email.failed_at else None


def plain(text: str, sender: str = "MAILER-DAEMON@mx.test") -> bytes:
    head = f"From: {sender}\nSubject: failure notice\nMessage-ID: <plain@mx.test>\nContent-Type: text/plain\n\n"
    return (head + text).encode()


QMAIL = """Hi. This is the qmail-send program at mx.test.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ines@test.example>:
203.0.113.1 does not like recipient.
Remote host said: 550 5.1.1 <ines@test.example>: User unknown
Giving up on 203.0.113.1.

--- Below this line is a copy of the message.

Return-Path: <x@y.test>
"""
EXIM = """This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ines@test.example
    SMTP error from remote mail server after RCPT TO:<ines@test.example>:
    550 5.1.1 unknown user
"""


def test_an_unknown_address_marks_the_letter_with_what_the_server_said(email: Email) -> None:
    assert come_in(bounce(email.to), bounce_address(email)) == "bounce"
    assert failure(email) == "5.1.1 550 5.1.1 No such user"


@pytest.mark.parametrize(
    ("server", "mail"),
    [
        ("postfix", bounce("ines@test.example")),
        ("exchange", bounce("ines@test.example", said="550 5.1.10 RESOLVER.ADR.RecipientNotFound", status="5.1.10")),
        ("gmail", bounce("ines@test.example", From="Mail Delivery Subsystem <mailer-daemon@googlemail.com>")),
        ("a full mailbox", bounce("ines@test.example", status="5.2.2", said="552 5.2.2 mailbox full")),
        ("given up", bounce("ines@test.example", status="4.4.1", said="connection timed out")),
        ("qmail", plain(QMAIL)),
        (
            "exim",
            plain(EXIM, "Mail Delivery System <Mailer-Daemon@mx.test>").replace(
                b"Subject: failure notice",
                b"Subject: Mail delivery failed: returning message to sender\nX-Failed-Recipients: ines@test.example",
            ),
        ),
    ],
)
def test_every_servers_way_to_say_it_is_understood(email: Email, server: str, mail: bytes) -> None:
    assert come_in(mail, bounce_address(email)) == "bounce"
    assert failure(email)


def test_a_bounce_counts_once(email: Email) -> None:
    """D7"""
    come_in(bounce(email.to), bounce_address(email))
    when = Email.objects.get(pk=email.pk).failed_at
    assert come_in(bounce(email.to, Message_ID="<again@mx.test>"), bounce_address(email)) == "bounce"
    assert Email.objects.get(pk=email.pk).failed_at == when
    assert (open_undelivered(), open_undelivered()) == (1, 0)


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.0.0"), ("relayed", "2.0.0")])
def test_what_is_only_delayed_or_has_arrived_marks_nothing(email: Email, action: str, status: str) -> None:
    said = "451 4.4.1 try later" if action == "delayed" else "250 ok"
    assert come_in(bounce(email.to, action=action, status=status, said=said), bounce_address(email)) == "ignored"
    assert failure(email) is None


@pytest.mark.parametrize("line", ["Return-Path: <{bounce}>", "Reply-To: {answer}"])
def test_a_bounce_that_comes_to_support_is_known_by_a_signed_address_that_it_quotes(email: Email, line: str) -> None:
    quoted = line.format(bounce=bounce_address(email), answer=reply_address(email))
    assert come_in(bounce(email.to, quoted=quoted), SUPPORT) == "bounce"
    assert failure(email)


def test_a_number_alone_marks_no_letter(email: Email) -> None:
    """Anybody can count, and would have Ines called unreachable."""
    assert (
        come_in(bounce(email.to, quoted=f"Message-ID: {email.message_id}"), SUPPORT, "eve@elsewhere.test") == "ignored"
    )
    wrong = bounce_address(email)[:-14] + "aa@reply.test"
    assert take_in(bounce(email.to), envelope_from="", recipients=[wrong]) == 0
    assert failure(email) is None


def test_an_out_of_office_at_the_bounce_address_marks_nothing(email: Email) -> None:
    away = plain("I am away until Monday.", "ines@test.example")
    assert come_in(away, bounce_address(email), "ines@test.example") == "ignored"
    assert failure(email) is None


def test_a_complaint_marks_the_letter_and_stops_its_kind(cast: Cast) -> None:
    email = email_to(cast.ines, kind="progress", order_id=cast.order().pk)
    assert come_in(complaint(quoted=f"Reply-To: {reply_address(email)}"), SUPPORT, "abuse@mailbox.test") == "bounce"
    assert failure(email) == "they marked it as unwanted mail"
    assert list(EmailOptOut.objects.of(cast.ines)) == ["progress"]


def test_an_important_kind_is_not_stopped_by_a_complaint(email: Email, cast: Cast) -> None:
    come_in(complaint(quoted="x"), bounce_address(email))
    assert failure(email)
    assert not EmailOptOut.objects.of(cast.ines)


@pytest.mark.parametrize("feedback", ["not-spam", "auth-failure", "virus"])
def test_other_feedback_is_no_complaint(email: Email, feedback: str) -> None:
    assert come_in(complaint(quoted="x", feedback=feedback), bounce_address(email)) == "ignored"
    assert failure(email) is None


def test_who_has_not_been_reached_is_the_reader_of_the_newest_letter(cast: Cast) -> None:
    order = cast.order()
    first = email_to(cast.ines, "first", order_id=order.pk)
    come_in(bounce(first.to), bounce_address(first))
    assert [(one.name, one.party) for one in not_reached(order_id=order.pk)] == [("Ines", "buyer")]
    assert not_reached(order_id=order.pk, party="maker") == []
    email_to(cast.ines, "second", order_id=order.pk)
    assert not_reached(order_id=order.pk) == []


def test_a_new_address_and_a_letter_that_was_not_important_end_it(cast: Cast) -> None:
    order = cast.order()
    progress = email_to(cast.ines, "progress", "progress", order_id=order.pk)
    come_in(bounce(progress.to), bounce_address(progress))
    assert not_reached(order_id=order.pk) == []
    email = email_to(cast.ines, "second", order_id=order.pk)
    come_in(bounce(email.to, Message_ID="<b@mx.test>"), bounce_address(email))
    assert not_reached(order_id=order.pk)
    type(cast.ines).objects.filter(pk=cast.ines.pk).update(email="new@test.example")
    assert not_reached(order_id=order.pk) == []


def test_supports_own_people_are_not_shown_as_not_reached(cast: Cast) -> None:
    email = email_to(cast.sam, order_id=cast.order().pk)
    come_in(bounce(email.to), bounce_address(email))
    assert not_reached(order_id=email.order_id) == []
