"""The demo's outbox, which is nowhere else."""

from typing import Any

import pytest
from django.test import Client

from anam.mail.actions.queue_email import queue_email
from anam.mail.content import EmailContent
from anam.mail.models import Email
from anam.mail.views import outbox
from conftest import Cast

NASTY = "<script>alert(1)</script>"


def email_to_hanna(cast: Cast, **more: Any) -> Email:
    email = queue_email(
        EmailContent(subject="A subject", paragraphs=["Some words."], **more), to=cast.hanna, key="a-key"
    )
    assert email
    return email


def test_the_outbox_lists_the_newest_first_and_opens_each(cast: Cast) -> None:
    email = email_to_hanna(cast, link="http://127.0.0.1/x/", link_words="Look")
    later = queue_email(EmailContent(subject="A later one", paragraphs=[]), to=cast.ines, key="b-key")
    assert later
    page = Client().get("/outbox/").content.decode()
    assert page.index("A later one") < page.index("A subject")
    page = Client().get(f"/outbox/{email.pk}/").content.decode()
    assert "Some words." in page
    assert "To hanna@test.example" in page
    assert "waiting to be sent" in page
    assert '<a href="http://127.0.0.1/x/"' in page


def test_an_empty_outbox_says_so(db: None) -> None:
    assert "No emails yet" in Client().get("/outbox/").content.decode()


def test_a_letter_as_it_looks_may_do_nothing(cast: Cast) -> None:
    email = email_to_hanna(cast, quoted="They wrote:", quote=NASTY)
    answer = Client().get(f"/outbox/{email.pk}/page/")
    assert NASTY not in answer.content.decode()
    assert "&lt;script&gt;" in answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_text_of_a_letter_is_escaped_on_its_page(cast: Cast) -> None:
    email = email_to_hanna(cast, quoted="They wrote:", quote=NASTY)
    assert NASTY not in Client().get(f"/outbox/{email.pk}/").content.decode()


@pytest.mark.parametrize("path", ["", "1/", "1/page/"])
def test_outside_the_demo_there_is_no_outbox(cast: Cast, settings: Any, path: str) -> None:
    email = email_to_hanna(cast)
    settings.DEMO = False
    address = f"/outbox/{path}".replace("1", str(email.pk))
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30])
def test_a_letter_that_there_is_not_is_not_found(db: None, pk: str) -> None:
    assert Client().get(f"/outbox/{pk}/").status_code == 404
    assert Client().get(f"/outbox/{pk}/page/").status_code == 404


def test_older_emails_are_a_page_further(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "MAX_SHOWN", 2)
    for number in range(3):
        queue_email(EmailContent(subject=f"Subject {number}", paragraphs=[]), to=cast.ines, key=f"key-{number}")
    page = Client().get("/outbox/").content.decode()
    assert "Subject 0" not in page
    older = Email.objects.order_by("-id")[1].pk
    assert f'href="?before={older}"' in page
    page = Client().get(f"/outbox/?before={older}").content.decode()
    assert "Subject 0" in page
    assert "Subject 1" not in page
