"""What comes in by e-mail is posted where it belongs, for the person whom we wrote to and nobody else."""

import random
from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from anam.cases.models import Case, CaseEntry
from anam.clock import database_now
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Message
from anam.incoming.actions.receive import receive
from anam.incoming.actions.take_in import take_in
from anam.incoming.suspicion import MAX_AN_HOUR
from anam.incoming.tests.test_reading import mangled
from anam.mail.actions.queue_email import queue_email
from anam.mail.addresses import reply_address
from anam.mail.content import EmailContent, EmailSubject, ExternalRecipient
from anam.mail.models import Email, IncomingMail
from anam.mail.tests.mails import raw, with_files, written
from anam.orders.models import Order
from anam.people.models import BuyerMember, User
from conftest import Cast

SUPPORT = "support@anamcraft.com"
WORDS = EmailContent(subject="About your order", paragraphs=["Something happened."])


@pytest.fixture(autouse=True)
def _mail_comes_in(settings: Any) -> None:
    settings.REPLY_DOMAIN = "reply.test"


def email_about(to: Any, key: str = "a-key", **about: int) -> Email:
    email = queue_email(WORDS, to=to, key=key, about=EmailSubject(**about))
    assert email
    return email


def come_in(mail: bytes, *recipients: str, envelope_from: str = "ines@test.example") -> IncomingMail:
    """The mail is taken in, and read."""
    take_in(mail, envelope_from=envelope_from, recipients=recipients)
    row = IncomingMail.objects.latest("pk")
    receive(row.pk)
    return IncomingMail.objects.get(pk=row.pk)


def newest(**about: Any) -> Email:
    return Email.objects.filter(**about).latest("pk")


def flat(email: Email) -> str:
    return " ".join(email.text.split())


def test_an_answer_about_an_order_is_posted_in_its_conversation(cast: Cast) -> None:
    order = cast.order()
    email = email_about(cast.ines, order_id=order.pk)
    row = come_in(written("Thursday is fine.\n\n> quoted"), reply_address(email))
    message = Message.objects.get()
    assert (message.body, message.side, message.author, message.order_id) == (
        "Thursday is fine.",
        "buyer",
        cast.ines,
        order.pk,
    )
    assert (row.outcome, row.message, row.email, row.left_out) == ("posted", message, email, "> quoted")


def test_an_answer_to_a_message_is_posted_in_its_conversation(cast: Cast) -> None:
    conversation = write_as_buyer(
        "Do you make these in blue?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines
    ).conversation_id
    email = email_about(cast.hanna, conversation_id=conversation)
    come_in(written("We do.", From="hanna@test.example"), reply_address(email))
    assert list(Message.objects.order_by("pk").values_list("side", "body"))[1:] == [("maker", "We do.")]


