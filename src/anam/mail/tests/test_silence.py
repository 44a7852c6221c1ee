"""A mail server that says nothing costs its own letters time, and nobody else anything."""

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
from anam.mail.fuse import MOST_TROUBLES, SILENT_SERVER, MailServerIsSilent
from anam.mail.models import Letter
from anam.mail.tests.silent_server import silent_server

LOCMEM = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


def a_letter(key: str = "a") -> Letter:
    return Letter.objects.create(key=key, to="a@test.example", subject="Plain", text="Words")


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
        for number in range(MOST_TROUBLES):
            with pytest.raises(OSError):
                send(a_letter(f"{number}").pk)
        assert len(came) == MOST_TROUBLES
        with pytest.raises(MailServerIsSilent):
            send(a_letter("next").pk)
        assert len(came) == MOST_TROUBLES
    assert b"anam_mail_server_silent 1.0" in Client().get("/metrics").content
    assert not Letter.objects.exclude(claimed_at=None, sent_at=None, failed_at=None).exists()


def test_after_a_minute_one_letter_tries_and_its_answer_frees_the_others(by_smtp: Any, settings: Any) -> None:
    with silent_server() as (port, came):
        by_smtp(port, timeout=0.1)
        for number in range(MOST_TROUBLES):
            with pytest.raises(OSError):
                send(a_letter(f"{number}").pk)
        cache.delete(SILENT_SERVER)  # the minute is over
        with pytest.raises(OSError):
            send(a_letter("one").pk)
        with pytest.raises(MailServerIsSilent):
            send(a_letter("two").pk)
        assert len(came) == MOST_TROUBLES + 1
    cache.delete(SILENT_SERVER)
    settings.MAILERS = LOCMEM
    for letter in Letter.objects.all():
        send(letter.pk)
    assert len(mail.outbox) == MOST_TROUBLES + 2
    assert b"anam_mail_server_silent 0.0" in Client().get("/metrics").content


def test_a_server_that_answers_a_byte_at_a_time_ends_with_the_whole_limit(
    by_smtp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp.EmailBackend, "whole_seconds", 0.5)
    with silent_server(drip=True) as (port, _):
        by_smtp(port, timeout=20)
        began = time.monotonic()
        with pytest.raises(OSError):
            send(a_letter().pk)
        assert time.monotonic() - began < 5


def test_a_letter_that_another_worker_is_sending_is_not_sent_twice(db: None, settings: Any) -> None:
    """D7"""
    settings.EMAIL_OUTBOX_ONLY = False
    letter = a_letter()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE letter SET claimed_at = clock_timestamp() WHERE id = %s", [letter.pk])
    with pytest.raises(BeingSent):
        send(letter.pk)
    assert mail.outbox == []


def test_a_letter_whose_worker_died_is_sent_again_with_the_same_id_when_its_claim_is_over(
    db: None, settings: Any
) -> None:
    """D7: it may have been handed over; mail programs show it once."""
    settings.EMAIL_OUTBOX_ONLY = False
    letter = a_letter()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE letter SET claimed_at = clock_timestamp() - %s WHERE id = %s", [CLAIMED_FOR, letter.pk])
    send(letter.pk)
    assert mail.outbox[0].message()["Message-ID"] == letter.message_id


def test_a_letter_is_claimed_for_longer_than_the_mail_server_may_take() -> None:
    assert CLAIMED_FOR.total_seconds() > 2 * smtp.WHOLE_SECONDS


@pytest.mark.django_db(transaction=False)
def test_nobody_elses_server_is_asked_in_a_transaction(settings: Any) -> None:
    settings.EMAIL_OUTBOX_ONLY = False
    letter = a_letter()
    with pytest.raises(RuntimeError), transaction.atomic():
        send(letter.pk)
    assert mail.outbox == []


def test_in_the_outbox_nothing_is_claimed(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    letter = a_letter()
    with django_assert_num_queries(2):  # what time it is, and the letter
        send(letter.pk)
