"""Who sees where an order is sent: the one answer for pages, programs, slips, exports and e-mails."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from anam.orders.models import AddressRequest, Order
from anam.orders.status import OPEN, Status
from anam.postal.address import Address
from anam.postal.lines import place_only
from anam.postal.shapes import shape_of
from anam.words import listed

# So long after an order was completed its maker may still need the address: a parcel that was lost, a return.
SEEN_AFTER_COMPLETION = timedelta(days=90)


@dataclass(frozen=True)
class ShipTo:
    """Where an order goes, as one reader may see it; `doubts` are the fields that seemed wrong, and nobody confirmed.

    `is_whole` is false where they see city and country only, or where it was blanked.
    """

    id: int
    address: Address
    doubts: tuple[str, ...]
    is_whole: bool
    is_blanked: bool = False

    @property
    def warning(self) -> str:
        """What seems wrong with it, in words, for whoever is about to write it on a parcel."""
        if not self.doubts:
            return ""
        labels = shape_of(self.address.country, self.address.region).labels
        parts = listed([labels[name].lower() for name in self.doubts])
        return f"Look at the {parts} again: something seems wrong. Ask before it is shipped."

    @property
    def why_less(self) -> str:
        """Why no more of it is shown, where it is not whole."""
        if self.is_blanked:
            return "The rest of the address was removed."
        return "The order is over: makers see its city and country only."


def maker_sees_all(order: Order, *, now: datetime) -> bool:
    """Whether its maker still needs more of the address than city and country; `now` is the database's clock, UTC.

    Not after a decline or a cancellation, and no longer than 90 days after it was completed.
    """
    if order.status in (*OPEN, Status.SHIPPED):
        return True
    return bool(order.completed_at and now < order.completed_at + SEEN_AFTER_COMPLETION and not order.is_cancelled)


def open_address_request(order: Order) -> AddressRequest | None:
    """What its buyer asks for, while nobody has answered and it has not moved on. A query, unless it looked before."""
    if not getattr(order, "has_address_requests", True):
        return None
    return order.address_requests.unanswered().select_related("ship_to", "asked_by").first()


def ship_to_for(order: Order, side: str, *, now: datetime) -> ShipTo | None:
    """Where `order` goes, as its "maker", its "buyer" or "support" may see it; None where nobody has said. D1."""
    kept = order.ship_to
    if kept is None:
        return None
    whole = kept.blanked_at is None and (side != "maker" or maker_sees_all(order, now=now))
    doubts = tuple(kept.doubts) if whole and kept.is_doubtful else ()
    address = kept.address if whole else place_only(kept.address)
    return ShipTo(kept.pk, address, doubts, whole, kept.blanked_at is not None)
