"""What an e-mail says besides the words that were posted is kept, and shown to whoever may read it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.html import squeezed

from anam.cases.models import Case
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Message
from anam.incoming import keeping
from anam.incoming.tests.test_receive import SUPPORT, come_in, email_about, newest
from anam.mail.actions.queue_email import queue_email
from anam.mail.addresses import reply_address
from anam.mail.content import EmailContent, EmailSubject
from anam.mail.models import Email
from anam.mail.tests.mails import raw, with_files, written
from anam.orders.models import Order
from anam.people.models import User
from conftest import Cast

SignIn = Callable[[User], Client]
SHOW = "Show what was left out"
NOTE = "Your note to support: they never pay in time, between us."


@pytest.fixture(autouse=True)
def _mail_comes_in(settings: Any) -> None:
    settings.REPLY_DOMAIN = "reply.test"


def with_note(cast: Cast, order: Order) -> Email:
    """An e-mail to Hanna that says something to her alone; Ines has written before."""
    write_as_buyer("Do you make these in blue?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    email = queue_email(
        EmailContent(subject="Your request", paragraphs=[NOTE], quoted="Ines wrote:", quote="Is Thursday possible?"),
        to=cast.hanna,
        key="noted",
        about=EmailSubject(order_id=order.pk),
    )
    assert email
    return email


def quoted(email: Email) -> str:
    heading = f"On Fri, 27 Nov 2026 at 10:02, ANAM Craft <{reply_address(email)}> wrote:"
    return "\n".join([heading, *(f"> {line}" for line in email.text.splitlines())])


def by_hanna(cast: Cast, text: str, email: Email, **headers: str) -> Message:
    row = come_in(written(text, From="hanna@test.example", **headers), reply_address(email))
    assert row.message, row.why_words
    return row.message


def pages_of(cast: Cast, sign_in: SignIn, message: Message, order: Order) -> dict[str, str]:
    """Every page with the message, for the maker, the buyer and support."""
    conversation, number = message.conversation_id, order.number
    addresses = {
        "maker": (cast.hanna, [f"/portal/messages/{conversation}/", f"/portal/orders/{number}/"]),
        "colleague": (cast.ravi, [f"/portal/messages/{conversation}/"]),
        "buyer": (cast.ines, [f"/messages/{conversation}/", f"/orders/{number}/"]),
        "support": (cast.sam, [f"/desk/orders/{number}/"]),
    }
    found = {}
    for who, (user, paths) in addresses.items():
        for path in paths:
            answer = sign_in(user).get(path)
            assert answer.status_code == 200, path
            found[f"{who} {path.split('/')[-3]}"] = answer.content.decode()
    return found


def test_what_our_letter_said_is_shown_to_the_writers_side_and_to_support_and_not_to_the_other(
    cast: Cast, sign_in: SignIn
) -> None:
    order = cast.order()
    email = with_note(cast, order)
    message = by_hanna(cast, f"Thursday it is, in the afternoon.\n\n{quoted(email)}", email)
    assert message.body == "Thursday it is, in the afternoon."
    for who, page in pages_of(cast, sign_in, message, order).items():
        assert ("between us" in page) is not who.startswith("buyer"), who
        assert (SHOW in page) is not who.startswith("buyer"), who
        assert reply_address(email) not in page, who


def test_inline_answers_are_posted_and_what_they_answer_is_not_shown_to_the_other_side(
    cast: Cast, sign_in: SignIn
) -> None:
    order = cast.order()
    email = with_note(cast, order)
    text = quoted(email).replace("possible?", "possible?\n\nYes, in the afternoon.")
    message = by_hanna(cast, text, email)
    assert message.body == "Yes, in the afternoon."
    for who, page in pages_of(cast, sign_in, message, order).items():
        assert ("between us" in page) is not who.startswith("buyer"), who


def test_a_signature_is_shown_to_both_sides(cast: Cast, sign_in: SignIn) -> None:
    order = cast.order()
    email = with_note(cast, order)
    message = by_hanna(cast, f"Thursday it is.\n\n-- \nHanna, by the harbour\n\n{quoted(email)}", email)
    for who, page in pages_of(cast, sign_in, message, order).items():
        assert "Hanna, by the harbour" in page, who
        assert SHOW in page, who


def test_reply_addresses_and_links_that_act_for_somebody_are_never_posted(cast: Cast, settings: Any) -> None:
    order = cast.order()
    email = with_note(cast, order)
    stop = f"{settings.SITE_URL}{reverse('stop-mail', args=['3.message:abcdefghijk'])}"
    address = reply_address(email).upper()
    message = by_hanna(cast, f"I wrote to {address} and <{address}>; {stop} is this link.", email)
    assert message.body == "I wrote to [address left out] and <[address left out]>; [link left out] is this link."


def test_an_answer_that_is_our_letter_and_nothing_else_is_told_and_not_posted(cast: Cast) -> None:
    email = with_note(cast, cast.order())
    row = come_in(written(quoted(email), From="hanna@test.example"), reply_address(email))
    assert (row.outcome, Message.objects.count()) == ("refused", 1)
    assert "message_empty" in row.why_words
    assert "between us" not in newest(user=cast.hanna).text


def test_what_is_longer_than_a_message_is_folded_and_then_on_a_page_of_its_own(cast: Cast, sign_in: SignIn) -> None:
    order = cast.order()
    email = with_note(cast, order)
    words = " ".join(f"word-{number}" for number in range(2000))
    message = by_hanna(cast, f"{words}\n\n{quoted(email)}", email)
    assert "word-1999" not in message.body
    page = sign_in(cast.ines).get(f"/messages/{message.conversation_id}/").content.decode()
    assert "Show all of it" in page
    address = f"/messages/{message.pk}/left-out/"
    for user in (cast.hanna, cast.ines, cast.sam):
        shown = sign_in(user).get(address).content.decode()
        assert "word-1999" in shown
        assert ("between us" in shown) is (user != cast.ines)
    assert sign_in(cast.otto).get(address).status_code == Client().get(address).status_code == 404
    assert sign_in(cast.ines).get(f"/messages/{Message.objects.earliest('pk').pk}/left-out/").status_code == 404


@pytest.mark.parametrize(
    "words",
    [
        "Dear Ines,",
        "Dear Ines",
        "Hello Ines!",
        "Dear Ines,\n\nHanna",
        "Ines様",
        "Ines様、",
        "مرحبا إينيس،",
        "Hi,\nHanna Byrne",
    ],
)
def test_a_greeting_of_which_the_rest_is_missing_is_posted_and_is_no_contact(cast: Cast, words: str) -> None:
    """D3"""
    order = cast.order()
    email = with_note(cast, order)
    message = by_hanna(cast, f"{words}\n\n{quoted(email)}", email)
    order.refresh_from_db()
    assert (message.body, message.order_id, order.contacted_at) == (words, order.pk, None)


@pytest.mark.parametrize(
    "words",
    [
        "Dear Ines,\n\nI cannot make them.",
        "The kiln broke, sorry.",
        "申し訳ありませんが作れません。",
        "Dear Ines,\n\n- all six cracked\n- no clay left",
    ],
)
def test_a_few_words_that_say_something_are_contact(cast: Cast, words: str) -> None:
    """D3"""
    order = cast.order()
    email = with_note(cast, order)
    by_hanna(cast, f"{words}\n\n{quoted(email)}", email)
    order.refresh_from_db()
    assert order.contacted_how == "message"


def test_to_support_a_forward_is_content_and_nothing_is_cut(cast: Cast, sign_in: SignIn) -> None:
    email = email_about(cast.ines, order_id=cast.order().pk)
    forwards = {
        "somebody's": "Look at this:\n\n---------- Forwarded message ---------\nFrom: Jo <jo@quay.test>\n"
        "Date: Thu, 26 Nov 2026 at 18:02\nSubject: blue\nTo: Ines <ines@test.example>\n\nThe plates came in blue.",
        "ours": f"What does this mean?\n\nVon: ANAM Craft <{SUPPORT}>\nGesendet: 27.11.2026 10:02\nAn: Ines\n"
        f"Betreff: Order\n\n{email.text.strip()}",
    }
    for number, text in enumerate(forwards.values()):
        case = come_in(written(f"{text}\n\n-- \nInes", Subject="Fwd: blue", Message_ID=f"<{number}@m.t>"), SUPPORT).case
        assert case
        assert case.message == f"{text}\n\n-- \nInes"


def test_what_a_long_mail_to_support_says_is_all_on_the_page_of_its_case(cast: Cast, sign_in: SignIn) -> None:
    words = " ".join(f"word-{number}" for number in range(2000))
    row = come_in(written(words), SUPPORT)
    assert row.case
    for user, page in ((cast.sam, f"/desk/cases/{row.case.pk}/"), (cast.ines, f"/cases/{row.case.pk}/")):
        shown = sign_in(user).get(page).content.decode()
        assert "word-1999" in shown
        assert SHOW in shown


def test_an_answer_in_a_case_folds_what_it_quotes_and_support_can_see_it(cast: Cast, sign_in: SignIn) -> None:
    come_in(written("Two bowls are broken.", Subject="Broken"), SUPPORT)
    case, email = Case.objects.get(), Email.objects.get()
    row = come_in(written(f"It was two plates.\n\n{quoted(email)}", Message_ID="<2@m.t>"), reply_address(email))
    assert row.entry
    assert row.entry.body == "It was two plates."
    for user, page in ((cast.sam, f"/desk/cases/{case.pk}/"), (cast.ines, f"/cases/{case.pk}/")):
        shown = sign_in(user).get(page).content.decode()
        assert "&gt; Your email reached ANAM Craft support." in shown
        assert reply_address(email) not in shown


def test_an_answer_of_an_outsider_is_said_to_be_theirs_alone(cast: Cast, sign_in: SignIn) -> None:
    come_in(written("I cannot sign in.", From="ada@elsewhere.test"), SUPPORT)
    answer = written("I can now.", From="ada@elsewhere.test", Message_ID="<2@m.t>")
    row = come_in(answer, reply_address(Email.objects.get()))
    assert row.case
    shown = sign_in(cast.sam).get(f"/desk/cases/{row.case.pk}/").content.decode()
    assert "<strong>From ada@elsewhere.test</strong>·<time" in squeezed(shown)


def test_support_takes_the_email_as_it_came_and_nobody_else_does(cast: Cast, sign_in: SignIn) -> None:
    mail = written("Two bowls are broken.", Subject="Broken")
    row = come_in(mail, SUPPORT)
    assert row.case
    address = f"/desk/mail/{row.pk}/"
    assert address in sign_in(cast.sam).get(f"/desk/cases/{row.case.pk}/").content.decode()
    assert address not in sign_in(cast.ines).get(f"/cases/{row.case.pk}/").content.decode()
    taken = sign_in(cast.sam).get(address)
    assert (taken.content, taken["Content-Type"]) == (mail, "application/octet-stream")
    assert sign_in(cast.ines).get(address).status_code == 404
    assert sign_in(cast.sam).get("/desk/mail/999999/").status_code == 404


def test_a_case_of_a_mail_that_cannot_be_read_leads_to_it(cast: Cast, sign_in: SignIn) -> None:
    mail = raw("multipart/mixed; boundary=b", b"boundary=" * 100)
    row, sam = come_in(mail, SUPPORT, envelope_from="ada@elsewhere.test"), sign_in(cast.sam)
    assert row.case
    shown = sam.get(f"/desk/cases/{row.case.pk}/").content.decode()
    assert "It is kept as it came." in shown
    assert f'href="/desk/mail/{row.pk}/"' in shown
    assert sam.get(f"/desk/mail/{row.pk}/").content == mail


@pytest.mark.parametrize("kind", ["unreadable", "doubtful"])
def test_a_case_does_not_say_of_a_mail_that_it_is_kept_where_it_is_not(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(keeping, "MAX_A_DAY", 100)
    unreadable = raw("multipart/mixed; boundary=b", b"boundary=" * 100)
    mail = unreadable if kind == "unreadable" else written("Two bowls are broken.", From="nonsense")
    row = come_in(mail, SUPPORT, envelope_from="ada@elsewhere.test")
    assert row.case
    shown = sign_in(cast.sam).get(f"/desk/cases/{row.case.pk}/").content.decode()
    assert "It is kept as it came" not in shown
    assert "It is not kept as it came." in shown
    assert "came from this sender within a day" in shown


def test_a_mail_is_kept_as_it_came_with_what_it_became(cast: Cast) -> None:
    mail = written()
    assert bytes(come_in(mail, reply_address(email_about(cast.ines, order_id=cast.order().pk))).raw or b"") == mail


def test_a_large_mail_of_which_all_is_shown_is_not_kept_and_it_says_so(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MAX_BYTES_SHOWN", 500)
    row = come_in(written("Two bowls are broken.\n" * 50), SUPPORT)
    assert row.case
    assert row.raw is None
    assert "not kept as it came: it is larger than" in row.why_words
    assert "not kept as it came" in sign_in(cast.sam).get(f"/desk/cases/{row.case.pk}/").content.decode()


def test_of_one_sender_no_more_than_so_much_is_kept_within_a_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MAX_A_DAY", 9000)
    kept = []
    for number in range(4):
        mail = with_files(f"See {number}.", ("a.pdf", "application/pdf", b"%PDF" * 700), Message_ID=f"<{number}@m.t>")
        row = come_in(mail, SUPPORT)
        assert row.case
        kept.append(row.raw is not None)
        assert ("and kept: a.pdf" in row.case.question) is kept[-1]
        assert ("and not kept: a.pdf" in row.case.question) is not kept[-1]
    assert kept == [True, True, False, False]
    other = come_in(written(From="jo@quay.test", Message_ID="<9@m.t>"), SUPPORT, envelope_from="jo@quay.test")
    assert other.raw
