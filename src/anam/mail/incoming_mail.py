"""Writing down e-mails that came in, and what became of each. Where they belong is decided by `incoming`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from anam.clock import database_now
from anam.mail.models import IncomingMail
from anam.people.models import User


def keep_incoming(
    raw: bytes, *, header_id: str, recipient: str, envelope_from: str, received_at: datetime
) -> tuple[IncomingMail, bool]:
    """Keep a mail as it came; whether it is new: the same one for the same recipient is kept once (D7)."""
    columns = {"raw": raw, "received_at": received_at, "envelope_from": envelope_from}
    return IncomingMail.objects.get_or_create(header_id=header_id, recipient=recipient, defaults=columns)


def record_outcome(mail: IncomingMail, **columns: Any) -> None:
    """What became of `mail`, and how much of it is kept."""
    IncomingMail.objects.filter(pk=mail.pk).update(**columns)


def record_taken_back(mail: IncomingMail, *, by: User) -> None:
    """Support has taken in `mail`, which had been set aside."""
    IncomingMail.objects.filter(pk=mail.pk).update(taken_back_by=by, taken_back_at=database_now())


def forget_raw(ids: Iterable[int]) -> int:
    """Keep those of these mails no longer that are still set aside. The answer is how many."""
    return IncomingMail.objects.set_aside().filter(pk__in=list(ids)).update(raw=None)
