"""An address stands in its own row and nowhere else: a street of which there is only one is looked for everywhere."""

import logging
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from anam.api.tests.calling import Caller
from anam.checkout.tests.factories import fill_basket
from anam.history.feed import number_all_events
from anam.history.models import Entry, Event
from anam.mail.actions.send import send
from anam.mail.models import Email
from anam.notifications.engine import notify_of
from anam.orders.models import Order
from anam.people.models import User
from anam.postal.actions.keep_address import keep_address
from anam.webhooks.payload import body_of
from conftest import WHARF, Cast
from tests.test_ship_to import GALWAY, WORDS, fields

STREETS = ("Wharfinger", "Saltpetre", "Kiln Lane")


def caller(user: User) -> Caller:
    """As `user`, with a token of its own each time."""
    return Caller.of(user, name=uuid.uuid4().hex)


def tables_that_hold(text: str) -> set[str]:
    """Every table of the database in whose rows `text` stands, whatever the column."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', [f"%{text}%"])  # noqa: S608
            if cursor.fetchone()[0]:
                found.add(table)
    return found


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture, settings: Any) -> Iterator[pytest.LogCaptureFixture]:
    settings.EMAIL_OUTBOX_ONLY = False
    with caplog.at_level(logging.DEBUG):
        yield caplog


def _go_through_everything(cast: Cast, sign_in: Any) -> list[Order]:
    """Checkout, a change, a request for another country, shipping; a decline; and one that a program records."""
    ines, hanna = sign_in(cast.ines), sign_in(cast.hanna)
    fill_basket(cast)
    ines.post("/checkout/", {"key": str(uuid.uuid4()), "card": "4242"})
    order = Order.objects.get(maker=cast.byrne)
    saltpetre = fields(WHARF, line1="3 Saltpetre Yard")
    ines.post(f"/orders/{order.number}/ship-to/", {**saltpetre, "postal_code": "9"})  # refused, and typed again
    ines.post(f"/orders/{order.number}/ship-to/", saltpetre)
    ines.post(f"/orders/{order.number}/ship-to/", fields(GALWAY, confirmed="yes"))
    asked = order.address_requests.get()
    hanna.post(f"/portal/orders/{order.number}/ship-to/{asked.pk}/refuse/", {"why": "No carrier of mine goes there."})
    hanna.post(f"/portal/orders/{order.number}/accept/")
    hanna.post(f"/portal/orders/{order.number}/ship/", {"carrier": "An Post", "shipping": "12.00"})
    declined = cast.order(told=True)
    caller(cast.hanna).post(
        f"/orders/{declined.number}/decline", {"reason": "too_late", "explanation": WORDS}, key="k1"
    )
    recorded = {
        "number": "A-1001",
        "maker": cast.byrne.slug,
        "buyer": cast.harbor.slug,
        "currency": "USD",
        "lines": [{"sku": "MUG-01", "title": "Mug", "quantity": 1, "unit_price": 1450}],
        "ship_to": {**vars(WHARF)},
    }
    for _ in range(2):
        answer = caller(cast.sam).post("/orders", recorded, key="k2")
        assert answer.status_code == 201
        assert answer.json()["ship_to"]["line1"] == WHARF.line1, "the answer is told again whole"
    return [order, declined, Order.objects.get(number="A-1001")]


def test_a_street_stands_in_the_rows_of_addresses_alone(
    cast: Cast, sign_in: Any, said: pytest.LogCaptureFixture
) -> None:
    _go_through_everything(cast, sign_in)
    for entry in Entry.objects.all():
        notify_of(entry_id=entry.pk)
    for email in Email.objects.all():
        send(email.pk)
    assert any("Saltpetre" in str(one.body) for one in mail.outbox), "what was sent shows it"
    assert tables_that_hold("Wharfinger") == {"postal_address"}
    assert tables_that_hold("Saltpetre") == {"postal_address"}
    assert tables_that_hold("Kiln Lane") == set(), "what the maker refused is blank"
    for street in STREETS:
        assert street not in said.text
        assert not any(street in str(job) for job in ProcrastinateJob.objects.values_list("args", flat=True))


def test_no_event_and_no_webhook_tells_it_to_anybody(cast: Cast, sign_in: Any) -> None:
    _go_through_everything(cast, sign_in)
    number_all_events()
    for user in (cast.hanna, cast.ines, cast.sam):
        told = caller(user).get("/events?limit=100").content.decode()
        assert "order.ship_to_changed" in told
        bodies = [body_of(event, user) for event in Event.objects.select_related("entry__order", "entry__actor")]
        assert not any(street in text for street in STREETS for text in (told, *bodies))
    changed = Entry.objects.filter(kind="ship_to_changed").latest("pk")
    events = caller(cast.hanna).get("/events?limit=100").json()["items"]
    facts = next(one["facts"] for one in events if one["type"] == "order.ship_to_changed")
    assert facts == {"ship_to": changed.facts["ship_to"]}


def test_a_rival_reads_nothing_of_it_anywhere(cast: Cast, sign_in: Any) -> None:
    """D1: the rug of the same checkout is Otto's, and he sees the street of his own order alone."""
    orders = _go_through_everything(cast, sign_in)
    otto = sign_in(cast.otto)
    rug = Order.objects.get(maker=cast.weaves)
    pages = [
        "/portal/orders/?tab=all",
        "/portal/packing-slips/",
        "/notices/",
        "/addresses/",
    ]
    texts = [otto.get(page).content.decode() for page in pages]
    texts += [caller(cast.otto).get(path).content.decode() for path in ("/events", "/ledger")]
    assert [(n, street) for n, text in enumerate(texts) for street in STREETS if street in text] == []
    export = b"".join(otto.get("/portal/orders/export.csv").streaming_content).decode()
    assert export.count("Wharfinger") == 1, "his own"
    assert not any(street in export for street in STREETS[1:])
    for order in orders:
        assert caller(cast.otto).get(f"/orders/{order.number}").status_code == 404
        assert otto.get(f"/portal/orders/{order.number}/packing-slip/").status_code == 404
    assert WHARF.line1 in otto.get(f"/portal/orders/{rug.number}/").content.decode()


def test_what_is_searched_for_finds_no_order_by_its_street(cast: Cast, sign_in: Any) -> None:
    cast.order()
    assert "BYR-" not in sign_in(cast.hanna).get("/portal/orders/?q=Wharfinger").content.decode()


def test_a_log_that_prints_a_row_prints_no_address(cast: Cast) -> None:
    kept = keep_address(WHARF, buyer=cast.harbor, by=cast.ines).address
    assert str(kept) == f"address {kept.pk}"
    assert "Wharf" not in repr(kept)
