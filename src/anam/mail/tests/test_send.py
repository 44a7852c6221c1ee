"""E-mails: written once, sent once, kept with what became of them (D7)."""

import socket
from typing import Any

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from anam.mail.actions.queue_email import queue_email
from anam.mail.actions.send import send
from anam.mail.content import EmailContent
from anam.mail.jobs import send_email
from anam.mail.models import Email
from conftest import Cast

WORDS = EmailContent(
    subject="An order\nBcc: everybody@test.example",
    paragraphs=["Something happened."],
    quoted="They wrote:",
    quote="Mugs & <b>bowls</b>",
    link_words="See it",
    link="http://127.0.0.1/orders/1/",
)


def email_to_hanna(cast: Cast) -> Email:
    email = queue_email(WORDS, to=cast.hanna, key="a-key")
    assert email
    return email


def is_sent(email: Email) -> bool:
    return Email.objects.get(pk=email.pk).sent_at is not None


@pytest.fixture
def mail_server(settings: Any) -> None:
    """A mail server that keeps what it gets in django.core.mail.outbox."""
    settings.EMAIL_OUTBOX_ONLY = False


def test_the_same_key_writes_one_letter_and_one_job(cast: Cast) -> None:
    """D7"""
    email = email_to_hanna(cast)
    assert queue_email(WORDS, to=cast.hanna, key="a-key") is None
    assert Email.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="mail.send_email", args={"email_id": email.pk}).count() == 1


def test_both_parts_say_the_same_and_the_html_is_escaped(cast: Cast) -> None:
    email = email_to_hanna(cast)
    assert "> Mugs & <b>bowls</b>" in email.text
    assert "Mugs &amp; &lt;b&gt;bowls&lt;/b&gt;" in email.html
    for part in (email.text, email.html):
        assert "Hello Hanna," in part
        assert "http://127.0.0.1/orders/1/" in part
        assert "support@anamcraft.com" in part


def test_in_the_demo_a_letter_stays_in_the_outbox(cast: Cast) -> None:
    email = email_to_hanna(cast)
    send(email.pk)
    assert is_sent(email)
    assert mail.outbox == []


def test_a_letter_is_sent_once_with_an_id_that_stays(cast: Cast, mail_server: None) -> None:
    """D7"""
    email = email_to_hanna(cast)
    for _ in range(3):
        send_email(email_id=email.pk)
    message = mail.outbox[0]
    assert len(mail.outbox) == 1
    assert message.to == [cast.hanna.email]
    assert message.message()["Message-ID"] == f"<letter-{email.pk}@anamcraft.com>"
    assert message.body == email.text
    assert [(one.content, one.mimetype) for one in message.alternatives] == [(email.html, "text/html")]
    assert is_sent(email)


def test_a_letter_without_html_has_one_part(cast: Cast, mail_server: None) -> None:
    email = Email.objects.create(key="plain", to="a@test.example", subject="Plain", text="EmailContent")
    send(email.pk)
    assert mail.outbox[0].alternatives == []


def test_a_line_end_in_a_subject_adds_no_header(cast: Cast, mail_server: None) -> None:
    send(email_to_hanna(cast).pk)
    message = mail.outbox[0].message()
    assert message["Subject"] == "An order Bcc: everybody@test.example"
    assert message["Bcc"] is None


def test_a_mail_server_that_fails_leaves_the_letter_to_be_sent(cast: Cast, settings: Any) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = probe.getsockname()[1]
    settings.EMAIL_OUTBOX_ONLY = False
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": nobody, "timeout": 2},
        }
    }
    email = email_to_hanna(cast)
    with pytest.raises(OSError):
        send(email.pk)
    assert not is_sent(email)
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    send(email.pk)
    assert is_sent(email)
    assert len(mail.outbox) == 1
