"""Who hears that an operation was queued or ended: one listener, of a higher room, called in the same transaction."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from anam.coded import Coded
from anam.payments.models import Payment
from anam.people.models import User


@dataclass(frozen=True)
class OperationChange:
    """An operation that was queued, or has ended as `state` says. Minor units of the payment's currency; UTC.

    `by` is the person who said so, as `acting_as`; None: the gateway.
    """

    payment: Payment
    operation_id: int
    kind: str
    amount: int
    state: str
    cancellation_id: int | None
    at: datetime | None = None
    by: User | None = None
    acting_as: str = "anam"
    why: Coded = field(default_factory=dict)


Listener = Callable[[OperationChange], None]
_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Have `listener` called for every operation that is queued or ends. Once, when the program starts."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(change: OperationChange) -> None:
    """Tell whoever listens, in the transaction of the change: what they write stands or falls with it."""
    for listener in _listeners:
        listener(change)
