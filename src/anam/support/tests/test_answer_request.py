"""Support answers what a buyer asked for and no maker did (D6, D7)."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.html import squeezed

from anam.cases.models import Case
from anam.orders.models import Cancellation, CancellationRequest, Order
from anam.orders.tests.request_factories import WHY, agree, cancellation_request, code, emails_to, let_answer_time_end
from anam.people.models import User
from anam.support.actions.answer_request import answer_request
from anam.support.actions.close_with_words import close_with_words
from conftest import Cast, after_the_session

SignIn = Callable[[User], Client]
WORDS = "It is made to measure, and half done."


def unanswered(cast: Cast, *, mugs: int = 0) -> Case:
    order = cancellation_request(cast, mugs=mugs)
    let_answer_time_end(order)
    return Case.objects.get(order=order)


def test_support_agrees_and_the_order_is_cancelled_at_the_buyers_wish(cast: Cast) -> None:
    """D6, D14"""
    case = unanswered(cast)
    order = answer_request(case.pk, by=cast.sam, accepted=True, words="")
    done = Cancellation.objects.get(order=order)
    assert (done.by, done.on_behalf_of, done.reason.counts) == (cast.sam, "buyer", False)
    case.refresh_from_db()
    assert (case.outcome, case.closed_by, case.assigned_to) == ("answered", cast.sam, cast.sam)
    assert CancellationRequest.objects.get(order=order).answered_as == "support"


def test_support_agrees_to_less(cast: Cast) -> None:
    case = unanswered(cast, mugs=2)
    order = answer_request(case.pk, by=cast.sam, accepted=True, words="")
    assert Cancellation.objects.get(order=order, final=False).amount == 2900
    assert emails_to(cast.ines)[-1].subject == f"Order {order.number} is smaller now"


def test_support_says_no_and_why(cast: Cast) -> None:
    case = unanswered(cast)
    assert code(lambda: answer_request(case.pk, by=cast.sam, accepted=False, words="no")) == "request_words"
    case.refresh_from_db()
    assert (case.is_open, case.assigned_to) == (True, None), "nothing was done"
    order = answer_request(case.pk, by=cast.sam, accepted=False, words=WORDS)
    assert Order.objects.get(pk=order.pk).status == "placed"
    assert WORDS in emails_to(cast.ines)[-1].text


def test_it_is_answered_once_and_only_by_whose_case_it_is(cast: Cast) -> None:
    """D7"""
    tom = User.objects.create(email="tom@test.example", name="Tom", is_support=True)
    case = unanswered(cast)
    Case.objects.filter(pk=case.pk).update(assigned_to=tom)
    assert code(lambda: answer_request(case.pk, by=cast.sam, accepted=True, words="")) == "case_of_another"
    assert case.order
    agree(cast, case.order)
    assert code(lambda: answer_request(case.pk, by=tom, accepted=True, words="")) == "case_closed"


def test_it_does_not_end_without_an_answer(cast: Cast) -> None:
    """D6: closing the case alone would leave the request open for ever."""
    case = unanswered(cast)
    assert code(lambda: close_with_words(case.pk, by=cast.sam, words=WORDS)) == "case_ends_with_its_order"


def test_a_case_about_no_request_has_none_to_answer(cast: Cast, sign_in: SignIn) -> None:
    case = unanswered(cast)
    Case.objects.filter(pk=case.pk).update(kind="complaint", request=None)
    sam = sign_in(cast.sam)
    assert sam.post(f"/desk/cases/{case.pk}/request/accept/").status_code == 404
    with pytest.raises(Case.DoesNotExist):
        answer_request(case.pk, by=cast.sam, accepted=True, words="")


def test_the_page_says_what_agreeing_does_and_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    """D11"""
    case = unanswered(cast, mugs=2)
    sam = sign_in(cast.sam)
    page = sam.get(f"/desk/cases/{case.pk}/").content.decode()
    for words in (WHY, "$29.00 less is charged when it ships", "never counts against the maker"):
        assert words in page
    answer = sam.post(f"/desk/cases/{case.pk}/request/decline/", {"refusal": "short"})
    assert answer.status_code == 409
    assert ">short</textarea>" in squeezed(answer.content.decode())
    late = after_the_session(cast.sam)
    late.post(f"/desk/cases/{case.pk}/request/decline/", {"refusal": WORDS})
    late.post("/accounts/login/", {"login": cast.sam.email, "password": "demo"})
    assert WORDS in late.get(f"/desk/cases/{case.pk}/request/decline/").content.decode()


@pytest.mark.parametrize("who", ["hanna", "ines"])
def test_nobody_but_support_answers_here(cast: Cast, sign_in: SignIn, who: str) -> None:
    """D1"""
    case = unanswered(cast)
    assert sign_in(getattr(cast, who)).post(f"/desk/cases/{case.pk}/request/accept/").status_code in (403, 404)
