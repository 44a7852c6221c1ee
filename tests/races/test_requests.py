"""A buyer's own request that races the maker, the buyer, support and the clock: D6, D7 and D8, over HTTP."""

import threading
from collections import Counter

from django.db import connection

from anam.cases.models import Case
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.history.models import Entry
from anam.orders.contacting.contact import contact
from anam.orders.escalation.ask_support import ask_support
from anam.orders.fulfilment.accept import accept
from anam.orders.models import Cancellation, CancellationRequest, Order
from anam.orders.requests.chase_requests import chase_requests
from anam.orders.tests.request_factories import WHY, cancellation_request, let_answer_time_end
from conftest import Cast
from tests.conftest import Live
from tests.races.clients import WORDS, Answer, Member, at_once
from tests.races.desk import Desk, assert_closed_once, one_wins
from tests.races.locks import holding, wait_until_stopped
from tests.races.proof import assert_stock

ROUNDS = range(5)


def agree(member: Member, order: Order) -> Answer:
    return member.post(f"/portal/orders/{order.number}/request/accept/")


def refuse(member: Member, order: Order) -> Answer:
    return member.post(f"/portal/orders/{order.number}/request/decline/", refusal="They are in the kiln already.")


def take_back(member: Member, order: Order) -> Answer:
    return member.post(f"/orders/{order.number}/request/take-back/")


def ask(member: Member, order: Order) -> Answer:
    return member.post(f"/orders/{order.number}/request/", what="whole", words=WHY)


def told(scenario: Cast, order: Order) -> Order:
    """Hanna may decline it."""
    write_as_buyer("Do you ship to Maine?", buyer=scenario.harbor, maker=scenario.byrne, by=scenario.ines)
    contact(order.number, maker=scenario.byrne, by=scenario.hanna, message="Hello, I am sorry: the kiln is broken.")
    return order


def request_of(order: Order) -> CancellationRequest:
    return CancellationRequest.objects.get(order=order)


def state(order: Order) -> tuple[str, str]:
    """The order's status, and the answer to the request about it."""
    return Order.objects.get(pk=order.pk).status, request_of(order).answer


def assert_called_off_once(order: Order, *, on_behalf_of: str) -> None:
    """One cancellation, one entry of it, one release of money, the stock back once."""
    assert Cancellation.objects.get(order=order).on_behalf_of == on_behalf_of
    assert Entry.objects.filter(order=order, kind__in=["cancelled", "declined"]).count() == 1
    kinds = Counter(order.payment.operations.values_list("kind", flat=True))
    assert kinds == Counter(["void"])


def assert_nothing_done(order: Order) -> None:
    assert not Cancellation.objects.filter(order=order).exists()
    assert not Cancellation.objects.filter(order=order, final=False).exists()


def test_one_member_agrees_while_the_other_says_no(desk: Desk) -> None:
    """D7"""
    for _ in ROUNDS:
        order = cancellation_request(desk.scenario)
        said_yes, said_no = at_once(lambda o=order: agree(desk.hanna, o), lambda o=order: refuse(desk.ravi, o))
        if one_wins(said_yes, said_no):
            assert state(order) == ("placed", "declined")
            assert "Ravi declined this request on" in said_yes.words
            assert_nothing_done(order)
        else:
            assert state(order) == ("cancelled", "accepted")
            assert_called_off_once(order, on_behalf_of="buyer")


def test_both_members_agree_to_less_and_it_is_removed_once(desk: Desk) -> None:
    """D7, D8, D9"""
    for number in ROUNDS:
        order = cancellation_request(desk.scenario, mugs=2, payment="captured")
        one_wins(*at_once(lambda o=order: agree(desk.hanna, o), lambda o=order: agree(desk.ravi, o)))
        assert Cancellation.objects.filter(order=order, final=False).count() == 1
        assert order.payment.operations.filter(kind="refund").count() == 1
        assert_stock(desk.scenario.mug, 100 - (number + 1))


def test_the_maker_agrees_while_the_buyer_takes_it_back(desk: Desk) -> None:
    """D7"""
    for _ in ROUNDS:
        order = cancellation_request(desk.scenario)
        said_yes, _ = at_once(lambda o=order: agree(desk.hanna, o), lambda o=order: take_back(desk.ines, o))
        if said_yes.status == 302:
            assert state(order) == ("cancelled", "accepted")
            assert_called_off_once(order, on_behalf_of="buyer")
        else:
            assert state(order) == ("placed", "withdrawn")
            assert "Ines took this request back on" in said_yes.words
            assert_nothing_done(order)


