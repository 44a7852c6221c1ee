"""What a gateway must be able to do that has buyers enter their cards at pages of its own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class CustomerGone(Exception):
    """The gateway does not know this customer, or not any more: somebody deleted them there."""


@dataclass(frozen=True)
class Where:
    """An account of a gateway, in one of its modes. `live`: whether money moves there."""

    account: str
    live: bool


@dataclass(frozen=True)
class PageRequest:
    """A page where a customer saves a card. It takes none after `closes_at` (UTC).

    With an `amount` (minor units of `currency`) that is held on it, to be taken later: of what `group` checked out
    together, for our order of that number. The browser comes back to `success_url` or `cancel_url`. `words` is what the
    card's owner agrees to, at most 1,200 characters; `about` is our own name of what it is for.
    """

    customer: str
    success_url: str
    cancel_url: str
    closes_at: datetime
    words: str
    about: str
    amount: int = 0
    currency: str = ""
    group: str = ""
    order: str = ""


@dataclass(frozen=True)
class OpenedPage:
    reference: str
    url: str


@dataclass(frozen=True)
class PageNow:
    """What became of a page. `method` is the card that was saved there, `card` its last digits.

    `authorised` names what holds money by it, `held_until` is when that ends (UTC), where the gateway says so.
    """

    is_open: bool
    method: str = ""
    card: str = ""
    authorised: str = ""
    held_until: datetime | None = None


class HostsPages(Protocol):
    """Each call raises GatewayDown where there is no answer, and NotAsked where our key is not the right one."""

    def account(self) -> Where:
        """Whose key ours is."""

    def create_customer(self, *, buyer_id: int, name: str) -> str:
        """A buyer, by the name that the gateway gives them. No money moves by it."""

    def open_page(self, request: PageRequest) -> OpenedPage:
        """Raises CustomerGone. No money moves by it; it is held once a card is entered there."""

    def read_page(self, reference: str, where: Where) -> PageNow:
        """As it is now."""

    def close_page(self, reference: str, where: Where) -> None:
        """Have it take no card any more. One that is over stays as it is."""