def test_a_makers_answer_about_an_order_is_contact(cast: Cast) -> None:
    """D3"""
    write_as_buyer("Do you make these in blue?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    order = cast.order()
    come_in(
        written("I cannot make them.", From="HANNA@test.example"),
        reply_address(email_about(cast.hanna, order_id=order.pk)),
    )
    order.refresh_from_db()
    assert order.contacted_how == "message"


def test_a_maker_to_whom_the_buyer_never_wrote_is_told_the_way_on(cast: Cast) -> None:
    """D4, D6"""
    order = cast.order()
    row = come_in(
        written("I cannot make them.", From="hanna@test.example"),
        reply_address(email_about(cast.hanna, order_id=order.pk)),
    )
    assert row.outcome == "refused"
    assert not Message.objects.exists()
    told = newest(user=cast.hanna)
    assert "has never written to you" in flat(told)
    assert "> I cannot make them." in told.text
    assert f"Ask support to contact them: http://127.0.0.1:8000/portal/orders/{order.number}/decline/" in flat(told)


def test_nobody_else_can_use_an_answer_address_and_its_reader_is_told_once_a_day(cast: Cast) -> None:
    email = email_about(cast.ines, order_id=cast.order().pk)
    for number, sender in enumerate(("otto@test.example", "ines@test.example.evil.test", "ines+x@test.example")):
        row = come_in(written(f"Cancel everything {number}", From=sender), reply_address(email), envelope_from=sender)
        assert row.outcome == "refused"
    assert not Message.objects.exists()
    told = Email.objects.get(key__startswith="wrong-sender:")
    assert told.user == cast.ines
    assert "otto@test.example answered our email to you" in flat(told)
    assert not Email.objects.filter(to__in=["otto@test.example", "ines@test.example.evil.test"]).exists()


def test_a_sender_whose_own_domain_denies_it_is_refused(cast: Cast, settings: Any) -> None:
    settings.MAIL_AUTHSERV = "mx.anam.test"
    address = reply_address(email_about(cast.ines, order_id=cast.order().pk))
    forged = written("Cancel everything", Authentication_Results="mx.anam.test; spf=pass; dmarc=fail (p=reject)")
    assert come_in(forged, address).outcome == "refused"
    assert "did not send it" in flat(Email.objects.get(key__startswith="wrong-sender:"))
    theirs = written("All is well.", Authentication_Results="elsewhere.test; dmarc=fail", Message_ID="<two@mail.test>")
    assert come_in(theirs, address).outcome == "posted"  # anybody can write a line in another server's name


@pytest.mark.parametrize(
    "chosen",
    [
        "spf=pass smtp.mailfrom=dmarc=pass@evil.test; dmarc=fail",
        'dkim=pass header.d="x; dmarc=pass"; dmarc=fail (p=none)',
        "spf=none (said ; dmarc=pass ;); dmarc=fail",
        'spf=none reason="\\"; dmarc=pass; \\""; dmarc=fail',
    ],
)
def test_what_a_forger_may_choose_of_that_line_proves_nothing(cast: Cast, settings: Any, chosen: str) -> None:
    settings.MAIL_AUTHSERV = "mx.anam.test"
    mail = written("Cancel everything", Authentication_Results=f"mx.anam.test; {chosen}")
    assert come_in(mail, reply_address(email_about(cast.ines, order_id=cast.order().pk))).outcome == "refused"


def test_only_the_line_that_our_own_server_wrote_at_the_top_counts(cast: Cast, settings: Any) -> None:
    settings.MAIL_AUTHSERV = "mx.anam.test"
    mail = b"Authentication-Results: mx.anam.test; dmarc=fail\r\n" + written(
        Authentication_Results="mx.anam.test; dmarc=pass"
    )
    assert come_in(mail, reply_address(email_about(cast.ines, order_id=cast.order().pk))).outcome == "refused"


def test_somebody_who_has_left_cannot_answer(cast: Cast) -> None:
    email = email_about(cast.ines, order_id=cast.order().pk)
    BuyerMember.objects.filter(user=cast.ines).delete()
    assert come_in(written(), reply_address(email)).outcome == "refused"
    assert "no longer a member" in flat(newest(user=cast.ines))
    User.objects.filter(pk=cast.ines.pk).update(is_active=False)
    emails = Email.objects.count()
    assert come_in(written(Message_ID="<two@mail.test>"), reply_address(email)).outcome == "refused"
    assert (Message.objects.count(), Email.objects.count()) == (0, emails)


@pytest.mark.parametrize("text", ["", "> quoted\n", "\x00"])
def test_an_empty_answer_is_told_and_not_posted(cast: Cast, text: str) -> None:
    row = come_in(written(text), reply_address(email_about(cast.ines, order_id=cast.order().pk)))
    if row.outcome != "posted":
        assert "message_empty" in row.why_words
        assert "an empty message tells nobody anything" in flat(newest(user=cast.ines))
    assert Message.objects.count() == (1 if text.startswith(">") else 0)


def test_the_same_mail_delivered_twice_is_posted_once(cast: Cast) -> None:
    """D7"""
    address = reply_address(email_about(cast.ines, order_id=cast.order().pk))
    assert take_in(written(), envelope_from="ines@test.example", recipients=[address, address.upper()]) == 1
    again = b"Received: from elsewhere\r\n" + written()
    assert take_in(again, envelope_from="ines@test.example", recipients=[address]) == 0
    row = IncomingMail.objects.get()
    for _ in range(3):
        receive(row.pk)
    assert Message.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="incoming.receive_mail").count() == 1


