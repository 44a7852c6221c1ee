"""How many files a decline runs through is counted here, so that one more is seen by whoever adds it."""

from typing import Any

import pytest
from benchmarks.factories import ORDERS, PARTIES
from benchmarks.files_to_understand import COMMIT, SHEET, TracedView, decides
from django.db import connection
from django.test import Client
from psycopg import ClientCursor

from anam.people.models import User

FILES = 16


@pytest.mark.usefixtures("own_database")
def test_a_decline_runs_through_sixteen_files_to_its_commit(settings: Any) -> None:
    with connection.cursor() as cursor, ClientCursor(cursor.connection) as several:
        several.execute(PARTIES, {"makers": 1})
        several.execute(ORDERS, {"first": 1, "last": 1, "status": "placed", "makers": 1, "together": False})
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{TracedView.__module__}.{TracedView.__name__}"]
    client, sheet = Client(), "/portal/orders/B-1/decline/"
    client.force_login(User.objects.get(email="member1@bench.test"), backend="anam.people.signing_in.EmailBackend")
    client.get(sheet)
    assert client.post(sheet, SHEET).status_code == 302
    deciding = [str(file) for file in COMMIT.files if decides(file)]
    assert len(deciding) == FILES, deciding
