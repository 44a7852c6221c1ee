"""What a buyer asked for and nobody answered in time (D6, D7, D10)."""

from datetime import timedelta

from anam.cases.models import Case
from anam.history.models import Entry
from anam.notifications.models import Notice
from anam.orders.fulfilment.ship import ship
from anam.orders.requests.chase_requests import chase_requests
from anam.orders.requests.request_validation import latest_request
from anam.orders.requests.take_back_request import take_back_request
from anam.orders.tests.request_factories import (
    WHY,
    agree,
    cancellation_request,
    emails_to,
    let_answer_time_end,
    refuse,
    request_of,
)
from conftest import Cast


def test_unanswered_it_becomes_a_case_once_and_both_sides_are_told(cast: Cast) -> None:
    """D6, D10"""
    order = cancellation_request(cast)
    assert chase_requests() == 0
    let_answer_time_end(order)
    assert chase_requests() == 0
    case = Case.objects.get(request=request_of(order))
    assert (case.kind, case.order, case.message, case.opened_by) == ("request", order, WHY, cast.ines)
    assert case.answer_by == case.opened_at + timedelta(hours=48)
    entry = Entry.objects.get(order=order, kind="request_unanswered")
    assert {notice.as_party for notice in Notice.objects.filter(entry=entry)} == {"buyer", "maker"}
    assert emails_to(cast.ines)[-1].subject == f"Support looks after the request about order {order.number}"
    assert request_of(order).is_open


def test_the_maker_can_still_answer_and_the_case_closes_with_it(cast: Cast) -> None:
    """D7"""
    for answer, words in ((agree, "Hanna agreed to"), (refuse, "Hanna did not agree to")):
        order = cancellation_request(cast)
        let_answer_time_end(order)
        answer(cast, order)
        case = Case.objects.get(order=order)
        assert (case.outcome, case.closing) == ("overtaken", f"{words} what the buyer had asked for.")


def test_the_buyer_takes_it_back_or_it_ships_and_the_case_closes_with_it(cast: Cast) -> None:
    """D7"""
    taken_back, shipped = cancellation_request(cast), cancellation_request(cast, accepted=True)
    for order in (taken_back, shipped):
        let_answer_time_end(order)
    take_back_request(taken_back.number, buyer=cast.harbor, by=cast.ines)
    ship(shipped.number, maker=cast.byrne, by=cast.hanna, carrier="An Post")
    assert Case.objects.get(order=taken_back).closing == "Ines took back what the buyer had asked for."
    assert Case.objects.get(order=shipped).closing == "Hanna shipped the order."
    assert not Case.objects.still_open().exists()


def test_what_was_answered_in_time_never_becomes_a_case(cast: Cast) -> None:
    order = refuse(cast, cancellation_request(cast))
    let_answer_time_end(order)
    assert not Case.objects.exists()
    assert latest_request(order) == request_of(order)
