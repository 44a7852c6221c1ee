"""A forgotten password, replaced by e-mail."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from anam.mail.actions.send import send
from anam.mail.models import Email
from anam.people.models import User
from conftest import PASSWORD, Cast

NEW = "eleven kilns burning"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(db: None) -> None:
    cache.clear()


def ask_for_a_link(client: Client, email: str) -> Any:
    return client.post(reverse("account_reset_password"), {"email": email}, follow=True)


def link_in(email: Email) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+(/accounts/password/reset/key/\S+)", email.text)
    assert found
    return found[1]


def test_a_closed_account_is_not_sent_a_link(cast: Cast) -> None:
    User.objects.filter(pk=cast.hanna.pk).update(is_active=False)
    ask_for_a_link(Client(), cast.hanna.email)
    assert not Email.objects.exists()


def test_a_forgotten_password_is_replaced_by_letter(cast: Cast) -> None:
    client = Client()
    assert "Check your email" in ask_for_a_link(client, cast.hanna.email).content.decode()
    email = Email.objects.get()
    assert (email.to, email.user, email.subject) == (cast.hanna.email, cast.hanna, "Choose a new password")
    assert "Hello Hanna" in email.text
    assert "3 days" in email.text
    assert "your password stays as it is" in " ".join(email.text.split())
    assert link_in(email) in email.html
    assert ProcrastinateJob.objects.filter(task_name="mail.send_email", args={"email_id": email.pk}).count() == 1
    page = client.get(link_in(email), follow=True)
    assert "Choose a new password" in page.content.decode()
    chosen = client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert chosen.url == "/portal/orders/"
    assert "_auth_user_id" in client.session
    assert User.objects.get(pk=cast.hanna.pk).check_password(NEW)
    assert "This link has expired" in Client().get(link_in(email), follow=True).content.decode()


def test_in_the_demo_the_link_is_read_in_the_outbox(cast: Cast) -> None:
    client = Client()
    ask_for_a_link(client, cast.hanna.email)
    send(Email.objects.get().pk)
    assert mail.outbox == []
    assert "Choose a new password" in client.get("/outbox/").content.decode()
    assert link_in(Email.objects.get()) in client.get(f"/outbox/{Email.objects.get().pk}/").content.decode()


def test_with_a_mail_server_the_link_goes_out_by_the_same_job(cast: Cast, settings: Any) -> None:
    settings.EMAIL_OUTBOX_ONLY = False
    ask_for_a_link(Client(), cast.hanna.email)
    assert mail.outbox == []  # nothing is sent while somebody waits for the page
    send(Email.objects.get().pk)
    assert [message.to for message in mail.outbox] == [[cast.hanna.email]]


def test_an_unknown_address_sees_the_same_page_and_gets_nothing(cast: Cast) -> None:
    known, unknown = (ask_for_a_link(Client(), email) for email in (cast.hanna.email, "nobody@test.example"))
    assert re.sub(r'value="[^"]*"', "", known.content.decode()) == re.sub(
        r'value="[^"]*"', "", unknown.content.decode()
    )
    assert Email.objects.get().to == cast.hanna.email
    assert mail.outbox == []


def test_the_link_leads_to_the_marketplaces_own_address(cast: Cast, settings: Any) -> None:
    settings.SITE_URL = "https://orders.example"
    settings.ALLOWED_HOSTS = ["*"]
    path = reverse("account_reset_password")
    Client(headers={"host": "evil.example"}).post(path, {"email": cast.hanna.email})
    assert "https://orders.example/accounts/password/reset/key/" in Email.objects.get().text
    assert "evil.example" not in Email.objects.get().text


def test_asking_again_and_again_is_throttled(cast: Cast) -> None:
    client = Client()
    answers = [ask_for_a_link(client, cast.hanna.email).status_code for _ in range(8)]
    assert answers[0] == 200
    assert answers[-1] == 429
    assert Email.objects.count() <= 5


@pytest.mark.parametrize("weak", ["short", "hanna@test.example", "password123", "\x00" * 12])
def test_a_weak_password_is_refused(cast: Cast, weak: str) -> None:
    client = Client()
    ask_for_a_link(client, cast.hanna.email)
    form = client.get(link_in(Email.objects.get()), follow=True).redirect_chain[-1][0]
    assert client.post(form, {"password1": weak, "password2": weak}).status_code == 200
    assert User.objects.get(pk=cast.hanna.pk).check_password(PASSWORD)
