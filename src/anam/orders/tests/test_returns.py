"""M13: a return is a case with its steps: asked, agreed, sent, received, refunded, or refused at any of them."""

from datetime import timedelta
from typing import Any

import pytest

from anam.cases.models import Case
from anam.clock import database_now
from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.orders.models import Order, OrderReturn
from anam.orders.returns.agree_return import agree_return
from anam.orders.returns.ask_return import ask_return
from anam.orders.returns.chase_returns import chase_returns
from anam.orders.returns.receive_return import receive_return
from anam.orders.returns.refund_return import refund_return
from anam.orders.returns.refuse_return import refuse_return
from anam.orders.returns.return_status import ENDS, MOVES, ReturnStatus
from anam.orders.returns.send_return import send_return
from anam.orders.tests.refund_factories import REFUND_WORDS, settle, shipped_order
from anam.orders.tests.return_factories import WHERE, WHY, mug_of, order_return
from anam.orders.tests.test_by_hand import healthy, paid
from anam.orders.tests.test_emails import emails_about, says
from anam.policy.actions.change_policy import change_policy
from anam.refusals import Refused
from conftest import Cast

NO = "They are cracked because they fell: we have your photograph."


def refused(act: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refused) as no:
        act(*args, **kwargs)
    return no.value.refusal.code


def kinds(order: Order) -> list[str]:
    found = Entry.objects.filter(order=order, kind__startswith="return").order_by("pk")
    return list(found.values_list("kind", flat=True))


def test_every_status_is_in_the_table() -> None:
    reached = {move.target for move in MOVES.values()} | {ReturnStatus.ASKED}
    left = {origin for move in MOVES.values() for origin in move.origins}
    assert reached == set(ReturnStatus)
    assert left == set(ReturnStatus) - set(ENDS)


def test_the_whole_way_from_a_wish_to_the_money(cast: Cast) -> None:
    """M13, M12, D9, D10, D12"""
    one = order_return(cast, until="received")
    order, case = one.order, one.case
    assert (one.status, one.carrier, case.kind) == ("received", "An Post", "return")
    cast.mug.refresh_from_db()
    before = cast.mug.stock
    refund_return(
        order.number,
        one.pk,
        by=cast.sam,
        reason="returned",
        words=REFUND_WORDS,
        quantities={mug_of(order): 2},
        key="a form",
    )
    one.refresh_from_db()
    assert one.refund
    assert (one.status, one.refund.amount) == ("refunded", 2900)
    cast.mug.refresh_from_db()
    assert cast.mug.stock == before + 2
    case.refresh_from_db()
    assert (case.outcome, case.closing) == ("answered", "It came back, and was refunded.")
    steps = ["return_asked", "return_agreed", "return_sent", "return_received", "return_refunded"]
    assert kinds(order) == steps
    told = [sentence(entry) for entry in Entry.objects.filter(order=order, kind__in=steps).order_by("pk")]
    assert told[0] == f"Ines asked that 2 × Mug, oatmeal be sent back: “{WHY}”"
    assert told[2] == "Ines said that 2 × Mug, oatmeal went back with An Post AP-1."
    assert told[4] == "Sam of support refunded $29.00 for what came back."
    agreed = emails_about(order, "return_agreed")
    assert says(agreed["Ines"], "Please send back 2 × Mug, oatmeal by ")
    assert says(agreed["Ines"], WHERE)
    assert says(emails_about(order, "return_sent")["Hanna"], "went back with An Post AP-1.")
    assert says(emails_about(order, "return_received")["Ines"], "The money is next")
    settle(order)
    assert paid(order).refunded == 2900
    assert not healthy()


def test_each_step_twice_is_one_step(cast: Cast) -> None:
    """D7"""
    order = shipped_order(cast)
    number, mug = order.number, mug_of(order)
    asked = {"buyer": cast.harbor, "by": cast.ines, "words": WHY, "quantities": {mug: 2}}
    one = [ask_return(number, **asked) for _ in range(2)][-1]
    money = {"reason": "returned", "words": REFUND_WORDS, "quantities": {mug: 2}, "key": "a form"}
    for _ in range(2):
        agree_return(number, one.pk, by=cast.sam, words=WHERE)
    for _ in range(2):
        send_return(number, one.pk, by=cast.sam, carrier="An Post")
    for _ in range(2):
        receive_return(number, one.pk, by=cast.sam, quantities={mug: 2})
    for _ in range(2):
        refund_return(number, one.pk, by=cast.sam, **money)
    assert len(kinds(order)) == len(set(kinds(order))) == 5
    assert OrderReturn.objects.count() == Case.objects.filter(kind="return").count() == 1
    assert refused(refund_return, number, one.pk, by=cast.sam, **{**money, "key": "another"}) == "return_moved_on"


