"""What a payment gateway must be able to do; which there are stands in registry.py.

Every call carries an idempotency key that was stored before the call: the gateway does the same key once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # settings are read beside this: there is no model yet, and no database
    from anam.coded import Coded
    from anam.payments.models import MovementKind

# The code of a refusal after which the card's owner can still pay: their bank wants to hear from them first (M6).
ACTION_REQUIRED = "action_required"


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"  # its final no
    PROCESSING = "processing"  # it has it, and needs time
    UNKNOWN = "unknown"  # no answer: it may or may not have happened
    ABSENT = "absent"  # of a look-up: it never happened


@dataclass(frozen=True)
class GatewayRequest:
    """An operation as a gateway is asked for it. `amount` in minor units of `currency`.

    `reference` names the authorisation that it is about, empty before there is one; `customer` and `method` are the
    buyer and their saved card as the gateway calls them, `account` and `live` where these are; `group` is what was
    checked out together. None of it changes while its key is the same.
    """

    operation_id: int
    kind: str
    key: str
    amount: int
    currency: str
    reference: str = ""
    card: str = ""
    customer: str = ""
    method: str = ""
    account: str = ""
    live: bool | None = None
    group: str = ""
    order: str = ""


@dataclass(frozen=True)
class Answer:
    """What a gateway says, and `why` (payments/sentences.py). `code` is why it refused, in its own words for programs.

    `reference` names what it prepared, authorised or refunded. `captured` is what it has taken of what it should
    release, in minor units. `held_until` is the end of the authorisation (UTC), where it says one; `account` and `live`
    say where it prepared that. `spent`: it answers this key so for ever, and nothing can come of that any more.
    """

    outcome: Outcome
    why: "Coded" = field(default_factory=dict)
    code: str = ""
    reference: str = ""
    captured: int = 0
    held_until: datetime | None = None
    account: str = ""
    live: bool | None = None
    spent: bool = False


class NotGenuine(Exception):
    """What claims to come from a gateway does not, or cannot be read. What is said in it is never repeated."""


@dataclass(frozen=True)
class HeardEvent:
    """That something happened at a gateway, by its own names: a hint, and no more (M9).

    `topic` is "payment", "dispute" or "page"; "" for what we take no notice of. `subject` is what it happened to,
    `reference` the authorisation behind that, or the page.
    """

    id: str
    kind: str
    topic: str = ""
    subject: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Dispute:
    """Somebody wants their money back from their bank. `amount` in minor units.

    `why` and `what_now` are codes of DISPUTES (payments/sentences.py); `answer_by` is until when the marketplace can
    answer (UTC).
    """

    reference: str
    amount: int
    currency: str
    why: str
    what_now: str
    answer_by: datetime | None = None


@dataclass(frozen=True)
class Finding:
    """What `anam check-payments` says in a sentence or two: whether something is right, and what to do if not."""

    right: bool
    words: str


class GatewayDown(Exception):
    """It does not answer: what it has is not known."""


class NotAsked(Exception):
    """What it has cannot be asked about as it is set up: with the key of another account, or of its other mode."""


@dataclass(frozen=True)
class HolderReference:
    """Where a gateway has a payment: the name of its authorisation, in which account, in which mode."""

    reference: str
    account: str = ""
    live: bool | None = None


@dataclass(frozen=True)
class HolderMovement:
    """A movement in a gateway's own books, of a kind as our ledger has them (M7). Minor units; UTC.

    `object_id` is what moved it, as the gateway calls it: an authorisation, a refund, a dispute; `operation_id` the
    operation of ours that it says it is. Without `at` it does not say when.
    """

    kind: "MovementKind"
    amount: int
    object_id: str
    operation_id: int | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class HolderBooks:
    """What a gateway has under one reference, by its own books (M8). Minor units of `currency`.

    `voided`: nothing was captured, and nothing is authorised any more, by whoever released it. `disputed` is what its
    bank has taken back, as long as that is not won. `movements` are those that can come of something else than what we
    ask: what was captured, or released whole, refunds and disputes; none where nothing else can move money there.
    """

    currency: str
    authorised: int
    captured: int = 0
    refunded: int = 0
    disputed: int = 0
    voided: bool = False
    movements: Sequence[HolderMovement] = ()


@dataclass(frozen=True)
class HolderAuthorisation:
    """Money that a gateway holds, or took, for this installation, by its own list of them. Minor units; UTC."""

    reference: str
    amount: int
    currency: str
    order: str
    at: datetime


class Gateway(Protocol):
    """It keeps nothing of its own between two calls, and raises nothing but what is said."""

    def validate_charge(self, amount: int, currency: str) -> str:
        """Why no card can be charged that (minor units), in words; "" where one can. Nobody is asked."""

    def prepare(self, request: GatewayRequest) -> Answer:
        """Make what `authorise` will hold money by, and name it. No money moves; its reference is stored before any."""

    def authorise(self, request: GatewayRequest) -> Answer: ...
    def capture(self, request: GatewayRequest) -> Answer: ...
    def void(self, request: GatewayRequest) -> Answer: ...
    def refund(self, request: GatewayRequest) -> Answer: ...

    def look_up(self, request: GatewayRequest) -> Answer:
        """What became of an operation that was asked for before. Nothing is asked to move."""

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> HeardEvent | None:
        """What the gateway tells us by webhook; None where it tells nothing. Raises NotGenuine."""

    def look_up_dispute(self, reference: str) -> Dispute | None:
        """As it is now; None where the gateway does not say."""

    def check(self) -> Iterable[Finding]:
        """Whether it can be used as it is set up, for whoever runs the marketplace."""

    def books(self, where: HolderReference) -> HolderBooks | None:
        """What it has there; None where it knows of no such authorisation. Raises GatewayDown, NotAsked. M8."""

    def authorisations(self, since: datetime | None) -> Iterable[HolderAuthorisation]:
        """All that it held or took for this installation, of those made since then (UTC). Raises GatewayDown. M8."""
