"""Some items of an order, sent twice, raced and killed half-way: D7, D8, D9 and D11, over HTTP."""

import http.client
import re
import threading
from contextlib import suppress

import psycopg
import pytest

from anam.catalog.models import Product, StockMovement
from anam.catalog.stock import count
from anam.conversations.models import Conversation
from anam.history.models import Entry
from anam.orders.models import Cancellation, CancelledLine, Order
from anam.payments.models import Payment, PaymentOperation, SandboxCharge
from anam.payments.record_movements import record_movement
from conftest import Cast
from tests.conftest import Live, wait_for
from tests.races.clients import WORDS, Answer, Member, at_once
from tests.races.desk import Desk
from tests.races.factories import told_order
from tests.races.locks import holding, wait_until_gone, wait_until_stopped
from tests.races.programs import Program
from tests.races.proof import assert_stock
from tests.races.test_kills import serve_elsewhere, wait_until_it_serves

ROUNDS = range(5)


def captured(scenario: Cast, *, lines: list[tuple[Product, int]] | None = None) -> Order:
    """An order whose money was taken, so that a part of it moves some."""
    order = told_order(scenario, lines=lines)
    payment = Payment.objects.get(order=order)
    Payment.objects.filter(pk=payment.pk).update(status="captured", captured=payment.authorised)
    SandboxCharge.objects.filter(reference=payment.gateway_reference).update(captured=payment.authorised)
    record_movement(payment, "captured", amount=payment.authorised, at=order.placed_at)
    return order


def some_items(member: Member, order: Order, pieces: int = 2, *, where: str = "") -> dict[str, str]:
    """The form of the pop-up with so many of its first line, once it has shown what that does; with its own key."""
    path = where or f"/portal/orders/{order.number}/decline/"
    line = order.lines.order_by("pk").first()
    assert line
    fields = {
        "what": "part",
        f"remove-{line.pk}": str(pieces),
        "reason": "too_late",
        "explanation": WORDS,
        "key": _hidden(member, "GET", path, "key"),
    }
    return {**fields, "preview_token": _hidden(member, "POST", f"{path}preview/", "preview_token", fields)}


def _hidden(member: Member, method: str, path: str, name: str, fields: dict[str, str] | None = None) -> str:
    page = member.page(method, path, fields or {})
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, page
    return found[1]


def send(member: Member, order: Order, form: dict[str, str]) -> Answer:
    return member.post(f"/portal/orders/{order.number}/decline/", **form)


def assert_declined_in_part_once(order: Order, *, pieces: int = 2, cancellations: int = 1) -> None:
    """So many pieces, one cancellation, one entry, one message, one return of stock, one refund."""
    part = Cancellation.objects.filter(order=order, final=False)
    line = order.lines.order_by("pk").first()
    assert line
    assert part.count() == cancellations
    assert line.declined_quantity == pieces
    assert [row.quantity for row in CancelledLine.objects.filter(cancellation__in=part)] == [2] * cancellations
    assert Entry.objects.filter(order=order, kind="lines_declined").count() == cancellations
    returned = StockMovement.objects.filter(line=line, cause="returned")
    assert [move.quantity for move in returned] == [2] * cancellations
    worth = pieces * line.unit_price
    asked = PaymentOperation.objects.filter(payment__order=order, kind="refund")
    assert [one.amount for one in asked] == [2 * line.unit_price] * cancellations
    payment = Payment.objects.get(order=order)
    assert payment.refunded + payment.refund_pending == worth
    assert Order.objects.get(pk=order.pk).status == "placed"


def assert_nothing_declined(order: Order) -> None:
    assert not Cancellation.objects.filter(order=order).exists()
    assert not order.lines.filter(declined_quantity__gt=0).exists()
    assert not PaymentOperation.objects.filter(payment__order=order).exists()
    assert not Entry.objects.filter(order=order, kind="lines_declined").exists()


def test_two_of_six_sent_twice_are_two(desk: Desk) -> None:
    """D7: one after the other, and a third time."""
    order = captured(desk.scenario)
    form = some_items(desk.hanna, order)
    assert [send(desk.hanna, order, form).status for _ in range(3)] == [302, 302, 302]
    assert_declined_in_part_once(order)


def test_two_of_six_sent_twice_at_once_are_two(desk: Desk) -> None:
    """D7, D8, D9"""
    for _ in ROUNDS:
        order = captured(desk.scenario)
        form = some_items(desk.hanna, order)
        tabs = [desk.hanna.in_another_tab() for _ in range(3)]
        answers = at_once(*(lambda tab=tab, o=order, f=form: send(tab, o, f) for tab in tabs))
        assert [answer.status for answer in answers] == [302, 302, 302]
        assert_declined_in_part_once(order)
    assert_stock(desk.scenario.mug, 100 - 4 * len(ROUNDS))


def test_two_members_who_each_decline_two_decline_four_only_once_each_has_seen_the_others(desk: Desk) -> None:
    """D7, D11: two forms are two wishes; but what the second had announced is no longer so."""
    for _ in ROUNDS:
        order = captured(desk.scenario)
        forms = [(desk.hanna, some_items(desk.hanna, order)), (desk.ravi, some_items(desk.ravi, order))]
        answers = at_once(*(lambda m=member, o=order, f=form: send(m, o, f) for member, form in forms))
        assert sorted(answer.status for answer in answers) == [302, 409]
        assert_declined_in_part_once(order)
        assert "This is not what was shown" in next(one.words for one in answers if one.status == 409)
        loser = next(member for (member, _), answer in zip(forms, answers, strict=True) if answer.status == 409)
        assert send(loser, order, some_items(loser, order)).status == 302
        assert_declined_in_part_once(order, pieces=4, cancellations=2)


