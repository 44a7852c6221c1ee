"""E-mail that a program seems to have written is seen on the desk, and can be taken in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from anam.cases.models import Case
from anam.clock import database_now
from anam.coded import coded
from anam.conversations.models import Message
from anam.incoming.actions.forget_set_aside import KEPT_FOR, forget_set_aside
from anam.incoming.tests.test_receive import SUPPORT, come_in, email_about
from anam.incoming.views.set_aside import PAGE
from anam.mail.addresses import reply_address
from anam.mail.models import IncomingMail
from anam.mail.tests.mails import written
from anam.people.models import User
from conftest import Cast

SignIn = Callable[[User], Client]
PATH = "/desk/set-aside/"


@pytest.fixture(autouse=True)
def _mail_comes_in(settings: Any) -> None:
    settings.REPLY_DOMAIN = "reply.test"


def automatic(number: int = 0, to: str = SUPPORT, text: str = "Two bowls are broken.") -> IncomingMail:
    mail = written(text, Subject=f"Bowls <{number}>", Message_ID=f"<{number}@m.test>", List_Id="<shops.test>")
    return come_in(mail, to)


def test_what_was_set_aside_is_seen_with_who_when_and_why(cast: Cast, sign_in: SignIn) -> None:
    sam = sign_in(cast.sam)
    assert "Nothing is set aside" in sam.get(PATH).content.decode()
    automatic()
    page = sam.get(PATH).content.decode()
    for words in ("ines@test.example", "Bowls &lt;0&gt;", "It has a List-Id line", "<time"):
        assert words in page
    assert "Email set aside" in sam.get("/desk/").content.decode()


def test_taken_in_it_is_as_if_a_person_had_written_it_once(cast: Cast, sign_in: SignIn) -> None:
    """D7"""
    row, sam = automatic(), sign_in(cast.sam)
    for _ in range(2):
        answer = sam.post(f"{PATH}{row.pk}/take-in/", follow=True)
        assert "is a case of its own" in answer.content.decode()
    case = Case.objects.get()
    assert (case.message, case.opened_by) == ("Two bowls are broken.", cast.ines)
    row.refresh_from_db()
    assert (row.outcome, row.taken_back_by, row.case) == ("case", cast.sam, case)
    assert "Nothing is set aside" in sam.get(PATH).content.decode()


def test_an_answer_that_is_taken_in_is_posted_where_it_belongs(cast: Cast, sign_in: SignIn) -> None:
    row = automatic(to=reply_address(email_about(cast.ines, order_id=cast.order().pk)), text="Thursday is fine.")
    assert not Message.objects.exists()
    sign_in(cast.sam).post(f"{PATH}{row.pk}/take-in/")
    assert Message.objects.get().body == "Thursday is fine."


def test_for_everybody_else_it_does_not_exist(cast: Cast, sign_in: SignIn) -> None:
    row = automatic()
    for person in (cast.hanna, cast.ines):
        client = sign_in(person)
        assert client.get(PATH).status_code == 404
        assert client.post(f"{PATH}{row.pk}/take-in/").status_code == 404
        assert client.get(f"/desk/mail/{row.pk}/").status_code == 404
    sam = sign_in(cast.sam)
    assert sam.get(f"{PATH}{row.pk}/take-in/").status_code == 405
    assert sam.post(f"{PATH}999999/take-in/").status_code == 404
    assert not Case.objects.exists()


def test_the_original_is_handed_out_and_never_shown_by_the_browser(cast: Cast, sign_in: SignIn) -> None:
    row, sam = automatic(), sign_in(cast.sam)
    assert f'href="/desk/mail/{row.pk}/"' in sam.get(PATH).content.decode()
    answer = sam.get(f"/desk/mail/{row.pk}/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert b"List-Id: <shops.test>" in answer.content


def test_it_is_read_page_by_page(cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Any) -> None:
    now = database_now()
    IncomingMail.objects.bulk_create(
        IncomingMail(
            header_id=f"{n}",
            recipient=SUPPORT,
            received_at=now - timedelta(seconds=n // 2),
            raw=b"x",
            outcome="ignored",
            sender=f"s{n}@m.test",
            why=coded("has_line", name="List-Id"),
        )
        for n in range(PAGE * 2 + 5)
    )
    sam, path, seen = sign_in(cast.sam), PATH, []
    while path:
        with django_assert_max_num_queries(8):
            answer = sam.get(path)
        seen += [mail.sender for mail in answer.context["mails"]]
        path = f"{PATH}?after={answer.context['next']}" if answer.context["next"] else ""
    assert len(seen) == len(set(seen)) == PAGE * 2 + 5
    assert sam.get(f"{PATH}?after=nonsense").status_code == 200


def test_it_is_forgotten_in_time_and_the_oldest_first_where_there_is_too_much(cast: Cast) -> None:
    rows = [automatic(number) for number in range(4)]
    now = database_now()
    for age, row in enumerate(rows):
        IncomingMail.objects.filter(pk=row.pk).update(received_at=now - timedelta(hours=age), raw=b"x" * 100)
    IncomingMail.objects.filter(pk=rows[0].pk).update(received_at=now - KEPT_FOR - timedelta(minutes=1))
    assert forget_set_aside(most=250) == 2
    assert set(IncomingMail.objects.set_aside()) == {rows[1], rows[2]}
    assert IncomingMail.objects.count() == 4
