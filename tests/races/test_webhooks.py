"""Two jobs at once, and a worker that dies between sending and noting: each delivery once, each id the same."""

import signal
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from anam.webhooks.actions.add_endpoint import add_endpoint
from anam.webhooks.actions.hand_out import hand_out
from anam.webhooks.models import Delivery
from anam.webhooks.tests.receiver import receiving
from conftest import Cast
from tests.conftest import Live, wait_for


def _hand_out(_: int) -> int:
    try:
        return hand_out()
    finally:
        connection.close()


def test_two_that_hand_out_at_once_write_each_delivery_once(town: Cast, settings: Any) -> None:
    settings.WEBHOOKS_PRIVATE = True
    with receiving() as receiver:
        endpoint = add_endpoint(town.hanna, url=receiver.url)
        orders = [town.order() for _ in range(8)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(_hand_out, range(8)))
        assert Delivery.objects.filter(endpoint=endpoint).count() == len(orders)
        wait_for(lambda: len(receiver.received) == len(orders), seconds=30)
        numbers = [one.verified(endpoint.secret)["data"]["order"] for one in receiver.received]
    assert numbers == [order.number for order in orders]


def test_a_worker_that_is_killed_sends_again_with_the_same_id(live: Live, town: Cast, settings: Any) -> None:
    """D7"""
    settings.WEBHOOKS_PRIVATE = True
    with receiving(waits=4) as receiver:
        add_endpoint(town.hanna, url=receiver.url)
        town.order()
        wait_for(lambda: receiver.received, what="the first attempt")
        worker = next(one for one in live.processes if list(one.args)[-1] == "worker")
        live.kill(worker)
        live.start("worker")
        receiver.waits = 0
        wait_for(lambda: len(receiver.received) == 2, seconds=90, what="the second attempt")
        assert receiver.received[0].id == receiver.received[1].id


def test_a_worker_that_is_told_to_stop_hears_the_answer_first(live: Live, town: Cast, settings: Any) -> None:
    """What was sent is not sent again only because somebody installs a new version."""
    settings.WEBHOOKS_PRIVATE = True
    with receiving(waits=3) as receiver:
        endpoint = add_endpoint(town.hanna, url=receiver.url)
        town.order()
        wait_for(lambda: receiver.received, seconds=30, what="the first attempt")
        worker = next(one for one in live.processes if list(one.args)[-1] == "worker")
        live.kill(worker, signal.SIGTERM)
        assert worker.returncode == 0
        assert Delivery.objects.filter(endpoint=endpoint).exclude(delivered_at=None).count() == 1
        live.start("worker")
        receiver.waits = 0
        order = town.order()
        wait_for(lambda: len(receiver.received) == 2, seconds=60, what="the second event")
    assert [one.verified(endpoint.secret)["data"]["order"] for one in receiver.received][1] == order.number
