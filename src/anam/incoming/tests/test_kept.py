"""What became of an e-mail is kept as a code; whoever reads it does so in their own language."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from tests.another_version import unchecked
from tests.languages import irish

from anam.cases.models import Case, CaseEntry
from anam.coded import coded
from anam.conversations.models import Message
from anam.decoding.tests.pictures import picture
from anam.incoming.tests.test_receive import SUPPORT, come_in, email_about, flat, newest
from anam.mail.addresses import bounce_address, reply_address
from anam.mail.models import IncomingMail
from anam.mail.tests.mails import bounce, with_files, written
from anam.people.models import User
from conftest import Cast

pytestmark = pytest.mark.django_db
NEVER_WROTE = "{buyer} has never written to you, so you cannot write to them first. Support will tell them for you."


@pytest.fixture(autouse=True)
def _mail_comes_in(settings: Any) -> None:
    settings.REPLY_DOMAIN = "reply.test"


def test_what_was_set_aside_keeps_the_code_of_why(cast: Cast, tmp_path: Path, settings: Any) -> None:
    row = come_in(written("Two bowls are broken.", List_Id="<shops.test>"), SUPPORT)
    assert row.why == {"code": "has_line", "name": "List-Id"}
    assert row.why_words == "it has a List-Id line"
    with irish(settings, tmp_path, {"it has a {name} line": "tá líne {name} ann"}), translation.override("ga"):
        assert row.why_words == "tá líne List-Id ann"


def test_a_refused_answer_keeps_the_refusal_and_is_told_in_the_language_of_its_writer(
    cast: Cast, tmp_path: Path, settings: Any
) -> None:
    """D4, D10"""
    User.objects.filter(pk=cast.hanna.pk).update(language="ga")
    order = cast.order()
    address = reply_address(email_about(cast.hanna, order_id=order.pk))
    with irish(settings, tmp_path, {NEVER_WROTE: "Níor scríobh {buyer} riamh."}):
        row = come_in(written("I cannot make them.", From="hanna@test.example"), address)
        assert "Níor scríobh Harbor & Pine riamh." in flat(newest(user=cast.hanna))
    kept = coded("conversation_not_started", buyer="Harbor & Pine")
    assert row.why == coded("refused", refusal="conversation_not_started", why=kept)
    assert row.why_words.startswith("conversation_not_started: Harbor & Pine has never written to you")


def test_a_bounce_keeps_what_the_mail_server_said_as_its_own_words(cast: Cast) -> None:
    """D10"""
    email = email_about(cast.ines, order_id=cast.order().pk)
    row = come_in(bounce(cast.ines.email), bounce_address(email), envelope_from="")
    email.refresh_from_db()
    assert email.failure == row.why == coded("said", words="5.1.1 550 5.1.1 No such user")
    assert email.failure_words == "5.1.1 550 5.1.1 No such user"


def test_a_case_from_an_e_mail_keeps_its_words_and_beside_them_what_came_along(cast: Cast) -> None:
    come_in(written("", From="ada@elsewhere.test", Subject=""), SUPPORT, envelope_from="ada@elsewhere.test")
    case = Case.objects.get()
    assert (case.subject, case.message) == ("", "")
    assert case.about == coded("mail", sender="ada@elsewhere.test", along=coded("only_no_subject"))
    assert (case.title, case.question) == (
        "An email from ada@elsewhere.test",
        "[The email had no words, only its subject: none]",
    )


def test_what_anam_notes_in_a_case_is_kept_as_a_code(cast: Cast) -> None:
    come_in(written("Cancel my orders."), SUPPORT)
    note = CaseEntry.objects.get(kind="note")
    assert (note.body, note.event) == ("", coded("not_proven", name="Ines", email="ines@test.example"))
    assert note.words.startswith("It is not proven that Ines wrote this: it came by email")


def test_pictures_without_a_word_are_a_message_that_keeps_how_many(cast: Cast) -> None:
    email = email_about(cast.ines, order_id=cast.order().pk)
    come_in(with_files("", ("mug.jpg", "image/jpeg", picture())), reply_address(email))
    message = Message.objects.get()
    assert (message.body, message.notes) == ("", [coded("pictures", number=1)])
    assert message.words == "A picture."


def test_what_another_version_kept_is_shown_all_the_same(cast: Cast, sign_in: Any) -> None:
    row = come_in(written("Two bowls are broken.", List_Id="<shops.test>"), SUPPORT)
    IncomingMail.objects.filter(pk=row.pk).update(why=unchecked(coded("written_by_a_parrot", bird="Polly")))
    page = sign_in(cast.sam).get("/desk/set-aside/")
    assert page.status_code == 200
    assert "Written by a parrot." in page.content.decode()