def test_a_part_and_the_whole_at_once_give_back_what_was_taken_and_no_more(desk: Desk) -> None:
    """D7, D8: whoever comes second sees what the first did."""
    for _ in ROUNDS:
        order = captured(desk.scenario)
        form = some_items(desk.hanna, order)
        part, _whole = at_once(lambda o=order, f=form: send(desk.hanna, o, f), lambda o=order: desk.ravi.decline(o))
        payment = Payment.objects.get(order=order)
        assert payment.refunded + payment.refund_pending == payment.captured
        assert Order.objects.get(pk=order.pk).status == "declined"
        assert Cancellation.objects.filter(order=order).count() == (2 if part.status == 302 else 1)


def test_a_part_and_shipping_at_once_take_what_is_left(desk: Desk) -> None:
    """D7, D8"""
    for _ in ROUNDS:
        order = told_order(desk.scenario)
        assert desk.hanna.accept(order).status == 302
        form = some_items(desk.hanna, order)
        part, shipped = at_once(lambda o=order, f=form: send(desk.hanna, o, f), lambda o=order: desk.ravi.ship(o))
        assert shipped.status == 302
        order.refresh_from_db()
        capture = PaymentOperation.objects.get(payment__order=order, kind="capture")
        assert capture.amount == order.payment.authorised - (2900 if part.status == 302 else 0)
        assert part.status in (302, 409)


def test_a_call_with_a_key_declines_a_part_once(live: Live, desk: Desk) -> None:
    """D7"""
    program = Program.of(live.port, desk.scenario.hanna)
    for number in ROUNDS:
        order = captured(desk.scenario)
        line = order.lines.order_by("pk").first()
        assert line
        body = {"reason": "too_late", "explanation": WORDS, "lines": [{"id": line.pk, "quantity": 2}]}
        programs = [program.elsewhere() for _ in range(3)]
        calls = [
            lambda one=one, o=order, b=body, key=f"part-{number}": one.post(f"/orders/{o.number}/decline", b, key=key)
            for one in programs
        ]
        assert {answer.status for answer in at_once(*calls)} <= {200, 409}  # 409: the first is under way
        assert calls[0]().status == 200
        assert_declined_in_part_once(order)


def test_support_that_clicks_twice_cancels_two_of_six_once(desk: Desk) -> None:
    """D7"""
    for _ in ROUNDS:
        order = captured(desk.scenario)
        path = f"/desk/orders/{order.number}/cancel/"
        form = some_items(desk.sam, order, where=path)
        tabs = (desk.sam, desk.sam.in_another_tab())
        answers = at_once(*(lambda tab=tab, p=path, f=form: tab.post(p, **f) for tab in tabs))
        assert [answer.status for answer in answers] == [302, 302]
        line = order.lines.order_by("pk").first()
        assert line
        assert line.declined_quantity == 2
        assert Cancellation.objects.filter(order=order).count() == 1
        assert PaymentOperation.objects.get(payment__order=order).amount == 2900


@pytest.mark.parametrize("step", ["order", "stock", "money", "conversation", "jobs"])
def test_a_web_process_that_is_killed_half_way_through_a_part_has_done_none_of_it(
    live: Live, desk: Desk, step: str
) -> None:
    """D7: killed at each thing that a part writes; then the same form, sent again, does it once."""
    plate = Product.objects.create(maker=desk.scenario.byrne, sku="PLT-02", title="Plate", unit_price=2100, stock=0)
    count(plate.pk, stock=50)
    order = captured(desk.scenario, lines=[(plate, 6), (desk.scenario.bowl, 1)])
    conversation = Conversation.objects.between(maker_id=order.maker_id, buyer_id=order.buyer_id).get()
    form = some_items(desk.hanna, order)
    serve, port = serve_elsewhere(live)
    wait_until_it_serves(port)
    elsewhere = desk.hanna.in_another_tab(port)
    rows = {
        "order": ("SELECT FROM orders_order WHERE id = %s FOR UPDATE", (order.pk,)),
        "stock": ("SELECT FROM product WHERE id = %s FOR UPDATE", (plate.pk,)),
        "money": ("SELECT FROM payment WHERE id = %s FOR UPDATE", (Payment.objects.get(order=order).pk,)),
        "conversation": ("SELECT FROM conversation WHERE id = %s FOR UPDATE", (conversation.pk,)),
        "jobs": ("LOCK TABLE procrastinate_jobs IN SHARE MODE", ()),
    }

    def press() -> None:
        with suppress(OSError, http.client.HTTPException):
            send(elsewhere, order, form)

    with holding(live, rows[step]) as pen:
        pressing = threading.Thread(target=press)
        pressing.start()
        stopped = wait_until_stopped(1, by=pen)
        live.kill(serve)
    if step != "jobs":
        wait_until_gone(stopped)
    pressing.join()
    # The row is locked first: what the dead had begun is over by then.
    wait_for(lambda: not _is_locked(live, order), what="the dead to let go of the order")
    assert_nothing_declined(order)
    assert send(desk.hanna, order, form).status == 302
    assert send(desk.hanna, order, form).status == 302
    assert_declined_in_part_once(order)
    assert_stock(plate, 46)


def _is_locked(live: Live, order: Order) -> bool:
    with psycopg.connect(live.database_url) as asking:
        free = asking.execute("SELECT FROM orders_order WHERE id = %s FOR UPDATE SKIP LOCKED", (order.pk,)).fetchall()
    return not free
