"""Two who say at once what became of money that another system holds: D7 and M2, over HTTP."""

import threading
from contextlib import suppress
from http.client import HTTPException

import pytest
from django.db import transaction

from anam.history.models import Entry
from anam.orders.cancellation.decline import decline
from anam.orders.models import Order
from anam.payments.models import Payment, PaymentOperation
from anam.payments.record_movements import record_movement
from conftest import Cast
from tests.conftest import Live
from tests.races.clients import WORDS, Answer, Member, at_once
from tests.races.desk import Desk, one_wins
from tests.races.factories import told_order
from tests.races.locks import holding, wait_until_gone, wait_until_stopped
from tests.races.test_kills import kill_its_child, serve_elsewhere, wait_until_it_serves

ROUNDS = range(5)


def due(scenario: Cast) -> PaymentOperation:
    """A refund that Shopify is to make."""
    order = told_order(scenario)
    total = order.payment.authorised
    Payment.objects.filter(order=order).update(
        holder="external", holder_name="Shopify", status="captured", captured=total, gateway_reference="", card=""
    )
    record_movement(order.payment, "captured", amount=total, at=order.placed_at)
    Order.objects.filter(pk=order.pk).update(source="shopify-csv")
    decline(order.number, maker=scenario.byrne, by=scenario.hanna, reason="too_late", explanation=WORDS)
    return PaymentOperation.objects.select_related("payment__order").get(payment__order=order)


def confirm(member: Member, operation: PaymentOperation, **said: str) -> Answer:
    number = Order.objects.get(payment=operation.payment_id).number
    return member.post(f"/desk/orders/{number}/payment/{operation.pk}/confirm/", **said)


def assert_said_once(operation: PaymentOperation, *, state: str = "done") -> None:
    operation.refresh_from_db()
    assert operation.state == state
    order = Order.objects.get(payment=operation.payment_id)
    kind = "payment_confirmed" if state == "done" else "payment_refused"
    assert Entry.objects.filter(order=order, kind__in=["payment_confirmed", "payment_refused"]).count() == 1
    assert Entry.objects.filter(order=order, kind=kind).count() == 1
    payment = Payment.objects.get(pk=operation.payment_id)
    assert payment.refunded == (operation.amount if state == "done" else 0)


def test_a_double_click_says_it_once(desk: Desk) -> None:
    """D7"""
    for _ in ROUNDS:
        operation = due(desk.scenario)
        tabs = (desk.sam, desk.sam.in_another_tab())
        clicks = [lambda tab=tab, one=operation: confirm(tab, one, outcome="done", reference="re_1") for tab in tabs]
        assert [answer.status for answer in at_once(*clicks)] == [302, 302]
        assert_said_once(operation)


def test_of_two_answers_the_first_counts_and_the_other_is_told_so(desk: Desk) -> None:
    """D7, M2"""
    for _ in ROUNDS:
        operation = due(desk.scenario)
        won = one_wins(
            *at_once(
                lambda one=operation: confirm(desk.sam, one, outcome="done", reference="re_1"),
                lambda one=operation: confirm(desk.tom, one, outcome="refused", words="The card is closed."),
            )
        )
        assert_said_once(operation, state=("done", "refused")[won])


def test_a_part_and_the_whole_do_not_come_to_more_than_was_taken(desk: Desk) -> None:
    """D8"""
    for _ in ROUNDS:
        operation = due(desk.scenario)
        at_once(
            lambda one=operation: confirm(desk.sam, one, outcome="done", reference="re_1", amount="10.00"),
            lambda one=operation: confirm(desk.tom, one, outcome="done", reference="re_2"),
        )
        payment = Payment.objects.get(pk=operation.payment_id)
        assert payment.refunded + payment.refund_pending == payment.captured


@pytest.mark.parametrize("step", ["order", "payment", "operation", "jobs"])
def test_a_web_process_that_is_killed_half_way_has_said_nothing(live: Live, desk: Desk, step: str) -> None:
    """D7, M2: killed at each thing that a confirmation locks or writes, in that order."""
    operation = due(desk.scenario)
    serve, port = serve_elsewhere(live)
    wait_until_it_serves(port)
    elsewhere = desk.sam.in_another_tab(port)

    def press() -> None:
        with suppress(OSError, HTTPException):
            confirm(elsewhere, operation, outcome="done", reference="re_1")

    rows = {
        "order": ("SELECT FROM orders_order WHERE id = %s FOR UPDATE", (operation.payment.order_id,)),
        "payment": ("SELECT FROM payment WHERE id = %s FOR UPDATE", (operation.payment_id,)),
        "operation": ("SELECT FROM payment_operation WHERE id = %s FOR UPDATE", (operation.pk,)),
        "jobs": ("LOCK TABLE procrastinate_jobs IN SHARE MODE", ()),
    }
    with holding(live, rows[step]) as pen:
        pressing = threading.Thread(target=press)
        pressing.start()
        stopped = wait_until_stopped(1, by=pen)
        kill_its_child(serve)
    if step != "jobs":  # there the worker waits too, and lives
        wait_until_gone(stopped)
    live.kill(serve)
    pressing.join()
    with transaction.atomic():
        Order.objects.select_for_update().get(pk=operation.payment.order_id)  # what the dead had begun is over then
    operation.refresh_from_db()
    assert operation.state == "queued"
    assert not Entry.objects.filter(order=operation.payment.order_id, kind="payment_confirmed").exists()
    assert confirm(desk.sam, operation, outcome="done", reference="re_1").status == 302
    assert confirm(desk.sam, operation, outcome="done", reference="re_1").status == 302
    assert_said_once(operation)
