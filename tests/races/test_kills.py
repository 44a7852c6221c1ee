"""kill -9 of a web process or a worker, at any point, loses nothing and does nothing twice: D7 and D8."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import psutil
import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from anam.cases.models import Case
from anam.catalog.models import PictureOriginal, Product, ShopPicture
from anam.catalog.stock import count
from anam.catalog.tests.factories import added
from anam.conversations.models import Conversation
from anam.history.models import Entry
from anam.media.pictures import is_stored
from anam.notifications.models import Notice
from anam.orders.cancellation.decline import decline
from anam.orders.models import Order
from anam.orders.tests.request_factories import agree, cancellation_request
from anam.payments.models import OperationAttempt, Payment, SandboxCall, SandboxCharge, SandboxFault
from conftest import Cast, make_cast
from tests.clock import take_up_what_is_left
from tests.conftest import Live, free_port, is_up, wait_for
from tests.races.clients import WORDS, Member, at_once
from tests.races.factories import told_order
from tests.races.locks import holding, wait_until_gone, wait_until_stopped
from tests.races.proof import assert_declined_once, assert_not_declined, assert_stock, wait_until_settled
from tests.seeds import dice
from tests.starting import AnyProcess


@pytest.fixture
def worker(live: Live) -> Iterator[None]:
    """Whatever happens to the worker: the tests that follow have one again."""
    yield
    if not _workers(live):
        live.start("worker")


def _workers(live: Live) -> list[AnyProcess]:
    return [one for one in live.processes if list(one.args)[-1] == "worker" and one.poll() is None]  # type: ignore[arg-type]


def serve_elsewhere(live: Live) -> tuple[AnyProcess, int]:
    """A second web process, soon there, to be killed while the first one goes on."""
    port = free_port()
    return live.start("serve", PORT=str(port), ANAM_WEB_THREADS="8"), port


def kill_its_child(serve: AnyProcess) -> None:
    """kill -9 of the process that answers, not of the one that watches it."""
    for child in psutil.Process(serve.pid).children():
        child.kill()


def wait_until_it_serves(port: int) -> None:
    wait_for(lambda: is_up(f"http://127.0.0.1:{port}"), what="the second anam serve")


def fire(members: list[Member], orders: list[Order]) -> list[threading.Thread]:
    """Decline each order by its member, all at once; that nobody answers is what is expected."""

    def click(member: Member, order: Order) -> None:
        with suppress(OSError, http.client.HTTPException):
            member.decline(order)

    threads = [threading.Thread(target=click, args=pair) for pair in zip(members, orders, strict=True)]
    for thread in threads:
        thread.start()
    return threads


def test_a_web_process_that_is_killed_at_a_random_moment_leaves_whole_declines_or_none(
    live: Live, scenario: Cast
) -> None:
    """D7: and declining again works."""
    member = Member.signed_in(live.port, scenario.hanna)
    moments = dice(72)  # the same moments in every run
    count(scenario.mug.pk, stock=1000)
    second, port = serve_elsewhere(live)
    done, orders = [], []
    for kill in (kill_its_child, live.kill):  # the first time it starts another child by itself
        round_of = [told_order(scenario) for _ in range(12)]
        wait_until_it_serves(port)
        tabs = [member.in_another_tab(port) for _ in round_of]
        assert tabs[0].ask("GET", f"/portal/orders/{round_of[0].number}/decline/").status == 200
        threads = fire(tabs, round_of)
        time.sleep(moments.uniform(0.02, 0.12))
        kill(second)
        for thread in threads:
            thread.join()
        done += [order for order in round_of if _wholly_or_not_at_all(order)]
        orders += round_of
    for order in orders:
        assert member.decline(order).status == (409 if order in done else 302)
        assert_declined_once(order)
    assert_stock(scenario.mug, 1000)
    wait_until_settled(*orders)


def _wholly_or_not_at_all(order: Order) -> bool:
    """Whether it was declined. Its row is locked first: what the dead had begun is over by then."""
    with transaction.atomic():
        declined = Order.objects.select_for_update().get(pk=order.pk).status == "declined"
    if declined:
        assert_declined_once(order)
    else:
        assert_not_declined(order)
    return declined


def test_a_web_process_that_is_killed_half_way_through_a_decline_has_done_none_of_it(
    live: Live, scenario: Cast
) -> None:
    """D7: killed at the order, the stock, the money, the conversation and the jobs, in the order of their writing."""
    second, port = serve_elsewhere(live)
    plate = Product.objects.create(maker=scenario.byrne, sku="PLT-02", title="Plate", unit_price=2100, stock=0)
    count(plate.pk, stock=50)
    other = make_cast(f"{scenario.harbor.slug}x")
    orders = [
        told_order(scenario),
        told_order(scenario, lines=[(plate, 3)]),
        told_order(scenario),
        told_order(other),
        told_order(scenario),
    ]
    hers, theirs = Member.signed_in(live.port, scenario.hanna), Member.signed_in(live.port, other.hanna)
    conversation = Conversation.objects.between(maker_id=other.byrne.pk, buyer_id=other.harbor.pk).get()
    wait_until_it_serves(port)
    members = [(theirs if order.maker == other.byrne else hers).in_another_tab(port) for order in orders]
    with holding(
        live,
        ("SELECT FROM orders_order WHERE id = %s FOR UPDATE", (orders[0].pk,)),
        ("SELECT FROM product WHERE id = %s FOR UPDATE", (plate.pk,)),
        ("SELECT FROM payment WHERE id = %s FOR UPDATE", (orders[2].payment.pk,)),
        ("SELECT FROM conversation WHERE id = %s FOR UPDATE", (conversation.pk,)),
        ("LOCK TABLE procrastinate_jobs IN SHARE MODE", ()),
    ) as held:
        threads = fire(members, orders)
        wait_until_stopped(5, by=held)
        live.kill(second)
    for thread in threads:
        thread.join()
    for order in orders:
        assert not _wholly_or_not_at_all(order)
        member = theirs if order.maker == other.byrne else hers
        assert member.decline(order).status == 302
        assert_declined_once(order)
    assert_stock(plate, 50)
    wait_until_settled(*orders)


def test_a_worker_that_is_killed_half_way_has_its_jobs_taken_up_again(live: Live, scenario: Cast, worker: None) -> None:
    """D7, D8: killed before the gateway did it, after the gateway did it, and between two e-mails."""
    slow, unwritten, unfinished = told_order(scenario), told_order(scenario), told_order(scenario)
    SandboxFault.objects.create(reference=slow.payment.gateway_reference, mode="slow", times=1)
    with ExitStack() as held:
        kill_points = [
            _stop_the_worker_before_it_writes_down_what_the_gateway_did(live, scenario, unwritten, held),
            _stop_the_worker_before_the_last_email(live, scenario, unfinished, held),
        ]
        decline_it(scenario, slow)
        wait_for(lambda: SandboxFault.objects.filter(reference=slow.payment.gateway_reference, times=0).exists())
        for one in _workers(live):
            live.kill(one)
    wait_until_gone([pid for pids in kill_points for pid in pids])
    assert not SandboxCall.objects.filter(reference=slow.payment.gateway_reference).exists()
    assert SandboxCall.objects.get(reference=unwritten.payment.gateway_reference).calls == 1
    assert Payment.objects.get(order=unwritten).status == "void_pending"

    live.start("worker")
    take_up_what_is_left()
    wait_until_settled(slow, unwritten, unfinished)
    assert SandboxCall.objects.get(reference=slow.payment.gateway_reference).calls == 1
    assert SandboxCall.objects.get(reference=unwritten.payment.gateway_reference).calls == 1  # it was looked up
    for order in (slow, unwritten, unfinished):
        assert_declined_once(order)


def test_a_worker_that_is_killed_while_a_part_is_refunded_has_it_refunded_once(
    live: Live, scenario: Cast, worker: None
) -> None:
    """D7, D8: killed before the gateway did it, and after it did and before Anam wrote it down."""
    slow, unwritten = (cancellation_request(scenario, mugs=2, payment="captured") for _ in range(2))
    SandboxFault.objects.create(reference=slow.payment.gateway_reference, mode="slow", times=1)
    with ExitStack() as held:
        reference = unwritten.payment.gateway_reference
        with holding(live, ("SELECT FROM sandbox_charge WHERE reference = %s FOR UPDATE", (reference,))) as gateway:
            agree(scenario, unwritten)
            wait_until_stopped(1, by=gateway)
            row = ("SELECT FROM payment WHERE order_id = %s FOR UPDATE", (unwritten.pk,))
            anam = held.enter_context(holding(live, row))
        kill_point = wait_until_stopped(1, by=anam)
        agree(scenario, slow)
        wait_for(lambda: SandboxFault.objects.filter(reference=slow.payment.gateway_reference, times=0).exists())
        for one in _workers(live):
            live.kill(one)
    wait_until_gone(kill_point)
    assert Payment.objects.get(order=unwritten).refund_pending == 2900
    live.start("worker")
    take_up_what_is_left()
    for order in (slow, unwritten):
        done = lambda order=order: Payment.objects.get(order=order).refunded == 2900  # noqa: E731
        wait_for(done, what="the part to be refunded")
        payment = Payment.objects.get(order=order)
        assert (payment.status, payment.refund_pending) == ("captured", 0)
        assert SandboxCall.objects.get(reference=payment.gateway_reference).calls == 1
        assert SandboxCharge.objects.get(reference=payment.gateway_reference).refunded == 2900
        assert Entry.objects.filter(order=order, kind="part_refunded").count() == 1


def decline_it(scenario: Cast, order: Order) -> None:
    decline(order.number, maker=scenario.byrne, by=scenario.hanna, reason="too_late", explanation=WORDS)


def _stop_the_worker_before_it_writes_down_what_the_gateway_did(
    live: Live, scenario: Cast, order: Order, held: ExitStack
) -> list[int]:
    """The gateway is kept from its books until the operation is locked; then it may go on, and Anam may not."""
    reference = order.payment.gateway_reference
    with holding(live, ("SELECT FROM sandbox_charge WHERE reference = %s FOR UPDATE", (reference,))) as gateway:
        decline_it(scenario, order)
        wait_until_stopped(1, by=gateway)
        operation = order.payment.operations.get()
        row = ("SELECT FROM payment_operation WHERE id = %s FOR UPDATE", (operation.pk,))
        anam = held.enter_context(holding(live, row))
    return wait_until_stopped(1, by=anam)


def _stop_the_worker_before_the_last_email(live: Live, scenario: Cast, order: Order, held: ExitStack) -> list[int]:
    """Somebody else is writing the last of the e-mails, and takes it back in the end."""
    with transaction.atomic():
        decline_it(scenario, order)
        entry = Entry.objects.get(order=order, kind="declined")
        last = list(Notice.objects.filter(entry=entry).values_list("user_id", flat=True))[-1]
        email = (
            'INSERT INTO email (key, "to", subject, text, html, kind, failure, provider_id, written_at)'
            " VALUES (%s, 'x@test.example', '', '', '', 'important', '{}', '', now())",
            (f"entry:{entry.pk}:person:{last}",),
        )
        pen = held.enter_context(holding(live, email))
    return wait_until_stopped(1, by=pen)


def test_a_dead_job_of_the_clock_does_not_keep_the_others_waiting(live: Live, scenario: Cast) -> None:
    """D8: the next of its kind waits already, so that it cannot be taken up; what is about money still is."""
    order = told_order(scenario)
    decline_it(scenario, order)
    wait_until_settled(order)
    operation = order.payment.operations.get()
    insert = (
        "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args, status, scheduled_at)"
        " VALUES (%s, %s, %s, %s::jsonb, %s::procrastinate_job_status, now() + interval '1 hour') RETURNING id"
    )
    rows = (
        ("clock", "orders.remind_makers", "races", '{"timestamp": 0}', "todo"),
        ("clock", "orders.remind_makers", "races", '{"timestamp": 0}', "doing"),
        ("money", "payments.execute_operation", None, f'{{"operation_id": {operation.pk}}}', "doing"),
    )
    ids = []
    with connection.cursor() as cursor:
        for row in rows:
            cursor.execute(insert, row)
            ids.append(cursor.fetchone()[0])
    take_up_what_is_left()
    wait_for(lambda: not ProcrastinateJob.objects.filter(pk__in=ids[1:]).exists(), what="both to be dealt with")
    assert ProcrastinateJob.objects.get(pk=ids[0]).status == "todo"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [ids[0]])


FAULTS: dict[str, tuple[int, list[str], int]] = {
    "down": (2, ["unknown", "unknown", "confirmed"], 1),
    "timeout": (1, ["unknown", "confirmed"], 1),
    "slow": (1, ["confirmed"], 1),
}


def test_whatever_the_gateway_does_the_money_goes_back_once(live: Live, scenario: Cast) -> None:
    """D8: it is down, it says nothing after doing it, it takes its time; each through the real worker."""
    orders = {mode: told_order(scenario) for mode in FAULTS}
    for mode, order in orders.items():
        SandboxFault.objects.create(reference=order.payment.gateway_reference, mode=mode, times=FAULTS[mode][0])
        decline_it(scenario, order)
    wait_until_settled(*orders.values())
    for mode, order in orders.items():
        _, outcomes, calls = FAULTS[mode]
        attempts = OperationAttempt.objects.filter(operation__payment__order=order).order_by("pk")
        assert list(attempts.values_list("outcome", flat=True)) == outcomes, mode
        assert SandboxCall.objects.get(reference=order.payment.gateway_reference).calls == calls, mode
        assert_declined_once(order)


def test_what_the_gateway_refuses_is_a_case_and_goes_back_once_when_it_is_tried_again(
    live: Live, scenario: Cast
) -> None:
    """D8, M4: through the real worker; two of support press the button at once."""
    order = told_order(scenario)
    reference = order.payment.gateway_reference
    SandboxFault.objects.create(reference=reference, mode="refuse", times=1)
    decline_it(scenario, order)
    refused = order.payment.operations.get()
    wait_for(lambda: order.payment.operations.get().state == "refused", what="the gateway to refuse")
    assert Case.objects.get(order=order, kind="money").operation == refused
    assert Payment.objects.get(order=order).status == "void_pending"
    sam = Member.signed_in(live.port, scenario.sam)
    tabs = [sam, sam.in_another_tab()]
    again = [lambda tab=tab: tab.post(f"/desk/money/{refused.pk}/again/").status for tab in tabs]
    assert set(at_once(*again)) <= {302, 404}
    wait_until_settled(order)
    assert sorted(order.payment.operations.values_list("state", flat=True)) == ["done", "superseded"]
    assert SandboxCall.objects.get(reference=reference, kind="void").calls == 1


def test_a_worker_that_is_killed_while_it_makes_a_picture_leaves_nothing_half(
    live: Live, scenario: Cast, worker: None
) -> None:
    """Its files are stored by then, and nobody shows them; the next worker finds them and says that it is ready."""
    for one in _workers(live):
        live.kill(one)
    [picture] = added(scenario.mug, "peru", ready=False)
    with holding(live, ("SELECT FROM product WHERE id = %s FOR UPDATE", (scenario.mug.pk,))) as held:
        live.start("worker")
        kill_point = wait_until_stopped(1, by=held)
        for one in _workers(live):
            live.kill(one)
    wait_until_gone(kill_point)
    assert ShopPicture.objects.get(pk=picture.pk).state == "waiting"
    assert PictureOriginal.objects.filter(picture=picture).exists()
    assert Product.objects.get(pk=scenario.mug.pk).face == ""
    live.start("worker")
    take_up_what_is_left()
    wait_for(lambda: Product.objects.get(pk=scenario.mug.pk).face, what="the picture to be ready")
    assert not PictureOriginal.objects.exists()
    assert is_stored(ShopPicture.objects.get(pk=picture.pk, state="ready").key)
