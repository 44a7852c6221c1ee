"""The ledger as a feed: every movement has a place in it that stays, and whoever goes on from one misses none (M7)."""

from anam.numbering import Feed

_LEDGER = Feed("payment_movement_place", "movement_id", lock="anam.payments.ledger")


def number_movements() -> int:
    """Give a place to the movements that have none yet; the answer is how many. See `Feed.number`."""
    return _LEDGER.number()


def number_all_movements() -> None:
    """The same for all of them, however many an import has left."""
    _LEDGER.number_all()
