"""What a buyer asked for is granted, refused, taken back or overtaken (D7, D8, D10, D11, D14)."""

import pytest

from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.notifications.models import Notice
from anam.orders.escalation.ask_support import ask_support
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Cancellation, CancellationRequest, Order
from anam.orders.requests.accept_request import accept_request, load_request_context, plan_request
from anam.orders.requests.decline_request import decline_request
from anam.orders.requests.take_back_request import take_back_request
from anam.orders.tests.request_factories import (
    SORRY,
    agree,
    ask,
    cancellation_request,
    code,
    decline_the_rest,
    emails_to,
    refuse,
    request_of,
)
from anam.policy.actions.change_policy import change_policy
from anam.policy.models import Reason, current_policy
from conftest import Cast


def test_the_maker_agrees_and_the_order_is_cancelled_at_the_buyers_wish(cast: Cast) -> None:
    """D7, D8, D9, D10, D14"""
    order = cancellation_request(cast)
    accept_request(
        order.number, among=Order.objects.of_maker(cast.byrne), by=cast.ravi, acting_as="maker", words=" Of course. "
    )
    order.refresh_from_db()
    done = Cancellation.objects.get(order=order)
    assert (order.status, done.by, done.on_behalf_of, done.reason.key, done.explanation) == (
        "cancelled",
        cast.ravi,
        "buyer",
        "buyer_asked",
        "Of course.",
    )
    request = request_of(order)
    assert (request.answer, request.answer_words, request.answered_by, request.answered_as, request.answered_at) == (
        "accepted",
        "Of course.",
        cast.ravi,
        "maker",
        done.at,
    )
    cast.mug.refresh_from_db()
    assert cast.mug.stock == 100
    assert Order.objects.get(pk=order.pk).payment.status == "void_pending"
    told = Notice.objects.filter(entry=Entry.objects.get(order=order, kind="cancelled"))
    assert {notice.user.name for notice in told} == {"Hanna", "Ravi", "Ines"}


def test_the_maker_agrees_to_less_and_both_read_what_it_comes_to_now(cast: Cast) -> None:
    """D8, D10, D12"""
    order = agree(cast, cancellation_request(cast, mugs=2))
    assert (order.status, order.removed, order.due) == ("placed", 2900, order.total - 2900)
    assert Cancellation.objects.get(order=order, final=False).request == request_of(order)
    entry = Entry.objects.get(order=order, kind="lines_removed")
    assert sentence(entry, reader="buyer") == "Hanna removed 2 × Mug, oatmeal from this order, as you asked."
    email = emails_to(cast.ines)[-1]
    assert email.subject == f"Order {order.number} is smaller now"
    assert "The order comes to $92.50 now." in email.text
    assert "$29.00 less is charged when it ships" in email.text


def test_a_second_part_is_asked_for_and_removed_after_the_first(cast: Cast) -> None:
    order = agree(cast, cancellation_request(cast, mugs=2))
    ask(cast, order, quantities={line.pk: 1 for line in order.lines.all()})
    order = agree(cast, order)
    assert [line.left for line in order.lines.all()] == [0, 1]
    ask(cast, order, quantities={line.pk: 9 for line in order.lines.all()})
    assert agree(cast, order).status == "cancelled", "that was all of it"


def test_what_was_announced_is_what_happens_or_nothing_does(cast: Cast) -> None:
    """D11"""
    order = cancellation_request(cast, mugs=2)
    plan = plan_request(order, request_of(order), load_request_context(order))
    among = Order.objects.of_maker(cast.byrne)

    def accepting(announced: str) -> Order:
        return accept_request(order.number, among=among, by=cast.hanna, acting_as="maker", preview_token=announced)

    assert code(lambda: accepting("something else")) == "changed_meanwhile"
    assert request_of(order).is_open
    assert not Cancellation.objects.filter(final=False).exists()
    accepting(plan.preview_token)
    assert request_of(order).answer == "accepted"


