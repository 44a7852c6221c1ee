"""What is sent: the event as `GET /events` gives it, signed after the Standard Webhooks specification."""

import json
from datetime import datetime

from standardwebhooks import Webhook

from anam.api.shapes.event import events_out
from anam.history.models import Event
from anam.people.models import User


def body_of(event: Event, user: User, *, indent: int | None = None) -> str:
    """The event as `user` may read it; indented, for people."""
    told = events_out([event.entry], user, seqs={event.entry_id: event.seq})[0]
    shape = told.model_dump(mode="json")
    whole = {"type": told.type, "timestamp": shape["at"], "data": shape}
    return json.dumps(whole, ensure_ascii=False, indent=indent)


def headers_of(message_id: str, body: str, *, secrets: list[str], now: datetime) -> dict[str, str]:
    """With one signature for each secret."""
    signatures = [Webhook(secret).sign(message_id, now, body) for secret in secrets]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Anam-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
