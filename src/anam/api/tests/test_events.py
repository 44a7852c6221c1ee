"""The feed: everything, once, in an order that stays; and nothing that the reader may not see."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from anam.api.tests.calling import Caller, code_of
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.history.feed import number_events
from anam.history.kinds import BUYER_READS, NOT_FOR_BUYERS, TYPES
from anam.history.models import Entry, Event
from anam.history.sentences import SENTENCES
from anam.orders.cancellation.decline import decline
from anam.orders.contacting.contact import contact
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Order
from anam.orders.tests.request_factories import cancellation_request
from anam.payments.actions.execute import execute
from anam.payments.models import PaymentOperation
from anam.refusals import Refused
from conftest import Cast

WORDS = "I am so sorry: my kiln is down until spring."
NOTE = "They never pay in time."


@pytest.fixture
def declined(cast: Cast) -> Order:
    """Refused once, then told, then declined, and its money voided."""
    order = cast.order()
    choices: dict[str, Any] = {
        "maker": cast.byrne,
        "by": cast.hanna,
        "reason": "too_late",
        "explanation": WORDS,
        "note": NOTE,
    }
    with pytest.raises(Refused):
        decline(order.number, **choices)
    write_as_buyer("Do you ship to Maine?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    contact(order.number, maker=cast.byrne, by=cast.hanna, message="I am sorry: the kiln broke.")
    decline(order.number, **choices)
    execute(PaymentOperation.objects.get(payment__order=order).pk)
    return order


def events(caller: Caller, **query: Any) -> list[dict[str, Any]]:
    answer = caller.get("/events", **query)
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]  # type: ignore[no-any-return]


def test_every_kind_of_entry_has_a_type_of_its_own() -> None:
    assert set(TYPES) == set(SENTENCES)
    assert len(set(TYPES.values())) == len(TYPES)
    assert set(TYPES) == BUYER_READS | NOT_FOR_BUYERS
    assert {
        "order.placed",
        "order.declined",
        "order.cancelled",
        "order.accepted",
        "order.shipped",
        "payment.voided",
        "payment.refunded",
    } <= set(TYPES.values())


def test_the_maker_reads_all_of_it_in_order(cast: Cast, declined: Order) -> None:
    """D12: with who, why, which lines and what becomes of the money."""
    found = events(Caller.of(cast.hanna))
    assert [event["type"] for event in found] == [
        "order.placed",
        "decline.refused",
        "buyer.contacted",
        "order.declined",
        "payment.voided",
    ]
    told = found[3]
    assert told["order"] == declined.number
    assert (told["maker"], told["buyer"]) == ("byrne", "harbor")
    assert told["actor"] == {"name": "Hanna", "side": "maker"}
    assert (told["reason"], told["explanation"]) == ("too_late", WORDS)
    assert [(line["sku"], line["quantity"]) for line in told["lines"]] == [("MUG-01", 6), ("BWL-03", 2)]
    assert told["money"] == {"kind": "void", "amount": 16500, "currency": "USD"}
    assert found[4]["money"] == {"kind": "voided", "amount": 16500, "currency": "USD"}
    assert found[1]["facts"]["codes"] == ["buyer_not_contacted"]
    assert found[4]["actor"] == {"name": None, "side": "anam"}


def test_each_reads_what_is_theirs(cast: Cast, declined: Order) -> None:
    """D1, D5: a buyer no refused attempt, a rival nothing, nobody the private note."""
    kinds = {
        name: [event["type"] for event in events(Caller.of(getattr(cast, name)))] for name in ("ines", "otto", "sam")
    }
    assert kinds["ines"] == ["order.placed", "buyer.contacted", "order.declined", "payment.voided"]
    assert kinds["otto"] == []
    assert len(kinds["sam"]) == 5
    for name in ("hanna", "ines", "sam"):
        assert NOTE not in Caller.of(getattr(cast, name), name="x").get("/events").content.decode()


def test_the_history_of_an_order_is_its_part_of_the_feed(cast: Cast, declined: Order) -> None:
    for person in (cast.hanna, cast.ines, cast.sam):
        caller = Caller.of(person)
        history = caller.get(f"/orders/{declined.number}/history").json()
        assert history == {"items": events(caller), "next": None}


def test_a_part_is_an_event_too(cast: Cast) -> None:
    order = cast.order(told=True, payment="captured")
    mug = order.lines.get(product=cast.mug)
    decline(
        order.number,
        maker=cast.byrne,
        by=cast.hanna,
        reason="damaged",
        explanation=WORDS,
        note=NOTE,
        quantities={mug.pk: 2},
    )
    told = events(Caller.of(cast.ines))[-1]
    assert (told["type"], told["reason"], told["explanation"]) == ("order.part_declined", "damaged", WORDS)
    assert [(line["id"], line["quantity"]) for line in told["lines"]] == [(mug.pk, 2)]
    assert told["money"] == {"kind": "refund", "amount": 2900, "currency": "USD"}


def test_page_by_page_everything_comes_once(cast: Cast, declined: Order) -> None:
    caller = Caller.of(cast.hanna)
    whole, found, after = events(caller), [], ""
    while True:
        page = caller.get("/events", after=after, limit=2).json()
        if not page["items"]:
            break
        found += page["items"]
        after = page["next"]
    assert found == whole
    assert page["next"] is None
    order = accept(cast.order().number, maker=cast.byrne, by=cast.hanna)
    assert [event["type"] for event in events(caller, after=after)] == ["order.placed"]  # the next can be undone
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=900)
    types = [event["type"] for event in events(caller, after=after)]
    assert types[:3] == ["order.placed", "order.accepted", "order.shipped"]
    assert events(caller, after=whole[2]["id"]) == whole[3:] + events(caller, after=after)


def test_numbers_are_given_once_without_a_gap(cast: Cast, declined: Order) -> None:
    assert number_events(most=2) == 2
    before = dict(Event.objects.exclude(seq=None).values_list("entry_id", "seq"))
    assert number_events() == 3
    assert number_events() == 0
    after = dict(Event.objects.values_list("entry_id", "seq"))
    assert before.items() <= after.items()
    assert sorted(after.values()) == list(range(1, 6))
    assert set(after) == set(Entry.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("nowhere", ["tomorrow", "9" * 19])
def test_a_feed_that_begins_nowhere_is_refused(cast: Cast, nowhere: str) -> None:
    answer = Caller.of(cast.hanna).get("/events", after=nowhere)
    assert (answer.status_code, code_of(answer)) == (422, "cursor_unknown")


def test_the_feed_costs_the_same_for_much_as_for_little(cast: Cast, django_assert_max_num_queries: Any) -> None:
    caller = Caller.of(cast.hanna)
    for _ in range(12):
        order = cast.order(told=True)
        decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)
    events(caller)
    with django_assert_max_num_queries(9):
        assert len(events(caller)) == 24


def test_every_time_of_an_event_is_in_utc_as_rfc_3339_writes_it(cast: Cast) -> None:
    order = cancellation_request(cast)
    made = Caller.of(cast.ines).get(f"/orders/{order.number}/history").json()["items"][-1]
    assert made["type"] == "request.made"
    for moment in (made["at"], made["facts"]["answer_by"]):
        assert moment.endswith("Z")
        assert datetime.fromisoformat(moment).utcoffset() == timedelta(0)
