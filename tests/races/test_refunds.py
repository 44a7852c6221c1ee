"""Two agents who refund at once, and a refund against a dispute: D7, D11 and M12, over HTTP and real connections."""

import re

from django.db import connection, transaction

from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Order, Refund
from anam.payments.actions.execute import execute
from anam.payments.actions.take_in import _take_in
from anam.payments.gateways import HolderMovement
from anam.payments.models import MovementKind, Payment, PaymentOperation
from tests.races.clients import Answer, Member, at_once
from tests.races.desk import Desk
from tests.races.factories import told_order

ROUNDS = range(5)
WORDS = "Two of the mugs came broken: here is their money."


def shipped(desk: Desk) -> Order:
    order = told_order(desk.scenario)
    accept(order.number, maker=desk.scenario.byrne, by=desk.scenario.hanna)
    ship(order.number, maker=desk.scenario.byrne, by=desk.scenario.hanna, carrier="An Post")
    execute(PaymentOperation.objects.get(payment__order=order).pk)
    return order


def shown(member: Member, order: Order, sum: str) -> dict[str, str]:
    """What the form sends, once it has shown its effect."""
    form = {"reason": "damaged", "words": WORDS, "sum": sum}
    page = member.page("POST", f"/desk/orders/{order.number}/refund/preview/", form)
    token = re.search(r'name="preview_token" value="([^"]+)"', page)
    assert token
    return {**form, "preview_token": token[1]}


def press(member: Member, order: Order, form: dict[str, str]) -> Answer:
    return member.post(f"/desk/orders/{order.number}/refund/", **form)


def test_two_agents_at_once_refund_once(desk: Desk) -> None:
    """D7, D11"""
    for _ in ROUNDS:
        order = shipped(desk)
        forms = [{**shown(agent, order, "29.00"), "key": agent_key} for agent, agent_key in _agents(desk)]
        answers = at_once(
            lambda form=forms[0], one=order: press(desk.sam, one, form),
            lambda form=forms[1], one=order: press(desk.tom, one, form),
        )
        assert sorted(answer.status for answer in answers) == [302, 409]
        assert Refund.objects.filter(order=order).count() == 1
        payment = Payment.objects.get(order=order)
        assert payment.refund_pending + payment.refunded == 2900


def _agents(desk: Desk) -> list[tuple[Member, str]]:
    return [(desk.sam, "of Sam"), (desk.tom, "of Tom")]


def test_a_double_click_refunds_once(desk: Desk) -> None:
    """D7"""
    for _ in ROUNDS:
        order = shipped(desk)
        form = {**shown(desk.sam, order, "29.00"), "key": "one form"}
        tabs = (desk.sam, desk.sam.in_another_tab())
        clicks = [lambda tab=tab, one=order, sent=form: press(tab, one, sent) for tab in tabs]
        assert [answer.status for answer in at_once(*clicks)] == [302, 302]
        assert PaymentOperation.objects.filter(payment__order=order, kind="refund").count() == 1


def test_a_refund_against_a_dispute_never_asks_for_what_the_bank_has_taken(desk: Desk) -> None:
    """M3, M12: the bank may take what is going back already, and nobody gives back what it has taken."""
    for number in ROUNDS:
        order = shipped(desk)
        payment = Payment.objects.get(order=order)
        form = {**shown(desk.sam, order, "100.00"), "key": "one form"}
        taken = HolderMovement(MovementKind.DISPUTED, payment.captured, f"dp_{order.number}_{number}")
        at_once(
            lambda one=order, sent=form: press(desk.sam, one, sent),
            lambda one=payment, movement=taken: _take_in(one, [movement]),
        )
        with transaction.atomic(), connection.cursor() as cursor:  # as of one moment: the worker goes on meanwhile
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            payment.refresh_from_db()
            asked = list(PaymentOperation.objects.filter(payment=payment, kind="refund"))
        assert payment.disputed == payment.captured
        assert payment.refund_pending == sum(one.amount for one in asked if one.is_open)
        assert payment.refund_pending + payment.refunded in (0, 10000)  # on its way already, or given way
        assert Refund.objects.filter(order=order).count() == len(asked)
