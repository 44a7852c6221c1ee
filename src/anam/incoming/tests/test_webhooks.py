"""What a mail provider reports by webhook: only with the secret, once, and by the way of every other mail."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from anam.clock import database_now
from anam.conversations.models import Message
from anam.incoming.actions.receive import receive
from anam.mail.actions.queue_email import queue_email
from anam.mail.addresses import reply_address
from anam.mail.content import EmailContent, EmailSubject
from anam.mail.models import Email, IncomingMail
from anam.mail.tests.mails import written
from anam.notifications.models import EmailOptOut
from conftest import Cast

SECRET = "anam:a-secret-that-is-long"
TRACKING, INBOUND = "/mail/postmark/tracking/", "/mail/postmark/inbound/"


@pytest.fixture(autouse=True)
def _by_postmark(settings: Any) -> None:
    settings.REPLY_DOMAIN = "reply.test"
    settings.MAIL_PROVIDER, settings.MAIL_WEBHOOK_SECRET = "postmark", SECRET
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "POSTMARK_SERVER_TOKEN": "x"}


@pytest.fixture
def email(cast: Cast) -> Email:
    email = queue_email(
        EmailContent(subject="x", paragraphs=["y"]),
        to=cast.ines,
        key="a-key",
        about=EmailSubject(order_id=cast.order().pk),
    )
    assert email
    Email.objects.filter(pk=email.pk).update(sent_at=database_now(), provider_id="pm-1")
    return email


def post(address: str, event: Any, secret: str = SECRET) -> Any:
    headers = {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"} if secret else {}
    content = event if isinstance(event, bytes) else json.dumps(event).encode()
    return Client(enforce_csrf_checks=True).post(address, content, content_type="application/json", headers=headers)


def bounced(**facts: Any) -> dict[str, Any]:
    return {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "MessageID": "pm-1",
        "Email": "ines@test.example",
        "Details": "550 5.1.1 No such user",
        "Description": "Not delivered",
        **facts,
    }


def came_in(mail: bytes, to: str) -> dict[str, Any]:
    return {
        "RawEmail": mail.decode("utf-8"),
        "OriginalRecipient": to,
        "MessageID": "in-1",
        "FromFull": {"Email": "x@y.test"},
        "Headers": [{"Name": "Return-Path", "Value": "<ines@test.example>"}],
    }


def test_a_bounce_marks_its_letter_once(email: Email) -> None:
    """D7"""
    assert post(TRACKING, bounced()).status_code == 200
    email.refresh_from_db()
    when = email.failed_at
    assert when
    assert email.failure_words == "550 5.1.1 No such user"
    assert post(TRACKING, bounced()).status_code == 200
    email.refresh_from_db()
    assert email.failed_at == when


def test_a_letter_is_found_by_our_own_number_too(email: Email) -> None:
    post(TRACKING, bounced(MessageID="another", Metadata={"letter": str(email.pk)}))
    email.refresh_from_db()
    assert email.failed_at


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 40, "١"])
def test_a_letter_that_there_is_not_is_no_trouble(email: Email, number: str) -> None:
    assert post(TRACKING, bounced(MessageID="another", Metadata={"letter": number})).status_code == 200
    assert not Email.objects.filter(failed_at__isnull=False).exists()


@pytest.mark.parametrize("kind", ["Delivery", "Open", "Click"])
def test_other_news_marks_nothing(email: Email, kind: str) -> None:
    assert (
        post(TRACKING, {"RecordType": kind, "MessageID": "pm-1", "Recipient": "ines@test.example"}).status_code == 200
    )
    assert post(TRACKING, bounced(Type="Transient")).status_code == 200
    email.refresh_from_db()
    assert email.failed_at is None


def test_a_complaint_marks_the_letter_and_stops_its_kind(email: Email, cast: Cast) -> None:
    Email.objects.filter(pk=email.pk).update(kind="progress")
    post(TRACKING, {**bounced(), "RecordType": "SpamComplaint", "Type": "SpamComplaint"})
    email.refresh_from_db()
    assert email.failure_words == "they marked it as unwanted mail"
    assert list(EmailOptOut.objects.of(cast.ines)) == ["progress"]


def test_mail_that_comes_in_goes_the_way_of_every_other(email: Email, cast: Cast) -> None:
    """D7"""
    event = came_in(written("Grüße. Thursday is fine."), reply_address(email))
    assert [post(INBOUND, event).status_code for _ in range(2)] == [200, 200]
    row = IncomingMail.objects.get()
    receive(row.pk)
    assert Message.objects.get().body == "Grüße. Thursday is fine."


def test_mail_of_which_the_provider_tells_only_the_parts_is_once_too(email: Email) -> None:
    event = {
        "FromFull": {"Email": "ines@test.example", "Name": "Ines"},
        "Subject": "Re: Order",
        "TextBody": "Thursday.",
        "HtmlBody": "<p>Thursday.</p>",
        "OriginalRecipient": reply_address(email),
        "Date": "Tue, 24 Nov 2026 10:00:00 +0000",
        "ToFull": [{"Email": reply_address(email)}],
        "Headers": [{"Name": "Message-ID", "Value": "<a@b.c>"}],
        "Attachments": [{"Name": "a.txt", "ContentType": "text/plain", "Content": "eA=="}],
    }
    for _ in range(2):
        assert post(INBOUND, event).status_code == 200
    receive(IncomingMail.objects.get().pk)
    assert Message.objects.get().body.startswith("Thursday.")


def test_what_the_provider_says_must_not_be_answered_is_not(email: Email) -> None:
    event = came_in(written(), reply_address(email))
    event["Headers"][0]["Value"] = "<>"
    post(INBOUND, event)
    receive(IncomingMail.objects.get().pk)
    assert IncomingMail.objects.get().outcome == "ignored"


def test_a_mail_of_several_megabytes_is_taken(email: Email) -> None:
    assert post(INBOUND, came_in(written("A word. " * 400_000), reply_address(email))).status_code == 200
    assert IncomingMail.objects.count() == 1


@pytest.mark.parametrize("secret", ["", "anam:", "anam:a-secret-that-is-lonG", ":", "x" * 5000, "ü:ü"])
def test_a_wrong_secret_is_refused(email: Email, secret: str) -> None:
    assert post(TRACKING, bounced(), secret).status_code == 401
    assert Email.objects.filter(failed_at=None).exists()


@pytest.mark.parametrize("change", [{"MAIL_WEBHOOK_SECRET": ""}, {"MAIL_PROVIDER": ""}, {"MAIL_PROVIDER": "resend"}])
def test_without_a_secret_or_for_another_provider_the_address_does_not_exist(
    email: Email, settings: Any, change: dict[str, str]
) -> None:
    for name, value in change.items():
        setattr(settings, name, value)
    assert post(TRACKING, bounced()).status_code == 404


@pytest.mark.parametrize(
    "address", ["/mail/", "/mail/postmark/", "/mail/postmark/nothing/", "/mail/postal/inbound/", "/mail/../x/"]
)
def test_other_addresses_do_not_exist(db: None, address: str) -> None:
    assert post(address, {}).status_code == 404


@pytest.mark.parametrize("address", [TRACKING, INBOUND])
@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"{",
        b"[]",
        b"1",
        b"null",
        b'"x"',
        b"\xff\xfe",
        b'{"RawEmail": 1}',
        b'{"Headers": 1}',
        b'{"RecordType": []}',
        b'{"Headers": [{}]}',
    ],
)
def test_what_cannot_be_read_is_a_clear_4xx(db: None, address: str, junk: bytes) -> None:
    assert post(address, junk).status_code in (200, 400)
    assert not IncomingMail.objects.exists()


def test_a_visit_is_no_report(db: None, sign_in: Callable[..., Client], cast: Cast) -> None:
    assert sign_in(cast.sam).get(TRACKING).status_code == 401
