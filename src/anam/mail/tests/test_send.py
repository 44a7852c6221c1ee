"""Letters: written once, sent once, kept with what became of them (D7)."""

import socket
from typing import Any

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from anam.mail.actions.queue_email import queue_email
from anam.mail.actions.send import send
from anam.mail.content import Words
from anam.mail.jobs import send_letter
from anam.mail.models import Letter
from conftest import Cast

WORDS = Words(
    subject="An order\nBcc: everybody@test.example",
    paragraphs=["Something happened."],
    quoted="They wrote:",
    quote="Mugs & <b>bowls</b>",
    link_words="See it",
    link="http://127.0.0.1/orders/1/",
)


def letter_to_hanna(cast: Cast) -> Letter:
    letter = queue_email(WORDS, to=cast.hanna, key="a-key")
    assert letter
    return letter


def is_sent(letter: Letter) -> bool:
    return Letter.objects.get(pk=letter.pk).sent_at is not None


@pytest.fixture
def mail_server(settings: Any) -> None:
    """A mail server that keeps what it gets in django.core.mail.outbox."""
    settings.EMAIL_OUTBOX_ONLY = False


def test_the_same_key_writes_one_letter_and_one_job(cast: Cast) -> None:
    """D7"""
    letter = letter_to_hanna(cast)
    assert queue_email(WORDS, to=cast.hanna, key="a-key") is None
    assert Letter.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="send_letter", args={"letter_id": letter.pk}).count() == 1


def test_both_parts_say_the_same_and_the_html_is_escaped(cast: Cast) -> None:
    letter = letter_to_hanna(cast)
    assert "> Mugs & <b>bowls</b>" in letter.text
    assert "Mugs &amp; &lt;b&gt;bowls&lt;/b&gt;" in letter.html
    for part in (letter.text, letter.html):
        assert "Hello Hanna," in part
        assert "http://127.0.0.1/orders/1/" in part
        assert "support@anamcraft.com" in part


def test_in_the_demo_a_letter_stays_in_the_outbox(cast: Cast) -> None:
    letter = letter_to_hanna(cast)
    send(letter.pk)
    assert is_sent(letter)
    assert mail.outbox == []


def test_a_letter_is_sent_once_with_an_id_that_stays(cast: Cast, mail_server: None) -> None:
    """D7"""
    letter = letter_to_hanna(cast)
    for _ in range(3):
        send_letter(letter_id=letter.pk)
    message = mail.outbox[0]
    assert len(mail.outbox) == 1
    assert message.to == [cast.hanna.email]
    assert message.message()["Message-ID"] == f"<letter-{letter.pk}@anamcraft.com>"
    assert message.body == letter.text
    assert [(one.content, one.mimetype) for one in message.alternatives] == [(letter.html, "text/html")]
    assert is_sent(letter)


def test_a_letter_without_html_has_one_part(cast: Cast, mail_server: None) -> None:
    letter = Letter.objects.create(key="plain", to="a@test.example", subject="Plain", text="Words")
    send(letter.pk)
    assert mail.outbox[0].alternatives == []


def test_a_line_end_in_a_subject_adds_no_header(cast: Cast, mail_server: None) -> None:
    send(letter_to_hanna(cast).pk)
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
    letter = letter_to_hanna(cast)
    with pytest.raises(OSError):
        send(letter.pk)
    assert not is_sent(letter)
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    send(letter.pk)
    assert is_sent(letter)
    assert len(mail.outbox) == 1