@pytest.mark.parametrize("step", ["asked", "agreed", "sent", "received"])
def test_it_is_refused_with_words_at_any_step_and_its_case_ends(cast: Cast, step: str) -> None:
    """M13, D10, D12"""
    one = order_return(cast, until=step)
    number = one.order.number
    assert refused(refuse_return, number, one.pk, by=cast.sam, words="No.") == "words_needed"
    for _ in range(2):
        refuse_return(number, one.pk, by=cast.sam, words=NO)
    one.refresh_from_db()
    assert (one.status, one.case.outcome, one.case.closing) == ("refused", "refused", NO)
    emails = emails_about(one.order, "return_refused")
    assert says(emails["Ines"], NO)
    assert says(emails["Hanna"], NO)
    assert refused(agree_return, number, one.pk, by=cast.sam, words=WHERE) == "return_moved_on"
    assert not healthy()


def test_what_came_back_is_less_and_broken(cast: Cast) -> None:
    """D9: the stock of what is broken stays; of no line more comes back than was to."""
    one = order_return(cast, until="agreed")
    number, mug = one.order.number, mug_of(one.order)
    assert refused(receive_return, number, one.pk, by=cast.sam, quantities={mug: 3}) == "lines_wrong"
    assert refused(receive_return, number, one.pk, by=cast.sam, quantities={}) == "lines_wrong"
    receive_return(number, one.pk, by=cast.sam, quantities={mug: 1}, stock={mug: "keep"})
    cast.mug.refresh_from_db()
    before = cast.mug.stock
    refund_return(number, one.pk, by=cast.sam, reason="returned", words=REFUND_WORDS, quantities={mug: 1})
    cast.mug.refresh_from_db()
    assert cast.mug.stock == before
    settle(one.order)
    assert not healthy()


def test_only_what_has_shipped_and_is_there_goes_back_and_one_return_at_a_time(cast: Cast) -> None:
    order = shipped_order(cast)
    mug = mug_of(order)
    asked: dict[str, Any] = {"buyer": cast.harbor, "by": cast.ines, "words": WHY}
    assert refused(ask_return, order.number, **asked, quantities={mug: 7}) == "lines_wrong"
    assert refused(ask_return, order.number, **asked, quantities={}) == "lines_wrong"
    assert refused(ask_return, order.number, **{**asked, "words": "No."}, quantities={mug: 1}) == "words_needed"
    ask_return(order.number, **asked, quantities={mug: 1})
    assert refused(ask_return, order.number, **asked, quantities={mug: 2}) == "return_open"
    fresh = cast.order()
    assert refused(ask_return, fresh.number, **asked, quantities={mug_of(fresh): 1}) == "not_shipped"


def test_no_step_is_taken_before_its_turn(cast: Cast) -> None:
    one = order_return(cast)
    number, mug = one.order.number, mug_of(one.order)
    assert refused(send_return, number, one.pk, by=cast.sam, carrier="An Post") == "return_moved_on"
    assert refused(receive_return, number, one.pk, by=cast.sam, quantities={mug: 1}) == "return_moved_on"
    money = {"reason": "returned", "words": REFUND_WORDS, "amount": 100}
    assert refused(refund_return, number, one.pk, by=cast.sam, **money) == "return_moved_on"
    assert refused(send_return, number, one.pk, by=cast.sam, carrier=" ") == "carrier_needed"
    assert paid(one.order).refund_pending == 0


def test_of_what_does_not_come_back_in_the_policys_days_its_buyer_is_reminded_once(cast: Cast) -> None:
    """D10, D13"""
    change_policy(by=cast.sam, why="Parcels are quick here", return_days=3)
    one = order_return(cast, until="agreed")
    assert one.send_by
    assert one.send_by - one.agreed_at == timedelta(days=3)
    assert chase_returns() == 0
    OrderReturn.objects.update(send_by=database_now())
    Case.objects.update(answered_at=database_now())
    assert [chase_returns() for _ in range(2)] == [1, 0]
    assert says(emails_about(one.order, "return_reminded")["Ines"], "nobody has said that it went")
    case = Case.objects.get(pk=one.case_id)
    assert case.answered_at is None
    late = order_return(cast, until="sent")
    OrderReturn.objects.filter(pk=late.pk).update(send_by=database_now())
    assert chase_returns() == 1
    assert "return_reminded" not in kinds(late.order)


def test_nothing_completes_while_something_goes_back(cast: Cast) -> None:
    """M11: its case is open."""
    one = order_return(cast, until="agreed")
    Order.objects.filter(pk=one.order_id).update(shipped_at=database_now() - timedelta(days=60))
    assert not Order.objects.long_shipped().exists()
    refuse_return(one.order.number, one.pk, by=cast.sam, words=NO)
    assert Order.objects.long_shipped().exists()


def test_a_rival_and_another_buyer_find_no_return(cast: Cast) -> None:
    """D1"""
    one = order_return(cast, until="agreed")
    other = type(cast.harbor).objects.create(slug="quay", name="North Quay")
    with pytest.raises(Order.DoesNotExist):
        send_return(one.order.number, one.pk, by=cast.ines, buyer=other, carrier="An Post")
    elsewhere = shipped_order(cast)
    with pytest.raises(OrderReturn.DoesNotExist):
        agree_return(elsewhere.number, one.pk, by=cast.sam, words=WHERE)
