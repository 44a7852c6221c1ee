"""Stripe: one payment intent for each maker's order, captured by hand. See docs/decisions/0046-stripes-library.md."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from stripe import StripeClient, StripeError

from anam.coded import coded
from anam.payments.gateways import (
    Answer,
    Dispute,
    Finding,
    GatewayRequest,
    HeardEvent,
    HolderAuthorisation,
    HolderBooks,
    HolderReference,
    Outcome,
)
from anam.payments.gateways.stripe import books, disputes, events, intents, refunds
from anam.payments.gateways.stripe.account import our_account
from anam.payments.gateways.stripe.amounts import validate_charge
from anam.payments.gateways.stripe.checking import check
from anam.payments.gateways.stripe.client import connect
from anam.payments.gateways.stripe.errors import answer_to
from anam.payments.gateways.stripe.no import No
from anam.payments.models import PaymentOperation

_Call = Callable[[StripeClient, GatewayRequest], Answer]


class Stripe:
    def validate_charge(self, amount: int, currency: str) -> str:
        return validate_charge(amount, currency)

    def prepare(self, request: GatewayRequest) -> Answer:
        return _call(intents.create, request)

    def authorise(self, request: GatewayRequest) -> Answer:
        return _call(intents.confirm, request)

    def capture(self, request: GatewayRequest) -> Answer:
        return _call(intents.capture, request)

    def void(self, request: GatewayRequest) -> Answer:
        return _call(intents.cancel, request)

    def refund(self, request: GatewayRequest) -> Answer:
        return _call(refunds.create, request)

    def look_up(self, request: GatewayRequest) -> Answer:
        """That Stripe knows no such thing means that nothing came of it; any other error, that it does not say."""
        refunded = request.kind == PaymentOperation.Kind.REFUND
        return _call(refunds.look_up if refunded else intents.look_up, request, only_looks=True)

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> HeardEvent | None:
        return events.read_event(body, headers)

    def look_up_dispute(self, reference: str) -> Dispute | None:
        return disputes.look_up(reference)

    def books(self, where: HolderReference) -> HolderBooks | None:
        return books.read(where)

    def authorisations(self, since: datetime | None) -> Iterable[HolderAuthorisation]:
        return books.authorisations(since)

    def check(self) -> Iterable[Finding]:
        return check()


def _call(call: _Call, request: GatewayRequest, *, only_looks: bool = False) -> Answer:
    """Ask, with the key of the account where the payment is; with another one, nothing is asked and it stays open."""
    try:
        stripe, here = connect(), our_account()
    except No as no:
        return Answer(Outcome.UNKNOWN, no.why)
    except StripeError as error:
        return Answer(Outcome.UNKNOWN, answer_to(error, request).why)
    if not here.holds(request.account, request.live):
        return Answer(Outcome.UNKNOWN, coded("held_elsewhere"))
    try:
        return replace(call(stripe, request), account=here.id, live=here.live)
    except No as no:
        return Answer(Outcome.REFUSED, no.why, code=no.code)
    except StripeError as error:
        answer = answer_to(error, request)
        if not only_looks:
            return answer
        return Answer(Outcome.ABSENT if error.http_status == 404 else Outcome.UNKNOWN, answer.why)
