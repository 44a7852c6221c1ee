"""Workers that are killed or get in each other's way while Stripe is asked: each operation moves its money once."""

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from anam.clock import database_now
from anam.payments.actions.execute import execute
from anam.payments.gateways.stripe.tests.factories import TOTAL, AtStripe
from anam.payments.models import PaymentOperation
from anam.payments.states import OPEN
from conftest import Cast
from tests.clock import take_up_what_is_left
from tests.conftest import Live, wait_for
from tests.races.clients import at_once
from tests.stripe_stand_in import StandIn


@pytest.fixture
def at_stripe(live: Live, scenario: Cast, stripe_stand_in: StandIn, settings: Any) -> AtStripe:
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
    operation = at_stripe.queue(payment, "refund", TOTAL // 4)
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


def states(operations: list[int]) -> list[str]:
    return list(PaymentOperation.objects.filter(pk__in=operations).order_by("pk").values_list("state", flat=True))
