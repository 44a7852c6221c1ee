"""The API under many hands and under kill -9: done once, answered alike (D7); and a feed that misses nothing."""

import http.client
import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

import psycopg
import pytest

from anam.api.models import IdempotentResponse
from anam.history.models import Entry, Event
from anam.orders.models import Order
from conftest import Cast
from tests.conftest import Live, wait_for
from tests.races.clients import WORDS, at_once
from tests.races.factories import told_order
from tests.races.locks import holding, wait_until_gone, wait_until_stopped
from tests.races.programs import Answer, Program
from tests.races.proof import assert_declined_once, assert_not_declined, wait_until_settled
from tests.races.test_kills import serve_elsewhere, wait_until_it_serves

DECLINE = {"reason": "too_late", "explanation": WORDS}


@pytest.fixture
def hanna(live: Live, scenario: Cast) -> Program:
    return Program.of(live.port, scenario.hanna)


@pytest.fixture
def second(live: Live) -> Iterator[tuple[object, int]]:
    """A web process of its own, to be killed."""
    process, port = serve_elsewhere(live)
    wait_until_it_serves(port)
    yield process, port
    if process in live.processes:
        live.kill(process)


def test_one_key_sent_by_many_at_once_declines_once_and_is_answered_alike(scenario: Cast, hanna: Program) -> None:
    """D7: whoever comes while the first runs is told to wait a moment, and then has its answer."""
    for number in range(3):
        order, key = told_order(scenario), f"at once {number}"
        path = f"/orders/{order.number}/decline"
        programs = [hanna.elsewhere() for _ in range(8)]
        answers = at_once(*(partial(one.post, path, DECLINE, key=key) for one in programs))
        done = [answer for answer in answers if answer.status == 200]
        early = [answer for answer in answers if answer.status != 200]
        assert done
        assert len({answer.body for answer in done}) == 1
        for answer in early:
            assert (answer.status, answer.code, answer.headers["retry-after"]) == (409, "idempotency_key_in_use", "1")
        assert hanna.post(path, DECLINE, key=key).body == done[0].body
        assert_declined_once(order)


def test_without_a_key_many_at_once_decline_once(scenario: Cast, hanna: Program) -> None:
    """D7: one is answered 200, the others what happened."""
    order = told_order(scenario)
    programs = [hanna.elsewhere() for _ in range(6)]
    answers = at_once(*(lambda one=one: one.post(f"/orders/{order.number}/decline", DECLINE) for one in programs))
    assert Counter((answer.status, answer.code if answer.status != 200 else "") for answer in answers) == Counter(
        {(200, ""): 1, (409, "already_declined"): 5}
    )
    assert_declined_once(order)


def test_while_the_first_runs_the_second_is_sent_away_and_not_held(live: Live, scenario: Cast, hanna: Program) -> None:
    order = told_order(scenario)
    path, answers = f"/orders/{order.number}/decline", []
    first = threading.Thread(target=lambda: answers.append(hanna.elsewhere().post(path, DECLINE, key="held")))
    with holding(live, ("SELECT FROM orders_order WHERE id = %s FOR NO KEY UPDATE", (order.pk,))) as held:
        first.start()
        wait_until_stopped(1, by=held)
        answer = hanna.post(path, DECLINE, key="held")
        assert (answer.status, answer.code) == (409, "idempotency_key_in_use")
        assert hanna.post(path, {**DECLINE, "note": "Another"}, key="held").code == "idempotency_key_in_use"
        held.rollback()
        first.join(20)
    assert answers[0].status == 200
    assert hanna.post(path, DECLINE, key="held").body == answers[0].body
    assert hanna.post(path, {**DECLINE, "note": "Another"}, key="held").code == "idempotency_key_used"


def test_whoever_was_answered_between_the_look_and_the_lock_has_the_only_answer(
    live: Live, scenario: Cast, hanna: Program
) -> None:
    """D7: what the second did meanwhile is undone, and it is answered what the first was."""
    order = scenario.order()
    path, answers = f"/orders/{order.number}/decline", []
    refused = hanna.post(path, DECLINE, key="first")
    second = threading.Thread(target=lambda: answers.append(hanna.elsewhere().post(path, DECLINE, key="second")))
    with holding(live, ("SELECT FROM orders_order WHERE id = %s FOR NO KEY UPDATE", (order.pk,))) as held:
        second.start()
        wait_until_stopped(1, by=held)
        kept = IdempotentResponse.objects.get(user=scenario.hanna, key="first")
        kept.pk, kept.key = None, "second"
        kept.save()
        held.execute(
            "UPDATE orders_order SET contacted_at = placed_at, contacted_how = 'phone' WHERE id = %s", [order.pk]
        )
        held.commit()
        second.join(20)
    assert (answers[0].status, answers[0].code) == (409, "buyer_not_contacted")
    assert answers[0].body == refused.body
    assert_not_declined(order)
    assert Entry.objects.filter(order=order, kind="decline_refused").count() == 1


def test_two_numbers_that_are_recorded_at_once_are_one_order(live: Live, scenario: Cast) -> None:
    sam, number = Program.of(live.port, scenario.sam), f"X-{scenario.byrne.pk}"
    new = {
        "number": number,
        "maker": scenario.byrne.slug,
        "buyer": scenario.harbor.slug,
        "currency": "USD",
        "lines": [{"title": "Mug", "quantity": 1, "unit_price": 100}],
    }
    answers = at_once(*(lambda one=one: one.post("/orders", new) for one in [sam.elsewhere() for _ in range(6)]))
    assert Counter(answer.status for answer in answers) == Counter({201: 1, 409: 5})
    assert {answer.code for answer in answers if answer.status == 409} == {"number_taken"}
    assert Order.objects.filter(number=number).count() == 1


