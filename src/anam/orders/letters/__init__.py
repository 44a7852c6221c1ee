"""What the e-mails about an order say (D10): to the buyer, and to the maker, for each kind of entry.

One file for each subject; each has its LETTERS by the entry's kind and the reader's party.
"""

from collections.abc import Callable

from anam.history.models import Entry
from anam.mail.content import Words
from anam.mail.models import IMPORTANT
from anam.orders.letters import called_off, progress, requests, support
from anam.orders.letters.parts import money_words
from anam.orders.models import Order

__all__ = ["kind_of_letter", "money_words", "words_for"]

_LETTERS: dict[tuple[str, str], Callable[[Entry, Order, str], Words]] = {
    **progress.LETTERS,
    **called_off.LETTERS,
    **support.LETTERS,
    **requests.LETTERS,
}


# What preferences call a letter, by the entry's kind and the reader's party; all that is not here is always sent.
_PROGRESS = {("accepted", "buyer"), ("shipped", "buyer")}
# To whoever did it themselves; to everybody else it is news, and always sent.
_CONFIRMS = {("declined", "maker"), ("cancelled", "maker"), ("lines_removed", "maker"), ("support_asked", "maker")}


def kind_of_letter(entry: Entry, *, party: str, reader_id: int) -> str:
    """What the preferences of `reader_id` call the letter about `entry` (anam.mail.models.OPTIONAL_KINDS)."""
    if (entry.kind, party) in _PROGRESS:
        return "progress"
    did_it_themselves = entry.actor_id == reader_id and entry.actor_as == party
    return "confirmation" if did_it_themselves and (entry.kind, party) in _CONFIRMS else IMPORTANT


def words_for(entry: Entry, order: Order, *, party: str, zone: str) -> Words | None:
    """The letter about `entry` for a reader of `party` ("maker" or "buyer") in `zone`; None: no letter."""
    compose = _LETTERS.get((entry.kind, party))
    return compose(entry, order, zone) if compose else None
