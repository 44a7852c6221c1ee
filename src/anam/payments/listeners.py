"""Who hears of operations, of disputes, of pages, and of what moved unasked: higher rooms, in the same transaction."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from anam.coded import Coded
from anam.payments.gateways import Dispute
from anam.payments.models import GatewayPage, Payment, PaymentMovement
from anam.people.models import User


@dataclass(frozen=True)
class OperationChange:
    """An operation that is queued for somebody's word (M2), or has ended as `state` says.

    Minor units of the payment's currency; UTC. `by` is the person who said so, as `acting_as`; None: the gateway.
    """

    payment: Payment
    operation_id: int
    kind: str
    amount: int
    state: str
    cancellation_id: int | None
    refund_id: int | None = None
    at: datetime | None = None
    by: User | None = None
    acting_as: str = "anam"
    why: Coded = field(default_factory=dict)


Listener = Callable[[OperationChange], None]
_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Have `listener` called for every operation that ends, or is queued for somebody's word. Once, at the start."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(change: OperationChange) -> None:
    """Tell whoever listens, in the transaction of the change: what they write stands or falls with it."""
    for listener in _listeners:
        listener(change)


DisputeListener = Callable[[Payment, Dispute], None]
_of_disputes: list[DisputeListener] = []


def register_for_disputes(listener: DisputeListener) -> None:
    """Have `listener` called for every dispute, and again whenever something happens to it. Once, at the start."""
    if listener not in _of_disputes:
        _of_disputes.append(listener)


def announce_dispute(payment: Payment, dispute: Dispute) -> None:
    """Tell whoever listens, in the transaction in which the event is done with."""
    for listener in _of_disputes:
        listener(payment, dispute)


MovementListener = Callable[[Payment, PaymentMovement], None]
_of_movements: list[MovementListener] = []


def register_for_movements(listener: MovementListener) -> None:
    """Have `listener` called for every movement that no operation of ours has made. Once, when the program starts."""
    if listener not in _of_movements:
        _of_movements.append(listener)


def announce_movement(payment: Payment, movement: PaymentMovement) -> None:
    """Tell whoever listens, in the transaction in which it is written down."""
    for listener in _of_movements:
        listener(payment, movement)


PageListener = Callable[[GatewayPage], None]
_of_pages: list[PageListener] = []


def register_for_pages(listener: PageListener) -> None:
    """Have `listener` called for every page at a gateway of which something is heard. Once, when the program starts."""
    if listener not in _of_pages:
        _of_pages.append(listener)


def announce_page(page: GatewayPage) -> None:
    """Tell whoever listens that something may have come of it, in the transaction in which the event is done with."""
    for listener in _of_pages:
        listener(page)
