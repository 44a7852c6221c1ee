"""The page of a case: what it shows, and how support ends it."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries
from tests.html import squeezed

from anam.cases.models import CaseEntry
from anam.clock import database_now
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.mail.models import Email
from anam.mail.sentences import said
from anam.orders.escalation.ask_support import ask_support
from anam.orders.models import Order
from anam.people.models import User
from anam.support.actions.add_note import add_note
from anam.support.actions.complain import complain
from anam.support.tests.test_cases import complaint, mail_case, tom
from anam.support.tests.test_desk import WORDS, SignIn, escalated_case, page
from conftest import Cast, after_the_session


@pytest.mark.parametrize(
    ("to", "words", "newer", "shown"),
    [
        ("ines", "no such mailbox", False, "no such mailbox"),
        ("ines", "", False, "it did not arrive"),
        ("ines", "no such mailbox", True, ""),
        ("old@elsewhere.test", "no such mailbox", False, ""),
    ],
)
def test_beside_a_member_stands_that_the_newest_email_to_their_address_failed(
    cast: Cast, sign_in: SignIn, to: str, words: str, newer: bool, shown: str
) -> None:
    case = complaint(cast)
    facts = {"user": cast.ines, "to": cast.ines.email if to == "ines" else to, "subject": "…", "text": "…"}
    Email.objects.create(key="a", failed_at=database_now(), failure=said(words), **facts)
    if newer:
        Email.objects.create(key="b", **facts)
    found = page(sign_in(cast.sam), f"/desk/cases/{case.pk}/")
    assert (f"Not reached by email: {shown}" if shown else "</a>") in found
    assert ("Not reached by email:" in found) is bool(shown)


@pytest.mark.parametrize("many", [1, 12])
def test_a_case_costs_the_same_queries_with_little_and_with_much(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    order = cast.order(told=True)
    cases = [complain(order.number, buyer=cast.harbor, by=cast.ines, words=f"Number {n} broke.") for n in range(many)]
    for number in range(many):
        write_as_buyer(f"Number {number}.", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
        add_note(cases[0].pk, by=cast.sam, words=f"Number {number}.")
    sam, path = sign_in(cast.sam), f"/desk/cases/{cases[0].pk}/"
    with django_assert_num_queries(19):
        sam.get(path)


def test_a_case_shows_everything_that_is_needed_to_decide(cast: Cast, sign_in: SignIn) -> None:
    """D6"""
    User.objects.filter(pk=cast.ines.pk).update(phone="+1 207 555 0100")
    write_as_buyer("Do you ship to Maine?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    case = escalated_case(cast)
    assert case.order
    add_note(case.pk, by=cast.sam, words="She telephoned me.")
    shown = page(sign_in(cast.sam), f"/desk/cases/{case.pk}/")
    for words in (
        case.order.number,
        "cannot make it in time",
        WORDS,
        "Two fell over.",
        "in time",
        "+1 207 555 0100",
        cast.ines.email,
        cast.hanna.email,
        "Do you ship to Maine?",
        "asked support to tell the buyer",
        "Mug, oatmeal",
        "is authorised",
        "last 90 days",
        "She telephoned me.",
        "Internal note",
        "will be released",
    ):
        assert words in shown


def test_support_tells_the_buyer_from_the_case_and_the_order_is_declined(cast: Cast, sign_in: SignIn) -> None:
    """D6: with the plan that was announced (D11), once (D7)."""
    case, sam = escalated_case(cast), sign_in(cast.sam)
    announced = sam.get(f"/desk/cases/{case.pk}/").context["escalation"]["plan"].preview_token
    sent = {"told_how": "email", "message": "Byrne asked us to tell you.", "preview_token": announced}
    answer = sam.post(f"/desk/cases/{case.pk}/decline/", sent)
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/cases/{case.pk}/")
    assert Order.objects.get(pk=case.order_id).status == "declined"
    again = sam.post(f"/desk/cases/{case.pk}/decline/", sent)
    assert again.status_code == 409
    assert "Sam closed this case" in again.content.decode()


def test_what_was_not_announced_is_not_done(cast: Cast, sign_in: SignIn) -> None:
    """D11"""
    case = escalated_case(cast)
    sent = {"told_how": "phone", "message": "I telephoned her today.", "preview_token": "something.else"}
    answer = sign_in(cast.sam).post(f"/desk/cases/{case.pk}/decline/", sent)
    assert answer.status_code == 409
    assert "I telephoned her today." in answer.content.decode()
    assert Order.objects.get(pk=case.order_id).status == "placed"


def test_when_somebody_was_told_is_read_on_the_agents_clock(cast: Cast, sign_in: SignIn) -> None:
    """D3"""
    User.objects.filter(pk=cast.sam.pk).update(time_zone="Asia/Tokyo")
    case, sam = escalated_case(cast), sign_in(cast.sam)
    told = database_now() - timedelta(minutes=30)
    typed = (told + timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M")
    path = f"/desk/cases/{case.pk}/decline/"
    assert sam.post(path, {"told_how": "phone", "message": "I telephoned her.", "told_at": "soon"}).status_code == 409
    assert sam.post(path, {"told_how": "phone", "message": "I telephoned her.", "told_at": typed}).status_code == 302
    assert Order.objects.get(pk=case.order_id).contacted_at == told.replace(second=0, microsecond=0)


@pytest.mark.parametrize(("placed", "told"), [((5, 45), (6, 30)), ((4, 45), (5, 30))])
def test_in_the_hour_that_came_twice_the_buyer_was_told_after_the_order_was_placed(
    cast: Cast, sign_in: SignIn, placed: tuple[int, int], told: tuple[int, int]
) -> None:
    """D3: half past one came twice in New York that night, at half past five and half past six in UTC."""
    User.objects.filter(pk=cast.sam.pk).update(time_zone="America/New_York")
    order = cast.order(placed=database_now() - datetime(2025, 11, 2, *placed, tzinfo=UTC))
    case = ask_support(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)
    sent = {"told_how": "phone", "message": "I telephoned her.", "told_at": "2025-11-02T01:30"}
    assert sign_in(cast.sam).post(f"/desk/cases/{case.pk}/decline/", sent).status_code == 302
    assert Order.objects.get(pk=order.pk).contacted_at == datetime(2025, 11, 2, *told, tzinfo=UTC)


def test_in_the_hour_that_the_clocks_leave_out_nobody_was_told(cast: Cast, sign_in: SignIn) -> None:
    """D3"""
    User.objects.filter(pk=cast.sam.pk).update(time_zone="America/New_York")
    order = cast.order(placed=database_now() - datetime(2025, 3, 8, tzinfo=UTC))
    case = ask_support(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)
    sent = {"told_how": "phone", "message": "I telephoned her.", "told_at": "2025-03-09T02:30"}
    answer = sign_in(cast.sam).post(f"/desk/cases/{case.pk}/decline/", sent)
    assert answer.status_code == 409
    assert "The clocks went forward then" in answer.content.decode()


@pytest.mark.parametrize(("verb", "outcome"), [("refuse", "refused"), ("hand-back", "handed_back")])
def test_support_refuses_or_hands_back(cast: Cast, sign_in: SignIn, verb: str, outcome: str) -> None:
    """D6"""
    case, sam = escalated_case(cast), sign_in(cast.sam)
    short = sam.post(f"/desk/cases/{case.pk}/{verb}/", {"message": "No."})
    assert short.status_code == 409
    assert ">No.</textarea>" in squeezed(short.content.decode())
    sam.post(f"/desk/cases/{case.pk}/{verb}/", {"message": "They say that you agreed."})
    case.refresh_from_db()
    assert case.outcome == outcome


def test_the_draft_of_an_email_is_no_record_of_what_was_said(cast: Cast, sign_in: SignIn) -> None:
    """D6: told by telephone, what was said has a field of its own."""
    case, sam = escalated_case(cast), sign_in(cast.sam)
    path, draft = f"/desk/cases/{case.pk}/decline/", "Hello, Byrne asked us to tell you."
    empty = sam.post(path, {"told_how": "phone", "message": draft, "said": ""})
    assert empty.status_code == 409
    assert draft in empty.content.decode()
    assert sam.post(path, {"told_how": "phone", "message": draft, "said": "I telephoned her."}).status_code == 302
    said = [entry.words for entry in CaseEntry.objects.filter(case=case)]
    assert any("I telephoned her." in words for words in said)
    assert not any(draft in words for words in said)


def test_no_outcome_is_chosen_before_support_chooses_one(cast: Cast, sign_in: SignIn) -> None:
    case, sam = escalated_case(cast), sign_in(cast.sam)
    path = f"/desk/cases/{case.pk}/"
    assert "checked" not in page(sam, path)
    short = squeezed(sam.post(f"{path}refuse/", {"message": "No."}).content.decode())
    assert 'value="refuse" autocomplete="off" checked' in short


def test_beside_a_case_stands_the_list_that_it_was_opened_from(cast: Cast, sign_in: SignIn) -> None:
    """At a desk; and opened beside the list by htmx, the case comes alone."""
    case, other, sam = mail_case(cast), complaint(cast), sign_in(cast.sam)
    shown = page(sam, f"/desk/cases/{case.pk}/?q=BYR")
    assert f"/desk/cases/{other.pk}/?q=BYR" in shown
    assert f"/desk/cases/{case.pk}/?q=BYR" not in shown
    alone = sam.get(f"/desk/cases/{case.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "Where is my login?" in alone
    assert "<html" not in alone
    assert "desk-list" not in alone


def test_the_loser_of_two_agents_is_told_who_has_it(cast: Cast, sign_in: SignIn) -> None:
    """D7"""
    case, second = complaint(cast), tom()
    path = f"/desk/cases/{case.pk}/assign/"
    assert sign_in(second).post(path, {"to": second.pk, "seen": ""}).status_code == 302
    answer = sign_in(cast.sam).post(path, {"to": cast.sam.pk, "seen": ""})
    assert answer.status_code == 409
    assert "Tom has this case now." in answer.content.decode()


@pytest.mark.parametrize("typed", ["x", "0", "9" * 30, "-1"])
def test_a_case_is_given_to_no_stranger(cast: Cast, sign_in: SignIn, typed: str) -> None:
    path = f"/desk/cases/{complaint(cast).pk}/assign/"
    for to in (typed, str(cast.hanna.pk)):
        assert sign_in(cast.sam).post(path, {"to": to, "seen": ""}).status_code == 404


def test_what_support_typed_outlives_the_session(cast: Cast, sign_in: SignIn) -> None:
    case, client = escalated_case(cast), after_the_session(cast.sam)
    client.post(f"/desk/cases/{case.pk}/decline/", {"told_how": "phone", "message": "I telephoned her today."})
    client.post("/accounts/login/", {"login": cast.sam.email, "password": "demo"})
    shown = page(client, f"/desk/cases/{case.pk}/decline/")
    assert "I telephoned her today." in shown
    assert "nothing was sent" in shown