def unheard(program: Program, order: Order, key: str) -> threading.Thread:
    """Decline, and never hear the answer."""

    def call() -> None:
        with suppress(OSError, http.client.HTTPException):
            program.post(f"/orders/{order.number}/decline", DECLINE, key=key)

    thread = threading.Thread(target=call)
    thread.start()
    return thread


def test_killed_before_the_commit_nothing_is_done_and_repeating_does_it(
    live: Live, scenario: Cast, hanna: Program, second: tuple[object, int]
) -> None:
    """D7: stopped at the very row that keeps the answer, when all else is written."""
    process, port = second
    order = told_order(scenario)
    with holding(live, ("LOCK TABLE api_kept_answer IN SHARE MODE", ())) as held:
        thread = unheard(hanna.elsewhere(port), order, "before")
        stopped = wait_until_stopped(1, by=held)
        live.kill(process)  # type: ignore[arg-type]
    thread.join(20)
    wait_until_gone(stopped)
    assert_not_declined(order)
    assert not IdempotentResponse.objects.filter(key="before", user=scenario.hanna).exists()
    answer = hanna.post(f"/orders/{order.number}/decline", DECLINE, key="before")
    assert answer.status == 200
    assert_declined_once(order)
    wait_until_settled(order)


def test_killed_between_effect_and_answer_repeating_gives_the_first_answer(
    live: Live, scenario: Cast, hanna: Program, second: tuple[object, int]
) -> None:
    """D7: the commit has happened; nobody was told. kill -9, once the row of the answer can be seen."""
    process, port = second
    order = told_order(scenario)
    client = _Cut(port, hanna.secret)
    client.send(f"/orders/{order.number}/decline", DECLINE, key="between")
    kept = wait_for(
        lambda: IdempotentResponse.objects.filter(key="between", user=scenario.hanna).first(),
        what="the answer to be kept",
    )
    live.kill(process)  # type: ignore[arg-type]
    client.close()
    assert_declined_once(order)
    answer = hanna.post(f"/orders/{order.number}/decline", DECLINE, key="between")
    assert (answer.status, answer.headers["idempotency-replayed"]) == (200, "true")
    assert answer.body.decode() == kept.body
    assert answer.json["status"] == "declined"
    assert_declined_once(order)
    wait_until_settled(order)


class _Cut:
    """A connection on which the answer is never read."""

    def __init__(self, port: int, secret: str) -> None:
        self.secret = secret
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def send(self, path: str, body: object, *, key: str) -> None:
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json", "Idempotency-Key": key}
        self.connection.request("POST", f"/api/v1{path}", json.dumps(body), headers)

    def close(self) -> None:
        self.connection.close()


def test_an_entry_that_commits_late_is_not_hidden_by_one_that_commits_early(
    live: Live, scenario: Cast, hanna: Program
) -> None:
    """Two real transactions that commit out of order: a reader who remembers the last id would miss the first."""
    late, early = told_order(scenario), told_order(scenario)
    start = _read_all(hanna, "")[1]
    with psycopg.connect(live.database_url) as slow:
        row = slow.execute(
            "INSERT INTO history_entry (order_id, maker_id, kind, actor_as, at, policy_id, facts)"
            " VALUES (%s, %s, 'reminded', 'anam', clock_timestamp(), %s, %s) RETURNING id",
            (late.pk, late.maker_id, late.policy_id, '{"hours_left": 6}'),
        ).fetchone()
        assert hanna.post(f"/orders/{early.number}/decline", DECLINE).status == 200
        first, after = _read_all(hanna, start)
        assert (early.number, "order.declined") in [(event["order"], event["type"]) for event in first]
        assert late.number not in [event["order"] for event in first]
        slow.commit()
    then, _ = _read_all(hanna, after)
    assert [event["type"] for event in then if event["order"] == late.number] == ["maker.reminded"]
    assert row
    assert row[0] < Entry.objects.get(order=early, kind="declined").pk


def test_readers_and_writers_together_miss_nothing_and_read_nothing_twice(scenario: Cast, hanna: Program) -> None:
    orders = [told_order(scenario) for _ in range(12)]
    _, start = _read_all(hanna, "")
    stop = threading.Event()

    def follow(reader: Program) -> list[int]:
        seen, after = [], start
        while True:
            last = stop.is_set()
            events, after = _read_all(reader, after)
            seen += [event["id"] for event in events]
            if last:
                return seen

    def write(program: Program, some: list[Order]) -> list[int]:
        for order in some:
            assert program.post(f"/orders/{order.number}/decline", DECLINE).status == 200
        return []

    writers = [partial(write, hanna.elsewhere(), orders[number::3]) for number in range(3)]
    found: list[list[int]] = []
    readers = [threading.Thread(target=lambda: found.append(follow(hanna.elsewhere()))) for _ in range(2)]
    for reader in readers:
        reader.start()
    at_once(*writers)
    stop.set()
    for reader in readers:
        reader.join(60)
    wanted = list(
        Event.objects.filter(maker=scenario.byrne, seq__gt=int(start), entry__kind="declined").values_list(
            "seq", flat=True
        )
    )
    assert len(wanted) == len(orders)
    for seen in found:
        assert seen == sorted(set(seen))
        assert set(wanted) <= set(seen)


def _read_all(reader: Program, after: str) -> tuple[list[dict[str, object]], str]:
    """Everything new, and where to go on."""
    found: list[dict[str, object]] = []
    while True:
        answer: Answer = reader.get(f"/events?after={after}&limit=20")
        assert answer.status == 200, answer.body
        page = answer.json
        found += page["items"]
        if not page["items"]:
            return found, after
        after = page["next"]
