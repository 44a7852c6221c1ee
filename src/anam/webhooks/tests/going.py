"""What the clock and the worker do, at once."""

import json
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from anam.webhooks.actions.fan_out import fan_out
from anam.webhooks.actions.send_due import send_due
from anam.webhooks.models import Delivery, Endpoint
from anam.webhooks.tests.receiver import Receiver


def go(endpoint: Endpoint) -> None:
    fan_out()
    send_due(endpoint.pk)


def types(receiver: Receiver) -> list[str]:
    return [json.loads(one.body)["type"] for one in receiver.received]


def make_due() -> None:
    Delivery.objects.exclude(next_at=None).update(next_at=timezone.now() - timedelta(seconds=1))


def let_it_stand() -> None:
    """As if what was accepted had been so for longer than it can be undone."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE history_entry DISABLE TRIGGER history_entry_stays")
        cursor.execute("UPDATE history_entry SET at = at - interval '11 seconds' WHERE kind = 'accepted'")
        cursor.execute("ALTER TABLE history_entry ENABLE TRIGGER history_entry_stays")