def test_the_maker_agrees_while_a_colleague_ships(desk: Desk) -> None:
    """D7, D8"""
    for mugs in (0, 2, 0, 2, 0):
        order = cancellation_request(desk.scenario, accepted=True, mugs=mugs)
        said_yes, shipped = at_once(lambda o=order: agree(desk.hanna, o), lambda o=order: desk.ravi.ship(o))
        if mugs and said_yes.status == 302:  # what is left is shipped
            assert shipped.status == 302
            assert state(order) == ("shipped", "accepted")
            capture = order.payment.operations.get(kind="capture")
            assert capture.amount == Order.objects.get(pk=order.pk).due == order.total - 2900
        elif one_wins(said_yes, shipped):
            assert state(order) == ("shipped", "overtaken")
            assert_nothing_done(order)
            assert order.payment.operations.get(kind="capture").amount == order.total
        else:
            assert state(order) == ("cancelled", "accepted")
            assert_called_off_once(order, on_behalf_of="buyer")


def test_the_maker_agrees_or_refuses_while_a_colleague_declines_the_order(desk: Desk) -> None:
    """D7: a deny and a cancel that overlap never leave an order stuck."""
    for answer in (agree, refuse) * 3:
        order = told(desk.scenario, cancellation_request(desk.scenario))
        answered, declined = at_once(lambda o=order, a=answer: a(desk.hanna, o), lambda o=order: desk.ravi.decline(o))
        if answer is agree and answered.status == 302:
            assert declined.status == 409
            assert state(order) == ("cancelled", "accepted")
            assert_called_off_once(order, on_behalf_of="buyer")
        else:
            assert declined.status == 302
            said = "declined" if answered.status == 302 else "overtaken"
            assert state(order) == ("declined", said)
            assert_called_off_once(order, on_behalf_of="maker")


def test_a_part_is_removed_while_the_order_is_declined_and_all_money_goes_back_once(desk: Desk) -> None:
    """D7, D8, D9: removed first and the rest declined, or declined and the request overtaken."""
    for _ in ROUNDS:
        order = told(desk.scenario, cancellation_request(desk.scenario, mugs=1, payment="captured"))
        said_yes, declined = at_once(lambda o=order: agree(desk.hanna, o), lambda o=order: desk.ravi.decline(o))
        assert declined.status == 302
        assert state(order) == ("declined", "accepted" if said_yes.status == 302 else "overtaken")
        amounts = order.payment.operations.filter(kind="refund").values_list("amount", flat=True)
        assert sum(amounts) == order.total
        assert len(amounts) == (2 if said_yes.status == 302 else 1)
        assert_stock(desk.scenario.mug, 100)


def test_a_decline_that_waited_for_a_part_gives_back_what_is_left(desk: Desk, live: Live) -> None:
    """D7, D8: the payment that was read before the wait is old; the part must not be given back twice."""
    order = told(desk.scenario, cancellation_request(desk.scenario, mugs=1, payment="captured"))
    answers: list[Answer] = []
    with holding(live, ("SELECT FROM orders_order WHERE id = %s FOR NO KEY UPDATE", (order.pk,))) as held:
        clicks = [threading.Thread(target=lambda: answers.append(agree(desk.hanna, order)))]
        clicks[0].start()
        wait_until_stopped(1, by=held)
        clicks.append(threading.Thread(target=lambda: answers.append(desk.ravi.decline(order))))
        clicks[1].start()
        wait_until_stopped(2, by=held)
    for click in clicks:
        click.join()
    assert [answer.status for answer in answers] == [302, 302]
    amounts = order.payment.operations.filter(kind="refund").values_list("amount", flat=True)
    assert sorted(amounts) == sorted([1450, order.total - 1450])
    assert_stock(desk.scenario.mug, 100)


def test_the_maker_answers_while_support_does(desk: Desk) -> None:
    """D6, D7"""
    for _ in ROUNDS:
        order = cancellation_request(desk.scenario)
        let_answer_time_end(order)
        case = Case.objects.get(order=order)
        said_yes, said_no = at_once(
            lambda o=order: agree(desk.hanna, o),
            lambda c=case: desk.sam.post(f"/desk/cases/{c.pk}/request/decline/", refusal="It was made to measure."),
        )
        if one_wins(said_yes, said_no):
            assert_closed_once(case, "answered")
            assert state(order) == ("placed", "declined")
            assert_nothing_done(order)
        else:
            assert_closed_once(case, "overtaken")
            assert_called_off_once(order, on_behalf_of="buyer")


