"""M4: what can still be done about money, on the page of the order and of its case."""

from collections.abc import Callable

from django.test import Client

from anam.cases.models import Case
from anam.orders.models import Order
from anam.orders.tests.refund_factories import refund, settle, shipped_order
from anam.orders.tests.test_by_hand import PROOF, WRONG, last, paid, refused_refund
from anam.payments.models import PaymentOperation
from anam.people.models import User
from anam.support.actions.open_stuck_money import open_stuck_money
from conftest import Cast

SignIn = Callable[[User], Client]


def desk(order: Order) -> str:
    return f"/desk/orders/{order.number}/"


def test_a_case_of_a_refusal_has_the_ways_on_and_they_lead_back_to_it(cast: Cast, sign_in: SignIn) -> None:
    order, sam = refused_refund(cast), sign_in(cast.sam)
    case = Case.objects.get(order=order, kind="money")
    shown = sam.get(f"/desk/cases/{case.pk}/").content.decode()
    assert "Retry now" in shown
    assert "Record as done by hand" in shown
    sent = {"outcome": "done", "reference": "BANK-17", "case": str(case.pk)}
    pay = f"{desk(order)}payment/{last(order).pk}/confirm/"
    missing = sam.post(pay, {**sent, "reference": ""})
    assert missing.status_code == 409
    assert "it is the proof" in missing.content.decode()
    for _ in range(2):
        assert sam.post(pay, sent).url == f"/desk/cases/{case.pk}/"  # type: ignore[attr-defined]
    case.refresh_from_db()
    assert not case.is_open
    assert open_stuck_money() == 0  # and stays so
    after = sam.get(f"/desk/cases/{case.pk}/").content.decode()
    assert "Retry now" not in after
    assert "Its reference: BANK-17" in after


def test_tried_again_from_its_case_it_leads_back_there(cast: Cast, sign_in: SignIn) -> None:
    order, sam = refused_refund(cast), sign_in(cast.sam)
    case = Case.objects.get(order=order, kind="money")
    answer = sam.post(f"/desk/money/{last(order).pk}/again/", {"from": "order", "case": str(case.pk)})
    assert answer.url == f"/desk/cases/{case.pk}/"  # type: ignore[attr-defined]
    settle(order)
    assert paid(order).refunded == 2900
    open_stuck_money()
    assert not Case.objects.still_open().exists()
    assert "Retry now" not in sam.get(desk(order)).content.decode()


def test_what_has_no_answer_can_only_be_asked_again(cast: Cast, sign_in: SignIn) -> None:
    """M4: it may be done already, so nothing is recorded by hand."""
    order, sam = shipped_order(cast), sign_in(cast.sam)
    made = refund(cast, order, amount=100)
    assert "has not confirmed the" not in sam.get(desk(order)).content.decode()
    PaymentOperation.objects.filter(refund=made).update(queued_at=order.placed_at, state="unknown")
    shown = sam.get(desk(order)).content.decode()
    assert "has not confirmed the" in shown
    assert "Record as done by hand" not in shown
    sent = {"outcome": "done", "reference": "BANK-17"}
    assert sam.post(f"{desk(order)}payment/{last(order).pk}/confirm/", sent).status_code == 409


def test_a_wrong_record_is_corrected_on_the_page_and_once(cast: Cast, sign_in: SignIn) -> None:
    """M7, D7"""
    order, sam = shipped_order(cast), sign_in(cast.sam)
    refund(cast, order, amount=2900, done=PROOF)
    correct = f"{desk(order)}payment/{last(order).pk}/correct/"
    assert correct in sam.get(desk(order)).content.decode()
    short = sam.post(correct, {"words": "No.", "due": "no"})
    assert short.status_code == 409
    assert "Say what was wrong with it" in short.content.decode()
    for _ in range(2):
        assert sam.post(correct, {"words": WRONG, "due": "no"}).status_code == 302
    assert paid(order).refunded == 0
    assert correct not in sam.get(desk(order)).content.decode()
    read = sign_in(cast.ines).get(f"/orders/{order.number}/").content.decode()
    assert "has not refunded $29.00" in read
    assert "BANK-17" not in read


def test_what_was_a_decision_is_still_to_be_done_after_a_correction(cast: Cast, sign_in: SignIn) -> None:
    """D8"""
    order, sam = refused_refund(cast), sign_in(cast.sam)
    pay = f"{desk(order)}payment/{last(order).pk}/"
    sam.post(f"{pay}confirm/", {"outcome": "done", "reference": "BANK-17"})
    assert sam.post(f"{pay}correct/", {"words": WRONG, "due": "no"}).status_code == 409
    assert sam.post(f"{pay}correct/", {"words": WRONG}).status_code == 302
    assert "Retry now" in sam.get(desk(order)).content.decode()


def test_to_everybody_else_there_is_nothing_to_correct(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    order = shipped_order(cast)
    refund(cast, order, amount=2900, done=PROOF)
    address = f"{desk(order)}payment/{last(order).pk}/correct/"
    for person in (cast.hanna, cast.otto, cast.ines):
        assert sign_in(person).post(address, {"words": WRONG}).status_code == 404
    assert sign_in(cast.sam).post(f"{desk(order)}payment/999999/correct/", {"words": WRONG}).status_code == 404
    assert paid(order).refunded == 2900