def test_two_mails_to_which_a_program_gave_the_same_id_are_two(cast: Cast) -> None:
    address = reply_address(email_about(cast.ines, order_id=cast.order().pk))
    for text in ("Thursday is fine.", "No, Friday."):
        come_in(written(text), address)
    assert Message.objects.count() == 2


def test_what_is_not_for_us_is_not_taken(cast: Cast) -> None:
    assert take_in(written(), envelope_from="a@b.c", recipients=["x@elsewhere.test", "answer-1-x@reply.test", ""]) == 0
    assert not IncomingMail.objects.exists()


@pytest.mark.parametrize(
    "how", [{"Auto_Submitted": "auto-replied"}, {"List_Id": "<a.b>"}, {"X_Loop": "anam@anamcraft.com"}]
)
def test_what_a_program_wrote_is_neither_posted_nor_answered(cast: Cast, how: dict[str, str]) -> None:
    email = email_about(cast.ines, order_id=cast.order().pk)
    assert come_in(written(**how), reply_address(email)).outcome == "ignored"
    assert come_in(written("x", **how), SUPPORT).outcome == "ignored"
    assert (Message.objects.count(), Case.objects.count(), Email.objects.count()) == (0, 0, 1)


def test_what_must_not_be_answered_is_not(cast: Cast) -> None:
    email = email_about(cast.ines, order_id=cast.order().pk)
    assert come_in(written(), reply_address(email), envelope_from="<>").outcome == "ignored"
    assert come_in(b"\x00" * 10, SUPPORT, envelope_from="").outcome == "ignored"


def test_our_own_letter_that_comes_back_is_not_posted(cast: Cast) -> None:
    from anam.mail.mime import wrapped

    email = email_about(cast.ines, order_id=cast.order().pk)
    assert come_in(wrapped(email).message().as_bytes(), reply_address(email)).outcome == "ignored"


def test_two_programs_that_answer_each_other_come_to_an_end(cast: Cast) -> None:
    """Each e-mail has an address of its own: their answers are counted together, whichever they answer."""
    order = cast.order()
    for number in range(MAX_AN_HOUR + 5):
        email = email_about(cast.ines, key=f"letter-{number}", order_id=order.pk)
        come_in(written(f"I am away, number {number}.", Message_ID=f"<{number}@mail.test>"), reply_address(email))
    assert Message.objects.count() == MAX_AN_HOUR
    told = Email.objects.get(key__startswith="too-often:")
    assert f"I am away, number {MAX_AN_HOUR}." in told.text
    assert IncomingMail.objects.filter(outcome="ignored", raw__isnull=False).count() == 5
    IncomingMail.objects.update(received_at=database_now() - timedelta(hours=2))
    come_in(written("Back again.", Message_ID="<back@mail.test>"), reply_address(email))
    assert Message.objects.filter(body="Back again.").exists()


def test_what_others_send_to_support_in_their_name_does_not_stop_their_answers(cast: Cast) -> None:
    for number in range(MAX_AN_HOUR + 2):
        come_in(written(f"Spam {number}", Message_ID=f"<{number}@mail.test>"), SUPPORT)
    assert Case.objects.count() == MAX_AN_HOUR
    assert come_in(written(), reply_address(email_about(cast.ines, order_id=cast.order().pk))).outcome == "posted"


def test_files_that_are_no_pictures_are_named(cast: Cast) -> None:
    mail = with_files(
        "See.", ("invoice.png", "image/png", b"MZ it is a program" * 300), ("a.pdf", "application/pdf", b"%PDF")
    )
    row = come_in(mail, reply_address(email_about(cast.ines, order_id=cast.order().pk)))
    assert "[Left out, because it is no picture that can be shown: invoice.png, a.pdf]" in Message.objects.get().words
    assert row.raw  # what was not taken over is still there


