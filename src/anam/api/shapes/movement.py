"""A movement of money, as the ledger has it."""

from typing import Literal

from anam.api.shapes.fields import Holder, Moment, Money, Page, Shape
from anam.payments.models import MovementPlace

Moved = Literal[
    "authorised",
    "captured",
    "capture_failed",
    "voided",
    "refunded",
    "refund_failed",
    "expired",
    "disputed",
    "dispute_won",
]


class MovementOut(Shape):
    """One movement of money. It never changes; what takes it back is a further one."""

    id: int
    """Its place in the ledger, which never changes: give it as `after`."""
    kind: Literal[Moved, "manual", "corrected"]
    """What happened; `manual`: somebody did it by hand, not the gateway; `corrected`: a record of that was not so."""
    moved: Moved
    """What it does to the sums: `kind`; of a manual one what was done by hand, of a corrected one what is undone."""
    amount: Money
    currency: str
    maker: str
    order: str | None
    """Its number; null while a checkout is under way, and where it came to nothing."""
    holder: Holder
    """Where the money is: at a gateway, or `external`, held by another system or person."""
    holder_name: str
    """The other system, by name."""
    operation: int | None
    """The `id` of the order’s operation that moved it; null: it moved without one of ours."""
    holder_object: str
    """Without an operation: what moved it at its holder, as a charge, an order there or a dispute."""
    reference: str
    """Where its holder has it."""
    at: Moment
    """When it happened; of money that came with an order from elsewhere, when it was recorded: nobody says more."""
    recorded_at: Moment
    """When it was written down here."""


class Ledger(Page[MovementOut]):
    """Some of the movements, in the order in which they were written down."""

    next: str | None
    """Where to go on: give it as `after`. null where nothing is new: ask again later, with the `after` you have."""


def movement_out(place: MovementPlace) -> MovementOut:
    """A movement with its place, its payment and its order at hand."""
    row, payment = place.movement, place.movement.payment
    names = ("kind", "moved", "amount", "currency", "holder_object", "reference", "at", "recorded_at")
    return MovementOut.model_validate(
        {
            "id": place.seq,
            **{name: getattr(row, name) for name in names},
            "maker": place.maker.slug,
            "order": payment.order.number if payment.order else None,
            "holder": payment.holder,
            "holder_name": payment.holder_name,
            "operation": row.operation_id,
        }
    )
