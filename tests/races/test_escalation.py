"""Support's answers that race the maker, the buyer, a second agent and the clock: D6 and D7, over HTTP."""

import time
from datetime import timedelta

from anam.cases.models import Case
from anam.clock import database_now
from anam.history.models import Entry
from anam.orders.escalation.ask_support import ask_support
from anam.orders.fulfilment.accept import accept
from anam.orders.models import Cancellation, Order
from conftest import Cast, place_order
from tests.races.clients import WORDS, Answer, Member, at_once
from tests.races.desk import Desk, assert_closed_once, one_wins
from tests.races.proof import assert_declined_once, wait_until_settled

ROUNDS = range(5)
TOLD = "I telephoned, and Ines took it well."


def asked(scenario: Cast, *, accepted: bool = False) -> Case:
    """A case about an order whose buyer never wrote: Hanna asked support to tell them, in time."""
    order = place_order(
        scenario.byrne, scenario.harbor, [(scenario.mug, 2)], timedelta(hours=1), "authorised", told=False
    )
    if accepted:
        accept(order.number, maker=scenario.byrne, by=scenario.ravi)
    return ask_support(order.number, maker=scenario.byrne, by=scenario.hanna, reason="too_late", explanation=WORDS)


def decline(agent: Member, case: Case) -> Answer:
    return agent.post(f"/desk/cases/{case.pk}/decline/", told_how="phone", message=TOLD)


def refuse(agent: Member, case: Case) -> Answer:
    return agent.post(f"/desk/cases/{case.pk}/refuse/", message="They say that you agreed.")


def take_back(member: Member, case: Case) -> Answer:
    return member.post(f"/portal/orders/{order_of(case).number}/support/take-back/")


def order_of(case: Case) -> Order:
    return Order.objects.get(pk=case.order_id)


def test_two_agents_answer_and_one_of_them_is_first(desk: Desk) -> None:
    """D6, D7: both decline, or one declines and the other refuses."""
    for second in (decline, refuse) * 3:
        case = asked(desk.scenario)
        answers = at_once(lambda c=case: decline(desk.sam, c), lambda c=case, answer=second: answer(desk.tom, c))
        winner = one_wins(*answers)
        assert "closed this case" in answers[1 - winner].words or "has this case" in answers[1 - winner].words
        if winner == 1 and second is refuse:
            assert_closed_once(case, "refused")
            assert order_of(case).status == "placed"
        else:
            assert_closed_once(case, "declined")
            assert_declined_once(order_of(case))
            wait_until_settled(order_of(case))


def test_support_declines_while_the_maker_ships(desk: Desk) -> None:
    """D6, D7, D8: it is shipped and the case closes itself, or it is declined and cannot be shipped."""
    for _ in ROUNDS:
        case = asked(desk.scenario, accepted=True)
        order = order_of(case)
        declined, shipped = at_once(lambda c=case: decline(desk.sam, c), lambda o=order: desk.ravi.ship(o))
        if one_wins(declined, shipped):
            assert_closed_once(case, "overtaken")
            assert "Ravi shipped the order." in declined.words
            assert not Cancellation.objects.filter(order=order).exists()
        else:
            assert_closed_once(case, "declined")
            assert "Sam cancelled this order on" in shipped.words
            assert_declined_once(order)


def test_support_declines_while_the_maker_takes_it_back(desk: Desk) -> None:
    """D6, D7"""
    for _ in ROUNDS:
        case = asked(desk.scenario)
        declined, taken_back = at_once(lambda c=case: decline(desk.sam, c), lambda c=case: take_back(desk.ravi, c))
        if one_wins(declined, taken_back):
            assert_closed_once(case, "withdrawn")
            assert "Ravi withdrew this request" in declined.words
            assert order_of(case).status == "placed"
        else:
            assert_closed_once(case, "declined")
            assert_declined_once(order_of(case))


def test_both_members_ask_at_once_and_it_is_one_case(desk: Desk) -> None:
    """D7"""
    for _ in ROUNDS:
        order = place_order(
            desk.scenario.byrne, desk.scenario.harbor, [(desk.scenario.mug, 2)], timedelta(hours=1), "none", False
        )
        path = f"/portal/orders/{order.number}/support/"
        clicks = [
            lambda member=member, path=path: member.post(path, reason="too_late", explanation=WORDS)
            for member in (desk.hanna, desk.ravi)
        ]
        assert {answer.status for answer in at_once(*clicks)} == {302}
        assert Case.objects.filter(order=order).count() == 1
        assert Entry.objects.filter(order=order, kind="support_asked").count() == 1


def test_an_order_is_asked_about_or_accepted_and_never_left_with_an_open_case(desk: Desk) -> None:
    """D6, D7"""
    for _ in ROUNDS:
        order = place_order(
            desk.scenario.byrne, desk.scenario.harbor, [(desk.scenario.mug, 2)], timedelta(hours=1), "none", False
        )
        path = f"/portal/orders/{order.number}/support/"
        at_once(
            lambda path=path: desk.hanna.post(path, reason="too_late", explanation=WORDS),
            lambda order=order: desk.ravi.accept(order),
        )
        order.refresh_from_db()
        assert order.status == "accepted"
        outcomes = set(Case.objects.filter(order=order).values_list("outcome", flat=True))
        first = Entry.objects.filter(order=order).exclude(kind="placed").earliest("id").kind
        assert outcomes <= ({"overtaken"} if first == "support_asked" else {""}), "asked after it was accepted is fair"


def test_the_window_ends_while_support_answers_and_what_was_judged_stays(desk: Desk) -> None:
    """D2, D6: asked in the last second and answered after it, or asked too late by a moment: the database's clock."""
    for lead in (0.4, 0.1, 0.0, 0.05, 0.2):
        placed = timedelta(hours=72) - timedelta(seconds=0.7)
        order = place_order(desk.scenario.byrne, desk.scenario.harbor, [(desk.scenario.mug, 1)], placed, "none", False)
        deadline = order.decline_by
        time.sleep(max(0.0, (deadline - database_now()).total_seconds() - lead))
        path = f"/portal/orders/{order.number}/support/"
        assert desk.hanna.post(path, reason="too_late", explanation=WORDS).status == 302
        case = Case.objects.get(order=order)
        entry = Entry.objects.get(order=order, kind="support_asked")
        assert case.in_time == entry.facts["in_time"] == (case.kind == "tell_buyer")
        if case.in_time:
            assert case.opened_at < deadline
        else:
            assert case.opened_at >= deadline
        time.sleep(max(0.0, (deadline - database_now()).total_seconds()))
        assert decline(desk.sam, case).status == 302
        assert Cancellation.objects.get(order=order).in_time == case.in_time


def test_a_click_of_support_that_is_sent_twice_tells_once(desk: Desk) -> None:
    """D7"""
    again = desk.sam.in_another_tab()
    for _ in ROUNDS:
        case = asked(desk.scenario)
        answers = at_once(lambda c=case: decline(desk.sam, c), lambda c=case: decline(again, c))
        one_wins(*answers)
        assert_closed_once(case, "declined")
        assert Entry.objects.filter(order=case.order_id, kind="support_told").count() == 1
        assert_declined_once(order_of(case))