def test_both_agents_answer_and_one_is_first(desk: Desk) -> None:
    """D7"""
    for _ in ROUNDS:
        order = cancellation_request(desk.scenario, mugs=1)
        let_answer_time_end(order)
        case = Case.objects.get(order=order)
        path = f"/desk/cases/{case.pk}/request/accept/"
        one_wins(*at_once(lambda p=path: desk.sam.post(p), lambda p=path: desk.tom.post(p)))
        assert_closed_once(case, "answered")
        assert Cancellation.objects.filter(order=order, final=False).count() == 1


def test_asked_twice_at_once_or_by_both_members_of_the_shop_it_is_one_request(desk: Desk) -> None:
    """D7"""
    again = desk.ines.in_another_tab()
    for second in (again, desk.noah) * 3:
        order = desk.scenario.order()
        answers = at_once(lambda o=order: ask(desk.ines, o), lambda o=order, m=second: ask(m, o))
        assert [answer.status for answer in answers] == [302, 302], "both are shown the order with the request"
        assert CancellationRequest.objects.filter(order=order).count() == 1
        assert Entry.objects.filter(order=order, kind="cancel_requested").count() == 1


def test_the_buyer_asks_while_the_maker_ships_accepts_or_declines(desk: Desk) -> None:
    """D7: asked first, and it is overtaken or stays open; or the buyer reads what happened."""
    for verb in ("ship", "accept", "decline") * 3:
        order = desk.scenario.order()
        if verb == "ship":
            accept(order.number, maker=desk.scenario.byrne, by=desk.scenario.hanna)
        if verb == "decline":
            told(desk.scenario, order)
        asked, done = at_once(lambda o=order: ask(desk.ines, o), lambda o=order, v=verb: getattr(desk.hanna, v)(o))
        assert done.status == 302
        answers = list(CancellationRequest.objects.filter(order=order).values_list("answer", flat=True))
        if asked.status == 302:
            assert answers == ["" if verb == "accept" else "overtaken"]
        else:
            assert (asked.status, answers) == (409, [])
            assert "shipped" in asked.words if verb == "ship" else "cancelled" in asked.words


def test_the_maker_agrees_while_support_declines_the_order_for_them(desk: Desk) -> None:
    """D6, D7: while it is open the buyer asks to cancel, and the maker agrees: the case closes itself and says so."""
    for _ in ROUNDS:
        order = cancellation_request(desk.scenario)
        case = ask_support(
            order.number, maker=desk.scenario.byrne, by=desk.scenario.hanna, reason="too_late", explanation=WORDS
        )
        said_yes, declined = at_once(
            lambda o=order: agree(desk.hanna, o),
            lambda c=case: desk.sam.post(f"/desk/cases/{c.pk}/decline/", told_how="phone", message="I telephoned."),
        )
        if one_wins(said_yes, declined):
            assert_closed_once(case, "declined")
            assert state(order) == ("declined", "overtaken")
            assert_called_off_once(order, on_behalf_of="maker")
        else:
            assert_closed_once(case, "overtaken")
            assert "Hanna cancelled the order." in declined.words
            assert state(order) == ("cancelled", "accepted")
            assert_called_off_once(order, on_behalf_of="buyer")


def test_however_many_workers_chase_it_it_is_one_case_or_answered(desk: Desk) -> None:
    """D7: three clocks at once, and the maker answers in the same moment."""

    def chase() -> int:
        try:
            return chase_requests()
        finally:
            connection.close()

    for _ in ROUNDS:
        order = cancellation_request(desk.scenario)
        CancellationRequest.objects.filter(order=order).update(answer_by=order.placed_at)
        *opened, said_no = at_once(chase, chase, chase, lambda o=order: refuse(desk.hanna, o))
        assert said_no.status == 302  # type: ignore[union-attr]
        cases = Case.objects.filter(order=order)
        assert cases.count() == sum(opened) <= 1  # type: ignore[arg-type]
        assert not cases.still_open().exists()
        assert Entry.objects.filter(order=order, kind="request_unanswered").count() == cases.count()