def test_mail_to_support_becomes_a_case_and_its_sender_is_told_the_number_once(cast: Cast) -> None:
    order = cast.order()
    row = come_in(written("Two bowls are broken.", Subject=f"Order {order.number}"), SUPPORT)
    case = Case.objects.get()
    assert (row.outcome, row.case) == ("case", case)
    assert (case.kind, case.opened_by, case.opened_as, case.order, case.buyer) == (
        "mail",
        cast.ines,
        "buyer",
        order,
        cast.harbor,
    )
    assert case.message == "Two bowls are broken."
    assert case.answer_by - case.opened_at == timedelta(hours=48)
    confirmed = Email.objects.get()
    assert f"(case {case.pk})" in confirmed.subject
    receive(row.pk)
    assert (Case.objects.count(), Email.objects.count()) == (1, 1)


def test_an_answer_to_support_threads_into_its_case(cast: Cast) -> None:
    come_in(written("Two bowls are broken.", Subject="Broken"), SUPPORT)
    case = Case.objects.get()
    email = Email.objects.get()
    ways = [
        (written("One: by the address.", Message_ID="<1@m.t>"), reply_address(email)),
        (written("Two: by the thread.", Message_ID="<2@m.t>", In_Reply_To=email.message_id), SUPPORT),
        (written("Three: by the subject.", Message_ID="<3@m.t>", Subject=f"Re: Broken (case {case.pk})"), SUPPORT),
    ]
    for mail, address in ways:
        assert come_in(mail, address).outcome == "answered"
    answers = CaseEntry.objects.filter(kind="answer").order_by("pk").values_list("body", flat=True)
    assert [words.split(":")[0] for words in answers] == ["One", "Two", "Three"]
    assert (Case.objects.count(), Email.objects.count()) == (1, 1)


def test_a_stranger_who_names_a_case_gets_one_of_their_own(cast: Cast) -> None:
    come_in(written("Two bowls are broken."), SUPPORT)
    case = Case.objects.get()
    stranger = written("Pay me.", From="eve@elsewhere.test", Message_ID="<9@m.t>", Subject=f"case {case.pk}")
    assert come_in(stranger, SUPPORT, envelope_from="eve@elsewhere.test").outcome == "case"
    assert not CaseEntry.objects.filter(case=case, kind="answer").exists()


def test_support_reads_that_a_members_mail_is_not_proven(cast: Cast, settings: Any) -> None:
    come_in(written("Cancel my orders."), SUPPORT)
    assert "It is not proven that Ines wrote this" in CaseEntry.objects.get(kind="note").words
    settings.MAIL_AUTHSERV = "mx.anam.test"
    proven = written("Hello.", Message_ID="<2@m.t>", Authentication_Results="mx.anam.test 1; dmarc=pass")
    case = come_in(proven, SUPPORT).case
    assert case
    assert not case.entries.filter(kind="note").exists()


def test_an_outsider_is_confirmed_once_a_day_and_not_sent_what_they_sent(cast: Cast) -> None:
    """Somebody could put another's address into From, and have us write to them."""
    for number in range(3):
        mail = written(
            f"Buy this {number}", From="Buy-this! <ada@elsewhere.test>", Message_ID=f"<{number}@m.t>", Subject="Buy"
        )
        come_in(mail, SUPPORT, envelope_from="ada@elsewhere.test")
    assert Case.objects.count() == 3
    confirmed = Email.objects.get()
    assert (confirmed.to, confirmed.user) == ("ada@elsewhere.test", None)
    assert "Buy" not in confirmed.text + confirmed.subject


def test_an_outsider_answers_in_their_case_and_their_program_begins_no_loop(cast: Cast) -> None:
    come_in(written("I cannot sign in.", From="ada@elsewhere.test"), SUPPORT, envelope_from="ada@elsewhere.test")
    email = Email.objects.get()
    for number in range(4):
        mail = written(f"I am away {number}", From="ada@elsewhere.test", Message_ID=f"<{number}@m.t>")
        assert come_in(mail, reply_address(email), envelope_from="ada@elsewhere.test").outcome == "answered"
    assert Email.objects.count() == 1
    assert come_in(written("Me too", From="eve@elsewhere.test"), reply_address(email)).outcome == "refused"


