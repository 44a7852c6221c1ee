"""Two jobs at once, and a worker that dies between sending and noting: each delivery once, each id the same."""

import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from anam.refusals import Refused
from anam.webhooks.actions.add_endpoint import MAX_ENDPOINTS, add_endpoint
from anam.webhooks.actions.fan_out import fan_out
from anam.webhooks.actions.rotate_secret import rotate_secret
from anam.webhooks.models import Delivery, Endpoint
from anam.webhooks.tests.receiver import receiving
from conftest import Cast
from tests.clock import take_up_what_is_left
from tests.conftest import Live, wait_for


def _done(act: Callable[[], object]) -> bool:
    """Do it on a connection of its own; the answer is whether it was allowed."""
    try:
        act()
    except Refused:
        return False
    finally:
        connection.close()
    return True


def test_two_that_hand_out_at_once_write_each_delivery_once(scenario: Cast, settings: Any) -> None:
    settings.WEBHOOKS_PRIVATE = True
    with receiving() as receiver:
        endpoint = add_endpoint(scenario.hanna, url=receiver.url)
        orders = [scenario.order() for _ in range(8)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(_done, [fan_out] * 8))
        assert Delivery.objects.filter(endpoint=endpoint).count() == len(orders)
        wait_for(lambda: len(receiver.received) == len(orders))
        numbers = [one.verified(endpoint.secret)["data"]["order"] for one in receiver.received]
    assert numbers == [order.number for order in orders]


def test_a_worker_that_is_killed_sends_again_with_the_same_id(live: Live, scenario: Cast, settings: Any) -> None:
    """D7"""
    settings.WEBHOOKS_PRIVATE = True
    with receiving(waits=4) as receiver:
        add_endpoint(scenario.hanna, url=receiver.url)
        scenario.order()
        wait_for(lambda: receiver.received, what="the first attempt")
        worker = next(one for one in live.processes if list(one.args)[-1] == "worker")
        live.kill(worker)
        live.start("worker")
        receiver.waits = 0
        take_up_what_is_left()
        wait_for(lambda: len(receiver.received) == 2, what="the second attempt")
        assert receiver.received[0].id == receiver.received[1].id


def test_a_worker_that_is_told_to_stop_hears_the_answer_first(live: Live, scenario: Cast, settings: Any) -> None:
    """What was sent is not sent again only because somebody installs a new version."""
    settings.WEBHOOKS_PRIVATE = True
    with receiving(waits=3) as receiver:
        endpoint = add_endpoint(scenario.hanna, url=receiver.url)
        scenario.order()
        wait_for(lambda: receiver.received, what="the first attempt")
        worker = next(one for one in live.processes if list(one.args)[-1] == "worker")
        live.kill(worker, signal.SIGTERM)
        assert worker.returncode == 0
        assert Delivery.objects.filter(endpoint=endpoint).exclude(delivered_at=None).count() == 1
        live.start("worker")
        receiver.waits = 0
        order = scenario.order()
        wait_for(lambda: len(receiver.received) == 2, what="the second event")
    assert [one.verified(endpoint.secret)["data"]["order"] for one in receiver.received][1] == order.number


def test_adding_ten_at_once_adds_as_many_as_one_may_have(scenario: Cast, settings: Any) -> None:
    settings.WEBHOOKS_PRIVATE = True
    with ThreadPoolExecutor(10) as pool:
        urls = [f"http://127.0.0.1:8009/{number}" for number in range(10)]
        made = list(pool.map(lambda url: _done(lambda: add_endpoint(scenario.hanna, url=url)), urls))
    assert sum(made) == Endpoint.objects.of(scenario.hanna).count() == MAX_ENDPOINTS


def test_changing_a_secret_six_times_at_once_changes_it_once(scenario: Cast, settings: Any) -> None:
    """The secret that the receiver knows goes on signing, whoever else of the team clicks."""
    settings.WEBHOOKS_PRIVATE = True
    endpoint = add_endpoint(scenario.hanna, url="http://127.0.0.1:8009/")
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(_done, [lambda: rotate_secret(endpoint.pk, by=scenario.hanna)] * 6))
    after = Endpoint.objects.get(pk=endpoint.pk)
    assert (done.count(True), after.old_secret) == (1, endpoint.secret)
    assert after.secret != endpoint.secret
