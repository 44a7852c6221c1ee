"""What Pebble does with money: it keeps its books in this process, and every card is good."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from anam.payments.gateways import (
    Answer,
    Dispute,
    Finding,
    GatewayRequest,
    HeardEvent,
    HolderAuthorisation,
    HolderBooks,
    HolderReference,
    NotGenuine,
    Outcome,
)
from anam.payments.gateways.pages import OpenedPage, PageNow, PageRequest, Where

SHOP = "shop_7"


@dataclass
class Charge:
    amount: int
    currency: str
    order: str
    captured: int = 0
    refunded: int = 0
    voided: bool = False


CHARGES: dict[str, Charge] = {}
DONE: set[str] = set()


class Pebble:
    def validate_charge(self, amount: int, currency: str) -> str:
        return ""

    def prepare(self, request: GatewayRequest) -> Answer:
        return Answer(Outcome.DONE, reference=f"pc_{request.key}", account=SHOP, live=False)

    def authorise(self, request: GatewayRequest) -> Answer:
        CHARGES[request.reference] = Charge(request.amount, request.currency, request.order)
        return self._done(request)

    def capture(self, request: GatewayRequest) -> Answer:
        CHARGES[request.reference].captured = request.amount
        return self._done(request)

    def void(self, request: GatewayRequest) -> Answer:
        CHARGES[request.reference].voided = True
        return self._done(request)

    def refund(self, request: GatewayRequest) -> Answer:
        if request.key not in DONE:
            CHARGES[request.reference].refunded += request.amount
        return self._done(request)

    def look_up(self, request: GatewayRequest) -> Answer:
        return self._done(request) if request.key in DONE else Answer(Outcome.ABSENT)

    def _done(self, request: GatewayRequest) -> Answer:
        DONE.add(request.key)
        return Answer(Outcome.DONE, reference=request.reference)

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> HeardEvent | None:
        if headers.get("Pebble-Token") != settings.PEBBLE_TOKEN:
            raise NotGenuine("This does not come from Pebble.")
        return HeardEvent(**json.loads(body))

    def look_up_dispute(self, reference: str) -> Dispute | None:
        return Dispute(
            reference, 500, "USD", "charged_twice", "bank_has_taken_it", datetime(2026, 12, 24, 9, tzinfo=UTC)
        )

    def check(self) -> Iterable[Finding]:
        yield Finding(bool(settings.PEBBLE_TOKEN), "Pebble takes the token.")

    def books(self, where: HolderReference) -> HolderBooks | None:
        one = CHARGES.get(where.reference)
        return one and HolderBooks(one.currency, one.amount, one.captured, one.refunded, voided=one.voided)

    def authorisations(self, since: datetime | None) -> Iterable[HolderAuthorisation]:
        at = datetime.now(UTC)
        return [HolderAuthorisation(name, one.amount, one.currency, one.order, at) for name, one in CHARGES.items()]


class PebblePages:
    def account(self) -> Where:
        return Where(SHOP, live=False)

    def create_customer(self, *, buyer_id: int, name: str) -> str:
        return f"pu_{buyer_id}"

    def open_page(self, request: PageRequest) -> OpenedPage:
        return OpenedPage("pp_1", f"https://pay.pebble.example/pp_1?then={request.success_url}")

    def read_page(self, reference: str, where: Where) -> PageNow:
        return PageNow(is_open=False, method="pm_1", card="4242")

    def close_page(self, reference: str, where: Where) -> None:
        pass