def test_the_maker_says_no_and_why_and_the_order_stands(cast: Cast) -> None:
    """D10, D12"""
    order = cancellation_request(cast)
    assert (
        code(
            lambda: decline_request(
                order.number, among=Order.objects.of_maker(cast.byrne), by=cast.hanna, acting_as="maker", words=" no "
            )
        )
        == "request_words"
    )
    refuse(cast, order)
    order.refresh_from_db()
    assert (order.status, request_of(order).answer) == ("placed", "declined")
    email = emails_to(cast.ines)[-1]
    assert email.subject == f"Byrne Ceramics keeps order {order.number} as it is"
    assert "They are in the kiln already." in email.text
    accept(order.number, maker=cast.byrne, by=cast.hanna)


@pytest.mark.parametrize("first", ["accepted", "declined", "withdrawn", "overtaken"])
def test_the_second_answer_hears_of_the_first(cast: Cast, first: str) -> None:
    """D7"""
    order = cancellation_request(cast, mugs=1, accepted=first == "overtaken")
    if first == "accepted":
        agree(cast, order)
    elif first == "declined":
        refuse(cast, order)
    elif first == "withdrawn":
        take_back_request(order.number, buyer=cast.harbor, by=cast.ines)
    else:
        ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post")
    for act in (lambda: refuse(cast, order), lambda: take_back_request(order.number, buyer=cast.harbor, by=cast.ines)):
        assert code(act) == "request_closed"
    assert request_of(order).answer == first
    assert CancellationRequest.objects.filter(order=order).count() == 1


def test_a_request_that_was_taken_back_does_nothing_and_the_maker_is_told(cast: Cast) -> None:
    """D10"""
    order = cancellation_request(cast)
    take_back_request(order.number, buyer=cast.harbor, by=cast.ines)
    assert code(lambda: agree(cast, order)) == "request_closed"
    entry = Entry.objects.get(order=order, kind="request_taken_back")
    assert {notice.as_party for notice in Notice.objects.filter(entry=entry)} == {"maker"}


def test_shipping_and_declining_close_the_request_and_say_so(cast: Cast) -> None:
    """D7: a deny and a cancel that overlap never leave an order stuck."""
    write_as_buyer("Do you ship here?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    shipped, declined = cancellation_request(cast, accepted=True), cancellation_request(cast)
    ship(shipped.number, maker=cast.byrne, by=cast.ravi, carrier="An Post")
    decline_the_rest(cast, declined)
    assert (request_of(shipped).answer_words, request_of(shipped).superseded_by) == (
        "",
        {"code": "order_shipped", "by": "Ravi"},
    )
    assert request_of(shipped).answer_given == "Ravi shipped the order."
    assert request_of(declined).answer_given == "Hanna cancelled the order."
    assert {request_of(order).answer for order in (shipped, declined)} == {"overtaken"}
    assert Cancellation.objects.get(order=declined).on_behalf_of == "maker"


def test_while_support_is_asked_to_decline_the_buyer_asks_and_the_maker_agrees(cast: Cast) -> None:
    """D6: the case of an escalation closes itself, and says so."""
    order = cast.order()
    case = ask_support(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=SORRY)
    ask(cast, order)
    agree(cast, order)
    case.refresh_from_db()
    assert (case.outcome, case.closing) == ("overtaken", "Hanna cancelled the order.")
    assert Cancellation.objects.get(order=order).on_behalf_of == "buyer"


def test_a_part_is_removed_while_support_is_asked_and_the_case_stays(cast: Cast) -> None:
    """D6: there is still something to decline."""
    order = cast.order()
    case = ask_support(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=SORRY)
    ask(cast, order, quantities={order.lines.all()[0].pk: 1})
    agree(cast, order)
    case.refresh_from_db()
    assert case.is_open


def test_the_reason_is_there_even_when_support_has_retired_it(cast: Cast) -> None:
    """D13: the program needs that one."""
    change_policy(by=cast.sam, why="Tidying up.", first_reminder_hours=30)
    Reason.objects.filter(key="buyer_asked").update(until=current_policy())
    assert agree(cast, cancellation_request(cast)).status == "cancelled"
