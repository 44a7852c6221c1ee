"""What the benchmarks fill a database with suits the product: they are run by hand, and would break unseen."""

import pytest
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
