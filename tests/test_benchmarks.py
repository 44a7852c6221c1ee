"""What the benchmarks fill a database with suits the product: they are run by hand, and would break unseen."""

import ast
import json
import re
import sys
from pathlib import Path

import pytest
from benchmarks import oscar, peer, peers, vendure
from benchmarks.decline import EXPLANATION
from benchmarks.factories import ORDERS, PARTIES
from django.db import connection
from django.test import Client
from psycopg import ClientCursor

from anam.orders.models import Order
from anam.people.models import User

pytestmark = pytest.mark.django_db


def test_an_order_of_the_benchmarks_can_be_declined() -> None:
    with connection.cursor() as cursor, ClientCursor(cursor.connection) as several:
        several.execute(PARTIES, {"makers": 2})
        several.execute(ORDERS, {"first": 1, "last": 3, "status": "placed", "makers": 2, "together": False})
    client = Client()
    client.force_login(User.objects.get(email="member1@bench.test"), backend="anam.people.signing_in.EmailBackend")
    answer = client.post("/portal/orders/B-3/decline/", {"reason": "too_late", "explanation": EXPLANATION})
    assert answer.status_code == 302
    assert list(Order.objects.order_by("id").values_list("status", flat=True)) == ["placed", "placed", "declined"]


def test_a_peer_whose_packages_cannot_be_had_is_skipped_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peer, "CACHE", tmp_path)
    unreachable = [sys.executable, "-c", "raise SystemExit('nobody answers')"]
    with pytest.raises(peer.Skipped, match="nobody answers"):
        peer.install("oscar", oscar.FOLDER / "requirements.txt", unreachable)
    with pytest.raises(peer.Skipped, match="does not run here"):
        peer.install("oscar", oscar.FOLDER / "requirements.txt", ["no-such-program"])


def test_packages_of_a_peer_are_fetched_once_for_each_list_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peer, "CACHE", tmp_path)
    count = [sys.executable, "-c", "open('fetched', 'a').write('x')"]
    pins = tmp_path / "pins.txt"
    for text in ("one", "one", "two"):
        pins.write_text(text)
        folder = peer.install("some", pins, count)
    assert (folder / "fetched").read_text() == "xx"


def test_what_the_peers_are_is_pinned() -> None:
    pins = (oscar.FOLDER / "requirements.txt").read_text().splitlines()
    assert [pin for pin in pins if not re.match(r"\s*#|[\w.-]+==\d", pin)] == []
    exact = json.loads((vendure.FOLDER / "package.json").read_text())["dependencies"]
    assert [version for version in exact.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_the_shop_of_a_peer_is_python_that_its_own_environment_can_read() -> None:
    files = [*(oscar.FOLDER / "shop").rglob("*.py")]
    assert files
    for file in files:
        ast.parse(file.read_text())


def test_an_order_of_a_peer_is_given_out_once() -> None:
    orders = peer.Orders(20)
    given = [order for _ in range(2) for some in orders.take(2, 5) for order in some]
    assert sorted(given) == list(range(1, 21))
    with pytest.raises(AssertionError):
        orders.take(1, 1)


def test_the_ratio_of_a_peer_is_how_many_times_as_fast_anam_is() -> None:
    row = peers.Row(took=2.0, seconds=[0.1] * 20)
    assert row.line("Vendure", 50.0).split()[-1] == "5.0"
