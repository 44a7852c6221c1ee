"""The life of a return: every status, and every move between them. Nothing else moves one (M13)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models


class ReturnStatus(models.TextChoices):
    ASKED = "asked", "Asked for"
    AGREED = "agreed", "Agreed: waiting for the goods"
    SENT = "sent", "On its way back"
    RECEIVED = "received", "Received: the money is next"
    REFUNDED = "refunded", "Refunded"
    REFUSED = "refused", "Refused"


@dataclass(frozen=True)
class ReturnMove:
    origins: tuple[ReturnStatus, ...]
    target: ReturnStatus


_OPEN = (ReturnStatus.ASKED, ReturnStatus.AGREED, ReturnStatus.SENT, ReturnStatus.RECEIVED)
MOVES: Mapping[str, ReturnMove] = {
    "agree": ReturnMove((ReturnStatus.ASKED,), ReturnStatus.AGREED),
    "send": ReturnMove((ReturnStatus.AGREED,), ReturnStatus.SENT),
    # What came back came back, whether anybody had said that it was sent.
    "receive": ReturnMove((ReturnStatus.AGREED, ReturnStatus.SENT), ReturnStatus.RECEIVED),
    "refund": ReturnMove((ReturnStatus.RECEIVED,), ReturnStatus.REFUNDED),
    "refuse": ReturnMove(_OPEN, ReturnStatus.REFUSED),
}
ENDS = (ReturnStatus.REFUNDED, ReturnStatus.REFUSED)
