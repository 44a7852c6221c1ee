"""What a payment gateway must be able to do; which there are stands in registry.py.

Every call carries an idempotency key that was stored before the call: the gateway does the same key once.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from anam.coded import Coded


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"  # its final no
    PROCESSING = "processing"  # it has it, and needs time
    UNKNOWN = "unknown"  # no answer: it may or may not have happened
    ABSENT = "absent"  # of a look-up: it never happened


@dataclass(frozen=True)
class Answer:
    """What a gateway says, and `why` (payments/sentences.py). `reference` names what it authorised; `captured`: it has
    taken what it should release.
    """

    outcome: Outcome
    why: Coded = field(default_factory=dict)
    reference: str = ""
    captured: bool = False


class Gateway(Protocol):
    """Amounts in minor units. `reference` names one authorisation and all that follows from it. Nothing is raised."""

    def authorise(self, *, key: str, amount: int, currency: str, card: str) -> Answer: ...
    def capture(self, *, key: str, reference: str, amount: int) -> Answer: ...
    def void(self, *, key: str, reference: str, amount: int) -> Answer: ...
    def refund(self, *, key: str, reference: str, amount: int) -> Answer: ...
    def look_up(self, kind: str, *, key: str, reference: str, amount: int) -> Answer: ...
