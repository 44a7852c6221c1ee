"""The stand-in's own books: every movement of money, in the order in which it happened, only ever added to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

# What each kind does to what is reserved on the card, and to what the account has. `voided` is also what a capture of
# a part leaves of its authorisation.
KINDS = (
    *("authorised", "captured", "voided", "expired"),
    *("refunded", "refund_failed", "disputed", "dispute_won"),
)
_RESERVED = {"authorised": 1, "captured": -1, "voided": -1, "expired": -1}
_RECEIVED = {"captured": 1, "refunded": -1, "refund_failed": 1, "disputed": -1, "dispute_won": 1}


@dataclass(frozen=True)
class Movement:
    """`amount` in Stripe's unit; `reference`: the charge, the refund or the dispute; `at`: the stand-in's clock."""

    kind: str
    intent: str
    amount: int
    currency: str
    reference: str
    at: int
    transfer_group: str | None = None


@dataclass(frozen=True)
class Sums:
    """What came of the movements: each kind's sum, what is still reserved on cards, and what the account received."""

    by_kind: dict[str, int]
    reserved: int
    received: int


def sums(movements: Iterable[Movement]) -> Sums:
    """Of movements in one currency. Raises ValueError where there are several: their sum would say nothing."""
    movements = list(movements)
    if len({movement.currency for movement in movements}) > 1:
        raise ValueError("movements in several currencies have no sum")
    total: Counter[str] = Counter()
    for movement in movements:
        total[movement.kind] += movement.amount
    return Sums(
        {kind: total[kind] for kind in KINDS if total[kind]},
        sum(sign * total[kind] for kind, sign in _RESERVED.items()),
        sum(sign * total[kind] for kind, sign in _RECEIVED.items()),
    )
