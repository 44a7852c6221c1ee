"""How soon, and how many a second, do events arrive at a webhook?

A receiver on this machine that answers at once; beside it, in the same run, the same requests made bare, each on a
connection of its own: what is above that is ours. Then the real worker, with one order placed at a time.
"""

import argparse
import http.client
import os
import statistics
import subprocess
import sys
import time
from urllib.parse import urlsplit

import psycopg

from anam.webhooks.tests.receiver import Receiver, receiving
from benchmarks.factories import fill, fresh_database, set_up_django

HAPPENS = """
INSERT INTO history_entry (order_id, maker_id, kind, actor_as, at, policy_id, facts)
  SELECT o.id, o.maker_id, 'accepted', 'maker', now(), o.policy_id, '{}' FROM orders_order o ORDER BY o.id LIMIT %s
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=20)
    arguments = parser.parse_args()
    url = fresh_database()
    fill(url, orders=arguments.events)
    os.environ["ANAM_WEBHOOKS_PRIVATE"] = "1"
    set_up_django(url)
    with receiving() as receiver:
        throughput(url, receiver, arguments.events)
        latency(url, receiver, arguments.rounds)


def throughput(url: str, receiver: Receiver, events: int) -> None:
    """Events a second to one webhook, and bare requests a second."""
    from anam.people.models import User
    from anam.webhooks.actions.add_endpoint import add_endpoint
    from anam.webhooks.actions.fan_out import fan_out
    from anam.webhooks.actions.send_due import send_due
    from anam.webhooks.models import Delivery

    member = User.objects.get(email="member1@bench.test")
    endpoint = add_endpoint(member, url=receiver.url)
    happen(url, events)
    begun = time.perf_counter()
    fan_out()
    handed_out = time.perf_counter() - begun
    begun = time.perf_counter()
    while Delivery.objects.filter(delivered_at=None).exists():
        send_due(endpoint.pk)
    sent = time.perf_counter() - begun
    received = receiver.received
    bodies = [one.body for one in received[:events]]
    begun = time.perf_counter()
    for body in bodies:
        bare(receiver.url, body)
    alone = time.perf_counter() - begun
    print(f"handed out: {events / handed_out:,.0f} a second")
    print(f"sent to one webhook, one after another: {events / sent:,.0f} a second")
    print(f"the same requests bare: {events / alone:,.0f} a second")


def latency(url: str, receiver: Receiver, rounds: int) -> None:
    """From the commit of what happened to its arrival, with `anam worker`."""
    worker = subprocess.Popen([sys.executable, "-m", "anam", "worker"])
    received = receiver.received
    try:
        seconds = []
        for one in range(rounds + 1):
            before, begun = len(received), time.perf_counter()
            happen(url, 1)
            while len(received) == before:
                time.sleep(0.01)
            if one:  # the first waits for the worker to start
                seconds.append(time.perf_counter() - begun)
            time.sleep(0.7)  # so that the clock of two seconds is met everywhere
    finally:
        worker.terminate()
        worker.wait(20)
    print(f"from commit to arrival: {statistics.median(seconds):.1f} s in the middle, {max(seconds):.1f} s at most")


def happen(url: str, events: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(HAPPENS, [events])


def bare(url: str, body: bytes) -> None:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc)
    connection.request("POST", parts.path, body, {"Content-Type": "application/json"})
    connection.getresponse().read()
    connection.close()


if __name__ == "__main__":
    main()
