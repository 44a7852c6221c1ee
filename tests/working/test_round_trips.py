"""How often a decline waits for the database, counted on the wire: a wait more is seen here, not by a stopwatch."""

from collections.abc import Iterator

import pytest
from benchmarks.decline import EXPLANATION
from benchmarks.factories import ORDERS, PARTIES
from benchmarks.round_trips import Wire, counted
from django.db import connection
from django.test import Client
from psycopg import ClientCursor
from psycopg.conninfo import conninfo_to_dict

from anam.orders.models import Order
from anam.people.models import User
from tests.copies import url_of


@pytest.fixture
def wire(own_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    with connection.cursor() as cursor, ClientCursor(cursor.connection) as several:
        several.execute(PARTIES, {"makers": 2})
        several.execute(ORDERS, {"first": 1, "last": 6, "status": "placed", "makers": 2, "together": False})
    with counted(url_of(own_database)) as wire:
        through = conninfo_to_dict(wire.url)
        _forget_connections()
        for setting, name in {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}.items():
            monkeypatch.setitem(connection.settings_dict, setting, through.get(name, ""))
        yield wire
        monkeypatch.undo()
        _forget_connections()


def _forget_connections() -> None:
    connection.close()
    connection.close_pool()


def test_a_decline_is_ten_statements_in_five_round_trips(wire: Wire) -> None:
    client = Client()
    client.force_login(User.objects.get(email="member1@bench.test"), backend="anam.people.signing_in.EmailBackend")
    for number in ("B-3", "B-5"):  # the first opens a connection
        wire.reset()
        answer = client.post(f"/portal/orders/{number}/decline/", {"reason": "too_late", "explanation": EXPLANATION})
        assert answer.status_code == 302
        assert Order.objects.filter(number=number, status="declined").exists()
    proof = 1
    assert (wire.statements - proof, wire.turns - proof) == (10, 5)
