"""What the e-mails about an order say (D10): to the buyer, and to the maker, for each kind of entry.

One file for each subject; each has its LETTERS by the entry's kind and the reader's party.
"""

from collections.abc import Callable

from anam.history.models import Entry
from anam.mail.actions.write import Words
from anam.orders.letters import called_off, progress, requests, support
from anam.orders.letters.parts import money_words
from anam.orders.models import Order

__all__ = ["money_words", "words_for"]

_LETTERS: dict[tuple[str, str], Callable[[Entry, Order, str], Words]] = {
    **progress.LETTERS,
    **called_off.LETTERS,
    **support.LETTERS,
    **requests.LETTERS,
}


def words_for(entry: Entry, order: Order, *, party: str, zone: str) -> Words | None:
    """The letter about `entry` for a reader of `party` ("maker" or "buyer") in `zone`; None: no letter."""
    compose = _LETTERS.get((entry.kind, party))
    return compose(entry, order, zone) if compose else None
