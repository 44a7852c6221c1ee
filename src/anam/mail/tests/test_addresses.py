"""Addresses that only we can make, and that serve one person alone."""

from typing import Any

import pytest
from django.test import override_settings

from anam.mail.actions.queue_email import queue_email
from anam.mail.addresses import bounce_address, is_ours, read_bounce_address, read_reply_address, reply_address
from anam.mail.content import EmailContent, EmailSubject, ExternalRecipient
from anam.mail.models import Email
from anam.people.models import User
from conftest import Cast

WORDS = EmailContent(subject="About your order", paragraphs=["Something happened."])


@pytest.fixture(autouse=True)
def _mail_comes_in(settings: Any) -> None:
    settings.REPLY_DOMAIN = "reply.test"


def email_about(cast: Cast, **more: Any) -> Email:
    email = queue_email(
        WORDS, to=more.get("to", cast.ines), key=str(more), about=EmailSubject(order_id=cast.order().pk)
    )
    assert email
    return email


def test_an_address_leads_back_to_its_letter_in_any_case(cast: Cast) -> None:
    email = email_about(cast)
    address = reply_address(email)
    for written in (address, address.upper(), f" {address} "):
        reply = read_reply_address(written)
        assert reply
        assert (reply.original, reply.email) == (email, cast.ines.email)
        assert is_ours(written)
    assert read_bounce_address(bounce_address(email)) == email


def test_it_fits_into_the_64_characters_that_mail_servers_give(cast: Cast) -> None:
    email = email_about(cast)
    email.pk = 10**18 - 1
    assert len(reply_address(email).split("@")[0]) <= 64
    assert len(bounce_address(email).split("@")[0]) <= 64


def test_no_changed_address_is_ours(cast: Cast) -> None:
    email = email_about(cast)
    local, _, domain = reply_address(email).partition("@")
    _, number, signature = local.split("-")
    other = "a" if signature[0] != "a" else "b"
    changed = [
        f"answer-{int(number) + 1}-{signature}@{domain}",
        f"answer-0{number}-{signature}@{domain}",
        f"bounce-{number}-{signature}@{domain}",
        f"answer-{number}-{other}{signature[1:]}@{domain}",
        f"answer-{number}-{signature[:-1]}@{domain}",
        f"answer-{number}-{signature}a@{domain}",
        f"answer-{number}-@{domain}",
        f"{local}@elsewhere.test",
        f"{local}+x@{domain}",
        f"answer-١-{signature}@{domain}",
        local,
        "",
        "@",
        f"<{local}@{domain}>",
        "answer-" + "9" * 40 + f"-{signature}@{domain}",
    ]
    for address in changed:
        assert not is_ours(address)
        assert read_reply_address(address) is None
        assert read_bounce_address(address) is None


def test_an_address_is_signed_with_our_secret(cast: Cast) -> None:
    address = reply_address(email_about(cast))
    with override_settings(SECRET_KEY="another secret, of fifty characters or more, as it must be"):
        assert read_reply_address(address) is None


def test_it_serves_the_address_that_its_reader_has_today(cast: Cast) -> None:
    address = reply_address(email_about(cast))
    User.objects.filter(pk=cast.ines.pk).update(email="Ines.New@test.example")
    reply = read_reply_address(address)
    assert reply
    assert reply.email == "ines.new@test.example"


def test_where_no_mail_comes_in_there_are_none(cast: Cast, settings: Any) -> None:
    email = email_about(cast)
    settings.REPLY_DOMAIN = ""
    assert (reply_address(email), bounce_address(email)) == ("", "")
    assert not is_ours(f"answer-{email.pk}-{'a' * 24}@")
    assert is_ours("Support@AnamCraft.com")


def test_a_letter_that_is_about_nothing_and_one_to_support_cannot_be_answered(cast: Cast) -> None:
    password = queue_email(WORDS, to=cast.ines, key="password")
    to_sam = queue_email(WORDS, to=cast.sam, key="sam", about=EmailSubject(order_id=cast.order().pk))
    outsider = queue_email(WORDS, to=ExternalRecipient("ada@elsewhere.test"), key="ada")
    for email in (password, to_sam, outsider):
        assert email
        assert reply_address(email) == ""
        assert bounce_address(email)
