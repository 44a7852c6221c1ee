"""What Stripe knows of one account in one mode: its objects, events, books, and what is due later."""

import copy
import heapq
import itertools
import secrets
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.stripe_stand_in.books import Movement
from tests.stripe_stand_in.clock import Clock
from tests.stripe_stand_in.errors import no_such

Object = dict[str, Any]
_LETTERS = string.ascii_letters + string.digits


def random_text(length: int = 24) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


@dataclass(frozen=True)
class Cause:
    """The request that an event came of: its id and its idempotency key. Time has neither."""

    request: str | None = None
    key: str | None = None


class Account:
    """Changes are made under the server's lock, and end with `save`: what is not saved is not found by search."""

    def __init__(self, account_id: str, *, livemode: bool, clock: Clock, api_version: str) -> None:
        self.id = account_id
        self.livemode = livemode
        self.clock = clock
        self.api_version = api_version
        self.objects: dict[str, Object] = {}
        self.behind: dict[str, Any] = {}  # what Stripe knows of an object and does not show: a card, a charge's nature
        self.events: list[Object] = []
        self.movements: list[Movement] = []
        self.search_lag = 60.0  # seconds by which Search is behind
        self.refunds_begin = ""  # "pending" or "fails", whatever the card
        self.charges_enabled = True
        self.on_event: Callable[[Object], None] = lambda event: None
        self.endpoints: list[Object] = []  # where webhooks go, as the API shows it
        self.sibling: Account | None = None  # the same account in the other mode
        self._writes: list[tuple[float, str, Object]] = []
        self._found: dict[str, Object] = {}
        self._due: list[tuple[float, int, Callable[[], object]]] = []
        self._numbers = itertools.count()

    # Objects

    def new_id(self, prefix: str, length: int = 24) -> str:
        return f"{prefix}_{random_text(length)}"

    def add(self, entry: Object) -> Object:
        self.objects[entry["id"]] = entry
        self.save(entry)
        return entry

    def save(self, entry: Object) -> None:
        self._writes.append((self.clock.now(), entry["id"], copy.deepcopy(entry)))

    def get(self, kind: str, object_id: str, *, param: str, status: int = 400) -> Object:
        """Raises ApiError (`resource_missing`) where there is none of that kind."""
        entry = self.objects.get(object_id)
        if entry is None or entry["object"] != kind:
            elsewhere = self.sibling is not None and object_id in self.sibling.objects
            other = ("test" if self.livemode else "live") if elsewhere else ""
            raise no_such(kind, object_id, param=param, status=status, other_mode=other)
        return entry

    def of_kind(self, kind: str) -> Iterator[Object]:
        """Newest first."""
        return (entry for entry in reversed(list(self.objects.values())) if entry["object"] == kind)

    def indexed(self, kind: str) -> list[Object]:
        """What Search finds: objects as they were written at least `search_lag` seconds ago, newest first."""
        seen = self.clock.now() - self.search_lag
        while self._writes and self._writes[0][0] <= seen:
            _, object_id, entry = self._writes.pop(0)
            self._found[object_id] = entry
        return [entry for entry in reversed(list(self._found.values())) if entry["object"] == kind]

    # Time

    def at(self, moment: float, happen: Callable[[], object]) -> None:
        """Let something happen when the clock says `moment`; it sees for itself whether there is still a reason."""
        heapq.heappush(self._due, (moment, next(self._numbers), happen))

    def let_time_pass(self) -> None:
        while self._due and self._due[0][0] <= self.clock.now():
            heapq.heappop(self._due)[2]()

    # Events and books

    def emit(self, kind: str, entry: Object, cause: Cause, *, previous: Object | None = None) -> Object:
        data: Object = {"object": copy.deepcopy(entry)}
        if previous is not None:
            data["previous_attributes"] = previous
        event: Object = {
            "id": self.new_id("evt"),
            "object": "event",
            "api_version": self.api_version,
            "created": self.clock.seconds(),
            "data": data,
            "livemode": self.livemode,
            "pending_webhooks": 0,
            "request": {"id": cause.request, "idempotency_key": cause.key},
            "type": kind,
        }
        self.events.append(event)
        self.objects[event["id"]] = event
        self.on_event(event)
        return event

    def book(self, kind: str, charge: Object, amount: int, *, reference: str | None = None) -> None:
        self.movements.append(
            Movement(
                kind,
                charge["payment_intent"],
                amount,
                charge["currency"],
                reference or charge["id"],
                self.clock.seconds(),
                charge["transfer_group"],
            )
        )
