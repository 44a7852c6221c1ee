"""Asking support to decline an order, where its maker cannot (D6)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from anam.cases.actions.close_case import close_case
from anam.cases.models import Case, CaseEntry
from anam.clock import database_now
from anam.conversations.models import Message
from anam.history.models import Entry
from anam.history.sentences import BUYER_READS
from anam.mail.models import Email
from anam.notifications.engine import notify_of
from anam.notifications.models import Notice
from anam.orders.cancellation.cancel import cancel
from anam.orders.cancellation.decline import decline
from anam.orders.escalation.ask_support import ask_support
from anam.orders.escalation.take_back_from_support import take_back_from_support
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Order
from anam.policy.actions.change_policy import change_policy
from anam.refusals import Refused
from conftest import Cast

WORDS = "I am so sorry: my kiln is down until spring."
LATE = timedelta(hours=80)


def ask(cast: Cast, order: Order, **changes: str) -> Case:
    asked = {"reason": "too_late", "explanation": WORDS, "note": "They never answer.", **changes}
    return ask_support(order.number, maker=cast.byrne, by=cast.hanna, **asked)


def refusal_of(cast: Cast, order: Order, **changes: str) -> str:
    with pytest.raises(Refused) as refused:
        ask(cast, order, **changes)
    return refused.value.refusal.code


def test_a_maker_who_is_late_asks_support_with_everything_in_it(cast: Cast) -> None:
    """D6"""
    order = cast.order(placed=LATE, told=True)
    case = ask_support(
        order.number,
        maker=cast.byrne,
        by=cast.hanna,
        reason="out_of_stock",
        explanation=WORDS,
        note="Two fell over.",
        stock={order.lines.all()[0].pk: "keep"},
    )
    case.refresh_from_db()
    assert (case.kind, case.in_time, case.opened_as, case.opened_by) == ("late_decline", False, "maker", cast.hanna)
    assert (case.order, case.maker, case.buyer) == (order, cast.byrne, cast.harbor)
    assert case.reason
    assert (case.reason.key, case.explanation, case.note) == ("out_of_stock", WORDS, "Two fell over.")
    assert case.stock == {str(order.lines.all()[0].pk): "keep"}
    assert case.answer_by - case.opened_at == timedelta(hours=48)


def test_a_maker_who_may_not_write_asks_support_to_tell_the_buyer_and_is_in_time(cast: Cast) -> None:
    """D4, D6"""
    case = ask(cast, cast.order(placed=timedelta(hours=71)))
    assert (case.kind, case.in_time) == ("tell_buyer", True)


def test_whether_it_came_in_time_is_judged_when_it_was_made(cast: Cast) -> None:
    """D2, D6"""
    order = cast.order()
    case = ask(cast, order)
    Order.objects.filter(pk=order.pk).update(placed_at=database_now() - LATE, decline_by=database_now())
    case.refresh_from_db()
    assert case.in_time is True


def test_the_buyer_hears_nothing_yet_and_the_makers_members_are_told(cast: Cast) -> None:
    """D6, D10"""
    order = cast.order()
    ask(cast, order)
    entry = Entry.objects.get(order=order, kind="support_asked")
    notify_of(entry_id=entry.pk)
    assert entry.kind not in BUYER_READS
    assert {notice.user for notice in Notice.objects.filter(entry=entry)} == {cast.hanna, cast.ravi}
    assert {email.to for email in Email.objects.all()} == {cast.hanna.email, cast.ravi.email}
    assert not Message.objects.exists()
    assert Order.objects.get(pk=order.pk).status == "placed"


def test_while_support_is_at_it_the_maker_cannot_decline_and_is_told_why(cast: Cast) -> None:
    """D6"""
    order = cast.order()
    ask(cast, order)
    Order.objects.filter(pk=order.pk).update(contacted_at=database_now(), contacted_how="phone")
    with pytest.raises(Refused) as refused:
        decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)
    assert [refusal.code for refusal in refused.value.refusals] == ["support_is_handling"]
    assert Entry.objects.get(order=order, kind="decline_refused").facts["codes"] == ["support_is_handling"]


def test_asking_twice_is_one_case(cast: Cast) -> None:
    """D7"""
    order = cast.order()
    ask(cast, order)
    assert refusal_of(cast, order) == "support_is_handling"
    assert Case.objects.filter(order=order).count() == 1


def test_the_database_itself_refuses_a_second_open_case_of_the_road(cast: Cast) -> None:
    """D7"""
    case = ask(cast, cast.order())
    case.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        case.save(force_insert=True)


def test_where_nothing_is_in_the_way_the_maker_does_it_themselves(cast: Cast) -> None:
    """D6"""
    assert refusal_of(cast, cast.order(told=True)) == "support_not_needed"


def test_an_order_that_moved_on_is_not_asked_about(cast: Cast) -> None:
    """D7"""
    order = cast.order(told=True)
    decline(order.number, maker=cast.byrne, by=cast.ravi, reason="too_late", explanation=WORDS)
    assert refusal_of(cast, order) == "already_declined"


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": ""},
        {"reason": "nonsense"},
        {"explanation": "short"},
        {"explanation": "x" * 1001},
        {"reason": "other", "explanation": "Not thirty characters"},
        {"note": "x" * 2001},
    ],
)
def test_a_reason_and_words_for_the_buyer_are_needed(cast: Cast, changes: dict[str, str]) -> None:
    """D5"""
    assert refusal_of(cast, cast.order(), **changes) == "explanation_needed"
    assert not Case.objects.exists()


def test_a_rival_maker_finds_no_such_order(cast: Cast) -> None:
    """D1"""
    order = cast.order()
    with pytest.raises(Order.DoesNotExist):
        ask_support(order.number, maker=cast.weaves, by=cast.otto, reason="too_late", explanation=WORDS)
    case = ask(cast, order)
    with pytest.raises(Order.DoesNotExist):
        take_back_from_support(order.number, maker=cast.weaves, by=cast.otto)
    case.refresh_from_db()
    assert case.is_open


def test_taken_back_the_order_is_as_it_was_and_can_be_asked_about_again(cast: Cast) -> None:
    """D6: by another member too."""
    order = cast.order()
    first = ask(cast, order)
    assert take_back_from_support(order.number, maker=cast.byrne, by=cast.ravi).pk == first.pk
    first.refresh_from_db()
    assert (first.outcome, first.closed_by) == ("withdrawn", cast.ravi)
    with pytest.raises(Refused) as refused:
        take_back_from_support(order.number, maker=cast.byrne, by=cast.hanna)
    assert refused.value.refusal.code == "case_closed"
    assert ask(cast, order).pk != first.pk


def test_an_order_that_is_shipped_closes_its_case_which_says_so(cast: Cast) -> None:
    """D6"""
    order = cast.order(placed=LATE)
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    case = ask(cast, order)
    ship(order.number, maker=cast.byrne, by=cast.ravi, carrier="An Post")
    case.refresh_from_db()
    assert (case.outcome, case.closed_by, case.closing) == ("overtaken", cast.ravi, "Ravi shipped the order.")
    assert CaseEntry.objects.filter(case=case).latest("id").words == "Closed by itself. Ravi shipped the order."


def test_an_order_that_is_accepted_closes_its_case(cast: Cast) -> None:
    """D6: whoever accepts it will make it."""
    order = cast.order()
    case = ask(cast, order)
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    case.refresh_from_db()
    assert (case.outcome, case.closing) == ("overtaken", "Hanna accepted the order.")


def test_an_order_that_its_buyer_cancels_closes_its_case(cast: Cast) -> None:
    """D6"""
    order = cast.order()
    case = ask(cast, order)
    cancel(
        order.number,
        by=cast.ines,
        acting_as="buyer",
        on_behalf_of="buyer",
        reason="buyer_asked",
        explanation="We found it elsewhere.",
    )
    case.refresh_from_db()
    assert (case.outcome, case.closing) == ("overtaken", "Ines cancelled the order.")


def test_a_refused_request_can_be_made_again(cast: Cast) -> None:
    """D6"""
    order = cast.order()
    first = ask(cast, order)
    assert close_case(first, outcome="refused", words="They say that you agreed.", by=cast.sam, at=database_now())
    assert ask(cast, order).pk != first.pk


def test_supports_time_to_answer_is_the_policys(cast: Cast) -> None:
    """D13: a case is answered under the policy of when it was asked."""
    change_policy(by=cast.sam, why="We are five now", support_answer_hours=12)
    case = ask(cast, cast.order())
    assert case.answer_by - case.opened_at == timedelta(hours=12)