def test_a_letter_whose_reader_is_gone_serves_nobody(cast: Cast) -> None:
    case = Case.objects.create(
        kind="mail",
        subject="x",
        opened_as="outside",
        outside_email="ada@elsewhere.test",
        opened_at=database_now(),
        answer_by=database_now(),
    )
    email = email_about(ExternalRecipient("eve@elsewhere.test"), case_id=case.pk)
    mail = written("Let me in", From="eve@elsewhere.test")
    assert come_in(mail, reply_address(email)).outcome == "refused"


def test_what_cannot_be_read_is_a_case_and_kept(cast: Cast) -> None:
    mail = raw("multipart/mixed; boundary=b", b"boundary=" * 100)
    row = come_in(mail, SUPPORT, envelope_from="ada@elsewhere.test")
    case = Case.objects.get()
    assert (row.outcome, bytes(row.raw or b"")) == ("case", mail)
    assert "cannot be read" in case.title
    assert case.outside_email == "ada@elsewhere.test"


def test_an_order_of_somebody_else_is_not_linked(cast: Cast) -> None:
    """D1"""
    order = cast.order()
    come_in(written("What of it?", From="otto@test.example", Subject=f"Order {order.number}"), SUPPORT)
    assert Case.objects.get().order is None
    assert Order.objects.filter(pk=order.pk).exists()


@pytest.mark.parametrize("line", ["", "nonsense", "Ines <ines@test.example>, Otto <otto@test.example>"])
def test_mail_to_support_from_nobody_knows_whom_is_a_case_marked_so(cast: Cast, line: str) -> None:
    row = come_in(written("Two bowls are broken.", From=line, Subject="Broken"), SUPPORT, envelope_from="a@b.test")
    case = Case.objects.get()
    assert (row.outcome, case.message, case.opened_by, case.outside_email) == (
        "case",
        "Two bowls are broken.",
        None,
        "a@b.test",
    )
    assert "It is not certain who wrote this" in CaseEntry.objects.get(kind="note").words
    assert not Email.objects.exists()
    assert row.raw


def test_mail_to_support_that_its_senders_domain_denies_is_a_case_marked_so(cast: Cast, settings: Any) -> None:
    settings.MAIL_AUTHSERV = "mx.anam.test"
    come_in(written("Pay Eve.", Authentication_Results="mx.anam.test; dmarc=fail"), SUPPORT)
    case = Case.objects.get()
    assert (case.opened_by, case.buyer) == (None, None)
    assert "says that it did not send it" in CaseEntry.objects.get(kind="note").words
    assert not Email.objects.exists()


def test_cannot_tell_is_not_said_as_if_it_were_proven(cast: Cast) -> None:
    email = email_about(cast.ines, order_id=cast.order().pk)
    come_in(written("Thursday.", From="nonsense"), reply_address(email))
    told = flat(Email.objects.get(key__startswith="wrong-sender:"))
    assert "We cannot tell who wrote it" in told
    assert "did not send it" not in told


def test_an_answer_whose_letter_is_gone_is_a_case(cast: Cast) -> None:
    email = email_about(cast.ines, order_id=cast.order().pk)
    address = reply_address(email)
    email.delete()
    assert come_in(written("Thursday is fine."), address).outcome == "case"
    assert Case.objects.get().message == "Thursday is fine."


def test_no_mangled_mail_to_support_vanishes(cast: Cast) -> None:
    good, chance = written("Grüße", Subject="=?utf-8?q?Gr=C3=BC=C3=9Fe?="), random.Random(11)  # noqa: S311
    for number in range(60):
        row = come_in(mangled(good, chance) + str(number).encode(), SUPPORT, envelope_from=f"{number}@b.test")
        assert row.outcome in ("case", "answered") or (row.outcome == "ignored" and row.raw)
