"""Workers that are killed or get in each other's way while Stripe is asked: each operation moves its money once."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from anam import jobs
from anam.clock import database_now
from anam.orders.cancellation.decline import decline
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.hold_payment import hold_payment
from anam.orders.models import Order
from anam.orders.payments.cancel_unpaid import cancel_unpaid
from anam.orders.payments.go_on_paying import go_on_paying
from anam.orders.payments.lead_to_pay import lead_to_pay
from anam.orders.payments.release_if_cancelled import release_if_cancelled
from anam.payments.actions.execute import execute
from anam.payments.gateways.stripe.tests.factories import TOTAL, AtStripe
from anam.payments.models import Payment, PaymentOperation
from anam.payments.states import OPEN, NotConfirmed
from anam.refusals import Refused
from conftest import Cast
from tests.clock import take_up_what_is_left
from tests.conftest import Live, wait_for
from tests.races.clients import at_once
from tests.stripe_stand_in import StandIn


@pytest.fixture
def at_stripe(live: Live, scenario: Cast, stripe_stand_in: StandIn, verified: None, settings: Any) -> AtStripe:
    settings.PAYMENT_GATEWAY = "stripe"
    settings.STRIPE_SECRET_KEY, settings.STRIPE_URL = stripe_stand_in.key, stripe_stand_in.url
    return AtStripe(stripe_stand_in, scenario)


@pytest.fixture
def workers(live: Live) -> Iterator[None]:
    """None but those of the test; afterwards there is one again that knows of no Stripe."""
    kill_workers(live)
    yield
    kill_workers(live)
    live.start("worker")


def kill_workers(live: Live) -> None:
    for one in [one for one in live.processes if list(one.args)[-1] == "worker"]:  # type: ignore[arg-type]
        live.kill(one)


def start_worker(live: Live, at_stripe: AtStripe) -> subprocess.Popen[bytes]:
    stand_in = at_stripe.stand_in
    where = {"ANAM_STRIPE_SECRET_KEY": stand_in.key, "ANAM_STRIPE_URL": stand_in.url}
    return live.start("worker", ANAM_GATEWAY="stripe", ANAM_WORKER_THREADS="8", **where)


def test_a_worker_that_is_killed_in_the_middle_of_any_call_moves_the_money_once(
    live: Live, at_stripe: AtStripe, workers: None
) -> None:
    """D7, D8, M3, M4: after Stripe made, confirmed, captured, cancelled or refunded it; or just before it confirms."""
    payments = {
        "authorise": [at_stripe.payment() for _ in range(3)],
        "capture": [at_stripe.authorised()],
        "void": [at_stripe.authorised()],
        "refund": [at_stripe.captured()],
    }
    ways = [("slow", "/v1/payment_intents"), ("slow", "*/confirm"), ("late", "*/confirm")]
    ways += [("slow", "*/capture"), ("slow", "*/cancel"), ("slow", "/v1/refunds")]
    faults = [at_stripe.stand_in.fail(kind, path, "POST", seconds=600) for kind, path in ways]
    operations = [at_stripe.queue(payment, kind, TOTAL) for kind, those in payments.items() for payment in those]
    start_worker(live, at_stripe)
    for fault in faults:
        assert fault.arrived.wait(240), fault
    kill_workers(live)
    assert set(states(operations)) == {"sent"}
    for fault in faults:
        fault.released.set()
    start_worker(live, at_stripe)
    take_up_what_is_left()
    wait_for(lambda: states(operations) == ["done"] * 6, what="all of it to be done")
    assert len(at_stripe.stand_in.all("payment_intent")) == 6
    assert at_stripe.stand_in.sums().by_kind == {
        "authorised": 6 * TOTAL,
        "captured": 2 * TOTAL,
        "voided": TOTAL,
        "refunded": TOTAL,
    }
    at_stripe.agree()


def test_two_workers_with_a_key_that_is_too_old_make_one_refund(live: Live, at_stripe: AtStripe, workers: None) -> None:
    """D8, M4: both have looked it up and found nothing; with a key each there would be two."""
    payment = at_stripe.captured()
    operation = at_stripe.queue(payment, "refund", TOTAL)
    long_ago = database_now() - timedelta(hours=21)
    PaymentOperation.objects.filter(pk=operation).update(state="unknown", sent_at=long_ago)
    looks = [at_stripe.stand_in.fail("slow", "/v1/refunds", "GET", seconds=600) for _ in range(2)]

    def carry_out() -> str:
        try:
            return execute(operation)
        finally:
            connection.close()

    def let_both_go_on() -> str:
        for look in looks:
            assert look.arrived.wait(60)
        for look in looks:
            look.released.set()
        return ""

    at_once(carry_out, carry_out, let_both_go_on)
    while states([operation])[0] in OPEN:
        execute(operation)
    assert len(at_stripe.stand_in.all("refund")) == 1
    at_stripe.agree()


def test_a_worker_that_is_killed_while_a_hold_is_renewed_leaves_one_hold(
    live: Live, at_stripe: AtStripe, workers: None
) -> None:
    """D7, D8, M6: before the new one stands, and while the old one is released."""
    orders = [held_order(at_stripe) for _ in range(2)]
    ways = [("slow", "*/confirm"), ("late", "*/cancel")]
    faults = [at_stripe.stand_in.fail(kind, path, "POST", seconds=600) for kind, path in ways]
    for order in orders:
        jobs.defer(jobs.to_do("orders.renew_payment", payment_id=order.payment.pk))
    start_worker(live, at_stripe)
    for fault in faults:
        assert fault.arrived.wait(240), fault
    kill_workers(live)
    for fault in faults:
        fault.released.set()
    start_worker(live, at_stripe)
    take_up_what_is_left()
    ours = PaymentOperation.objects.filter(payment__order__in=orders)
    wait_for(lambda: list(ours.filter(kind="release").values_list("state", flat=True)) == ["done"] * 2)
    wait_for(lambda: at_stripe.stand_in.sums().reserved == 2 * TOTAL, what="one hold for each")
    at_stripe.agree()


@pytest.mark.parametrize("beside", ["nothing", "declined", "cancelled"])
def test_whoever_hears_of_a_page_first_writes_its_hold_down_once(at_stripe: AtStripe, beside: str) -> None:
    """D7, D8, M9: the page that the buyer comes back to, a webhook's job, the clock's; and the order ends meanwhile."""
    cast = at_stripe.cast
    order = held_order(at_stripe, "pm_card_chargeCustomerFail")
    payment_id = order.payment.pk
    at_stripe.stand_in.fill(lead_to_pay(order.number, buyer=order.buyer), "4242424242424242")

    def end_it() -> None:
        if beside == "declined":
            decline(order.number, maker=order.maker, by=cast.hanna, reason="too_late", explanation="My kiln is down.")
        if beside == "cancelled":
            Order.objects.filter(pk=order.pk).update(pay_by=database_now() - timedelta(minutes=1))
            cancel_unpaid(payment_id)

    at_once(
        *[by_itself(lambda: go_on_paying(payment_id)) for _ in range(3)],
        by_itself(lambda: go_on_paying(payment_id, close=True)),
        by_itself(end_it),
    )
    go_on_paying(payment_id)
    release_if_cancelled(payment_id)
    for operation in PaymentOperation.objects.filter(payment=payment_id, state__in=OPEN):
        execute(operation.pk)
    assert PaymentOperation.objects.filter(payment=payment_id, kind="authorise", state="done").count() == 1
    order = Order.objects.get(pk=order.pk)
    held = 0 if order.is_cancelled else order.total
    assert (order.is_cancelled, at_stripe.stand_in.sums().reserved) == (beside == "declined", held)
    at_stripe.agree()


def by_itself(do: Callable[[], object]) -> Callable[[], str]:
    """In a thread, on a connection of its own; what is refused or not certain yet is as good as done."""

    def carry_out() -> str:
        try:
            with suppress(Refused, NotConfirmed):
                do()
        finally:
            connection.close()
        return ""

    return carry_out


def held_order(at_stripe: AtStripe, card: str = "pm_card_visa") -> Order:
    """An accepted order whose hold ends soon; or which the bank refused to pay, with another `card`."""
    cast = at_stripe.cast
    order = cast.order(payment="none", told=True, lines=[(cast.mug, 6)])
    Order.objects.filter(pk=order.pk).update(shipping=TOTAL - 6 * cast.mug.unit_price)
    Payment.objects.filter(pk=at_stripe.payment(card).pk).update(order=order)
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    with suppress(Refused):
        hold_payment(order.number, maker=cast.byrne)
    Payment.objects.filter(order=order, status="authorised").update(held_until=database_now() + timedelta(hours=9))
    return Order.objects.select_related("payment", "buyer", "maker").get(pk=order.pk)


def states(operations: list[int]) -> list[str]:
    return list(PaymentOperation.objects.filter(pk__in=operations).order_by("pk").values_list("state", flat=True))
