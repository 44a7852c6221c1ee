"""What support does with a case: whose it is, what is said in it, how it ends; and those that open by themselves."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F

from anam.cases.actions.open_case import open_case
from anam.cases.models import Case, CaseEntry
from anam.clock import database_now
from anam.coded import coded
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Message
from anam.mail.models import Email
from anam.orders.models import Order
from anam.payments.actions.execute import execute
from anam.payments.models import PaymentOperation
from anam.people.models import BuyerMember, User
from anam.refusals import Refused
from anam.support.actions.add_note import add_note
from anam.support.actions.answer_case import answer_case
from anam.support.actions.assign import assign
from anam.support.actions.close_with_words import close_with_words
from anam.support.actions.complain import complain
from anam.support.actions.escalate import escalate
from anam.support.actions.open_stuck_money import open_stuck_money
from anam.support.actions.open_undelivered import open_undelivered
from anam.support.actions.report_message import report_message
from anam.support.actions.write_to import write_to
from anam.support.tests.test_money import stuck
from conftest import Cast

BROKEN = "Two bowls came in pieces, and nobody answers me."


def complaint(cast: Cast) -> Case:
    return complain(cast.order().number, buyer=cast.harbor, by=cast.ines, words=BROKEN)


def mail_case(cast: Cast) -> Case:
    case, _ = open_case(
        "mail",
        subject="Where is my login?",
        message="I cannot sign in.",
        opened_as="outside",
        answer_within=timedelta(hours=48),
        outside_email="ada@elsewhere.example",
    )
    return case


def tom() -> User:
    return User.objects.create(email="tom@test.example", name="Tom", is_support=True)


def code(call: Any) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.refusal.code


def test_a_buyer_says_that_something_is_wrong_and_a_double_click_is_one_case(cast: Cast) -> None:
    """D7"""
    order = cast.order()
    first = complain(order.number, buyer=cast.harbor, by=cast.ines, words=BROKEN)
    again = complain(order.number, buyer=cast.harbor, by=cast.ines, words=f"  {BROKEN} ")
    assert first == again
    assert (first.kind, first.opened_as, first.maker, first.buyer) == ("complaint", "buyer", cast.byrne, cast.harbor)
    assert first.answer_by - first.opened_at == timedelta(hours=48)


def test_another_shop_has_no_such_order_to_complain_about(cast: Cast) -> None:
    """D1"""
    other = BuyerMember.objects.create(
        user=User.objects.create(email="t@test.example", name="T"), buyer=type(cast.harbor).objects.create(slug="n")
    )
    with pytest.raises(Order.DoesNotExist):
        complain(cast.order().number, buyer=other.buyer, by=other.user, words=BROKEN)


def test_two_agents_cannot_both_win_a_case(cast: Cast) -> None:
    """D7: the second hears who has it."""
    case, second = complaint(cast), tom()
    assign(case.pk, to=cast.sam, by=cast.sam, seen=None)
    with pytest.raises(Refused) as refused:
        assign(case.pk, to=second, by=second, seen=None)
    assert refused.value.refusal.message.startswith("Sam has this case now.")
    assert assign(case.pk, to=cast.sam, by=cast.sam, seen=None).assigned_to == cast.sam, "the same click twice"
    assert assign(case.pk, to=second, by=second, seen=cast.sam).assigned_to == second, (
        "taken over, knowing whose it was"
    )
    said = [entry.words for entry in CaseEntry.objects.filter(case=case).order_by("id")]
    assert said == ["Opened.", "Assigned to Sam.", "Reassigned from Sam to Tom."]


def test_nobody_but_support_is_given_a_case(cast: Cast) -> None:
    assert code(lambda: assign(complaint(cast).pk, to=cast.hanna, by=cast.sam, seen=None)) == "no_agent"


def test_a_colleagues_case_is_not_acted_on(cast: Cast) -> None:
    """D7"""
    case, second = complaint(cast), tom()
    assign(case.pk, to=second, by=second, seen=None)
    assert code(lambda: write_to(case.pk, to="buyer", by=cast.sam, words="We are looking at it.")) == "case_of_another"
    assert code(lambda: close_with_words(case.pk, by=cast.sam, words="We are looking at it.")) == "case_of_another"
    add_note(case.pk, by=cast.sam, words="She telephoned me.")


def test_support_writes_and_the_case_becomes_theirs_and_answered(cast: Cast) -> None:
    case = complaint(cast)
    write_to(case.pk, to="buyer", by=cast.sam, words="I am sorry. New bowls are on their way.")
    case.refresh_from_db()
    assert case.assigned_to == cast.sam
    assert case.answered_at
    email = Email.objects.get()
    assert (email.to, email.case, email.order) == (cast.ines.email, case, case.order)
    assert "New bowls are on their way." in email.text
    assert f"/cases/{case.pk}/" in email.text


def test_support_writes_to_somebody_outside(cast: Cast) -> None:
    case = mail_case(cast)
    write_to(case.pk, to="outside", by=cast.sam, words="Choose a new password, please.")
    email = Email.objects.get()
    assert (email.to, email.user) == ("ada@elsewhere.example", None)


@pytest.mark.parametrize("to", ["outside", "maker", "nobody", ""])
def test_nobody_is_written_to_who_is_not_there(cast: Cast, to: str) -> None:
    case = complaint(cast)
    Case.objects.filter(pk=case.pk).update(maker=None)
    assert code(lambda: write_to(case.pk, to=to, by=cast.sam, words="We are looking.")) == "nobody_to_write_to"


def test_an_answer_reaches_the_agent_and_opens_a_closed_case_again(cast: Cast) -> None:
    case = complaint(cast)
    close_with_words(case.pk, by=cast.sam, words="New bowls are on their way.")
    case.refresh_from_db()
    assert (case.outcome, case.is_open) == ("answered", False)
    answer_case(case.pk, by=cast.ines, side="buyer", words="They came, broken again.")
    case.refresh_from_db()
    assert case.is_open
    assert case.answered_at is None
    assert Email.objects.filter(to=cast.sam.email, text__contains="broken again").count() == 1


def test_closing_tells_whoever_asked(cast: Cast) -> None:
    close_with_words(complaint(cast).pk, by=cast.sam, words="New bowls are on their way.")
    assert Email.objects.get().to == cast.ines.email


def test_closing_what_opened_by_itself_writes_to_nobody(cast: Cast) -> None:
    stuck(cast, for_minutes=90)
    open_stuck_money()
    close_with_words(Case.objects.get().pk, by=cast.sam, words="The bank has done it by hand.")
    assert not Email.objects.filter(case__isnull=False).exists()


def test_what_was_said_in_a_case_is_only_ever_added_to(cast: Cast) -> None:
    """D12"""
    add_note(complaint(cast).pk, by=cast.sam, words="She telephoned me.")
    for change in (lambda: CaseEntry.objects.update(body="…"), lambda: CaseEntry.objects.all().delete()):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            change()


def test_a_reported_message_is_one_case_and_only_the_other_side_reports_it(cast: Cast) -> None:
    """D1, D7"""
    posted = write_as_buyer("You are a crook.", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    case = report_message(posted.message_id, by=cast.hanna, words="She insults me.")
    assert report_message(posted.message_id, by=cast.ravi, words="She insults us.") == case
    assert (case.kind, case.about_message_id, case.opened_as) == ("report", posted.message_id, "maker")
    for stranger in (cast.ines, cast.otto, cast.sam):
        with pytest.raises(Message.DoesNotExist):
            report_message(posted.message_id, by=stranger, words="This is not for me.")


def test_money_that_is_stuck_for_an_hour_is_one_case_and_closes_when_it_is_confirmed(cast: Cast) -> None:
    """D7, D8"""
    operation = stuck(cast, for_minutes=59)
    assert open_stuck_money() == 0
    PaymentOperation.objects.update(queued_at=F("queued_at") - timedelta(minutes=2))
    assert (open_stuck_money(), open_stuck_money()) == (1, 0)
    case = Case.objects.get()
    assert (case.kind, case.operation, case.maker) == ("money", operation, cast.byrne)
    execute(operation.pk)
    open_stuck_money()
    case.refresh_from_db()
    assert (case.outcome, case.closing) == ("overtaken", "The gateway has confirmed it.")


def test_an_important_letter_that_did_not_arrive_is_one_case(cast: Cast) -> None:
    """D6, D7, D10"""
    order = cast.order()
    facts = {"user": cast.ines, "to": cast.ines.email, "subject": "Your order", "text": "…", "order": order}
    Email.objects.create(key="a", failed_at=database_now(), failure=coded("said", words="no such mailbox"), **facts)
    Email.objects.create(key="b", failed_at=database_now(), kind="progress", **facts)
    Email.objects.create(key="c", **facts)
    assert (open_undelivered(), open_undelivered()) == (1, 0)
    case = Case.objects.get()
    assert (case.kind, case.order, case.buyer) == ("undelivered", order, cast.harbor)
    assert "no such mailbox" in case.question


def test_nobody_answered_in_time_and_supports_lead_is_told_once(cast: Cast) -> None:
    """D6, D7"""
    lead = tom()
    User.objects.filter(pk=lead.pk).update(leads_support=True)
    User.objects.filter(pk=cast.sam.pk).update(leads_support=False)
    case, answered = complaint(cast), complaint(cast)
    write_to(answered.pk, to="buyer", by=cast.sam, words="We are looking at it.")
    Email.objects.all().delete()
    assert escalate() == 0
    Case.objects.update(answer_by=database_now() - timedelta(seconds=1), opened_at=database_now() - timedelta(days=2))
    assert (escalate(), escalate()) == (1, 0)
    email = Email.objects.get()
    assert (email.to, f"Case {case.pk} was not answered" in email.subject) == (lead.email, True)
    assert "Told: Tom." in CaseEntry.objects.filter(case=case).latest("id").words


def test_where_nobody_leads_all_of_support_are_told(cast: Cast) -> None:
    """D6"""
    User.objects.update(leads_support=False)
    second = tom()
    complaint(cast)
    Case.objects.update(answer_by=database_now() - timedelta(seconds=1), opened_at=database_now() - timedelta(days=2))
    escalate()
    assert set(Email.objects.values_list("to", flat=True)) == {cast.sam.email, second.email}
