"""What a payment gateway must be able to do; which there are stands in registry.py.

Every call carries an idempotency key that was stored before the call: the gateway does the same key once.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"  # its final no; the words are for people
    PROCESSING = "processing"  # it has it, and needs time
    UNKNOWN = "unknown"  # no answer: it may or may not have happened
    ABSENT = "absent"  # of a look-up: it never happened


@dataclass(frozen=True)
class Answer:
    """What a gateway says. `reference` names what it authorised; `captured`: it has taken what it should release."""

    outcome: Outcome
    words: str = ""
    reference: str = ""
    captured: bool = False


class GatewayDown(Exception):
    """It does not answer: what it has is not known."""


@dataclass(frozen=True)
class HolderBooks:
    """What a gateway has under one reference, by its own books (M8). Minor units of `currency`.

    `voided`: nothing was captured, and nothing is authorised any more, by whoever released it. `disputed` is what its
    bank has taken back, as long as that is not won.
    """

    currency: str
    authorised: int
    captured: int = 0
    refunded: int = 0
    disputed: int = 0
    voided: bool = False


class Gateway(Protocol):
    """Amounts in minor units. `reference` names one authorisation and all that follows from it.

    Nothing is raised, but by `books`: GatewayDown. It changes nothing; None where the reference is not known there.
    """

    def authorise(self, *, key: str, amount: int, currency: str, card: str) -> Answer: ...
    def capture(self, *, key: str, reference: str, amount: int) -> Answer: ...
    def void(self, *, key: str, reference: str, amount: int) -> Answer: ...
    def refund(self, *, key: str, reference: str, amount: int) -> Answer: ...
    def look_up(self, kind: str, *, key: str, reference: str, amount: int) -> Answer: ...
    def books(self, reference: str) -> HolderBooks | None: ...
