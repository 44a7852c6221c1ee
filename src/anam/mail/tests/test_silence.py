"""A mail server that says nothing costs its own e-mails time, and nobody else anything."""

import time
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from anam.mail import smtp
from anam.mail.actions.send import CLAIMED_FOR, BeingSent, send
from anam.mail.fuse import MAX_TROUBLES, SILENT_SERVER, MailServerIsSilent
from anam.mail.models import Email
from anam.mail.tests.silent_server import silent_server

LOCMEM = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


def an_email(key: str = "a") -> Email:
    return Email.objects.create(key=key, to="a@test.example", subject="Plain", text="EmailContent")


@pytest.fixture
def by_smtp(db: None, settings: Any) -> Any:
    settings.EMAIL_OUTBOX_ONLY = False

    def at(port: int, **options: Any) -> None:
        backend = {"BACKEND": "anam.mail.smtp.EmailBackend", "OPTIONS": {"host": "127.0.0.1", "port": port, **options}}
        settings.MAILERS = {"default": backend}

    return at


def test_after_three_times_without_an_answer_it_is_left_alone_and_metrics_say_so(by_smtp: Any) -> None:
    with silent_server() as (port, came):
        by_smtp(port, timeout=0.1)
        for number in range(MAX_TROUBLES):
            with pytest.raises(OSError):
                send(an_email(f"{number}").pk)
        assert len(came) == MAX_TROUBLES
        with pytest.raises(MailServerIsSilent):
            send(an_email("next").pk)
        assert len(came) == MAX_TROUBLES
    assert b"anam_mail_server_silent 1.0" in Client().get("/metrics").content
    assert not Email.objects.exclude(claimed_at=None, sent_at=None, failed_at=None).exists()


def test_after_a_minute_one_letter_tries_and_its_answer_frees_the_others(by_smtp: Any, settings: Any) -> None:
    with silent_server() as (port, came):
        by_smtp(port, timeout=0.1)
        for number in range(MAX_TROUBLES):
            with pytest.raises(OSError):
                send(an_email(f"{number}").pk)
        cache.delete(SILENT_SERVER)  # the minute is over
        with pytest.raises(OSError):
            send(an_email("one").pk)
        with pytest.raises(MailServerIsSilent):
            send(an_email("two").pk)
        assert len(came) == MAX_TROUBLES + 1
    cache.delete(SILENT_SERVER)
    settings.MAILERS = LOCMEM
    for email in Email.objects.all():
        send(email.pk)
    assert len(mail.outbox) == MAX_TROUBLES + 2
    assert b"anam_mail_server_silent 0.0" in Client().get("/metrics").content


def test_a_server_that_answers_a_byte_at_a_time_ends_with_the_whole_limit(
    by_smtp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp.EmailBackend, "whole_seconds", 0.5)
    with silent_server(drip=True) as (port, _):
        by_smtp(port, timeout=60)
        began = time.monotonic()
        with pytest.raises(OSError):
            send(an_email().pk)
        assert time.monotonic() - began < 30


def test_a_letter_that_another_worker_is_sending_is_not_sent_twice(db: None, settings: Any) -> None:
    """D7"""
    settings.EMAIL_OUTBOX_ONLY = False
    email = an_email()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE email SET claimed_at = clock_timestamp() WHERE id = %s", [email.pk])
    with pytest.raises(BeingSent):
        send(email.pk)
    assert mail.outbox == []


def test_a_letter_whose_worker_died_is_sent_again_with_the_same_id_when_its_claim_is_over(
    db: None, settings: Any
) -> None:
    """D7: it may have been handed over; mail programs show it once."""
    settings.EMAIL_OUTBOX_ONLY = False
    email = an_email()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE email SET claimed_at = clock_timestamp() - %s WHERE id = %s", [CLAIMED_FOR, email.pk])
    send(email.pk)
    assert mail.outbox[0].message()["Message-ID"] == email.message_id


def test_a_letter_is_claimed_for_longer_than_the_mail_server_may_take() -> None:
    assert CLAIMED_FOR.total_seconds() > 2 * smtp.WHOLE_SECONDS


@pytest.mark.django_db(transaction=False)
def test_nobody_elses_server_is_asked_in_a_transaction(settings: Any) -> None:
    settings.EMAIL_OUTBOX_ONLY = False
    email = an_email()
    with pytest.raises(RuntimeError), transaction.atomic():
        send(email.pk)
    assert mail.outbox == []


def test_in_the_outbox_nothing_is_claimed(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    email = an_email()
    with django_assert_num_queries(5):  # in a transaction: which others wait, what time it is, and the e-mails
        send(email.pk)
