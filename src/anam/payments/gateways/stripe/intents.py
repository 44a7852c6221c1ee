"""Payment intents: made unconfirmed, which moves nothing; confirmed; captured or cancelled; read anew by their id."""

from datetime import UTC, datetime

from django.conf import settings
from stripe import Charge, PaymentIntent, StripeClient
from stripe.params import PaymentIntentCreateParams

from anam.coded import coded
from anam.payments.gateways import ACTION_REQUIRED, Answer, GatewayRequest, Outcome
from anam.payments.gateways.stripe.amounts import from_stripe, to_charge
from anam.payments.gateways.stripe.declines import code_of, why
from anam.payments.gateways.stripe.no import No

ENDED_BY_ITSELF = ("expired", "automatic")
HOLDS = ("requires_capture", "succeeded")


def create(stripe: StripeClient, request: GatewayRequest) -> Answer:
    """An intent with everything but its confirmation: nothing is held. The same key finds it again."""
    if not (request.customer and request.method):
        raise No("no_card")
    params: PaymentIntentCreateParams = {
        "amount": to_charge(request.amount, request.currency),
        "currency": request.currency.lower(),
        "capture_method": "manual",
        "allowed_payment_method_types": ["card"],
        "customer": request.customer,
        "payment_method": request.method,
        "metadata": metadata(request),
    }
    if request.group:
        params["transfer_group"] = request.group
    intent = stripe.v1.payment_intents.create(params, {"idempotency_key": request.key})
    return Answer(Outcome.DONE, reference=intent.id)


def confirm(stripe: StripeClient, request: GatewayRequest) -> Answer:
    """The bank is asked to hold the money, while the card's owner is away. Its key is the other one's, with an end."""
    intent = stripe.v1.payment_intents.confirm(
        request.reference,
        {"off_session": True, "expand": ["latest_charge"]},
        {"idempotency_key": f"{request.key}-confirm"},
    )
    return _answer(intent, request)


def capture(stripe: StripeClient, request: GatewayRequest) -> Answer:
    """All that is asked; what is not is released."""
    amount = to_charge(request.amount, request.currency)
    intent = stripe.v1.payment_intents.capture(
        request.reference, {"amount_to_capture": amount}, {"idempotency_key": request.key}
    )
    return _answer(intent, request)


def cancel(stripe: StripeClient, request: GatewayRequest) -> Answer:
    """What is held is released; there is nothing to refund. An intent that was never confirmed is cancelled as well."""
    return _answer(stripe.v1.payment_intents.cancel(request.reference, {}, {"idempotency_key": request.key}), request)


def look_up(stripe: StripeClient, request: GatewayRequest) -> Answer:
    """By its id. An authorisation whose intent we do not know was never confirmed: nothing is held by it."""
    if not request.reference:
        return Answer(Outcome.ABSENT)
    return _answer(stripe.v1.payment_intents.retrieve(request.reference, {"expand": ["latest_charge"]}), request)


def metadata(request: GatewayRequest) -> dict[str, str]:
    """What says at Stripe whose it is. It does not change while the key is the same."""
    ours = {"site": settings.SITE_URL, "operation": str(request.operation_id), "key": request.key}
    return {**ours, "order": request.order} if request.order else ours


def _answer(intent: PaymentIntent, request: GatewayRequest) -> Answer:
    read = {"authorise": _of_authorisation, "capture": _of_capture, "void": _of_release, "release": _of_release}[
        request.kind
    ]
    return read(intent, request)


def _of_authorisation(intent: PaymentIntent, request: GatewayRequest) -> Answer:
    if intent.status in HOLDS:
        return Answer(Outcome.DONE, reference=intent.id, held_until=held_until(intent))
    if intent.status == "processing":
        return Answer(Outcome.PROCESSING)
    if intent.status == "requires_action":
        return Answer(Outcome.REFUSED, why("authentication_required"), code=ACTION_REQUIRED)
    if intent.status == "canceled":
        return _gone(intent)
    error = intent.last_payment_error
    if error is None:
        return Answer(Outcome.ABSENT)
    codes = (error.decline_code, error.code)
    return Answer(Outcome.REFUSED, why(*codes), code=code_of(*codes) or "refused")


def _of_capture(intent: PaymentIntent, request: GatewayRequest) -> Answer:
    if intent.status == "requires_capture":
        return Answer(Outcome.ABSENT)
    if intent.status == "processing":
        return Answer(Outcome.PROCESSING)
    if intent.status == "canceled":
        return _gone(intent)
    if intent.status != "succeeded":
        return Answer(Outcome.REFUSED, coded("not_held"), code="not_held")
    if from_stripe(intent.amount_received, request.currency) != request.amount:
        return Answer(Outcome.REFUSED, coded("another_sum_captured"), code="captured_otherwise")
    return Answer(Outcome.DONE)


def _of_release(intent: PaymentIntent, request: GatewayRequest) -> Answer:
    if intent.status == "canceled":
        return Answer(Outcome.DONE)
    if intent.status == "processing":
        return Answer(Outcome.PROCESSING)
    if intent.status == "succeeded":
        taken = from_stripe(intent.amount_received, request.currency)
        return Answer(Outcome.REFUSED, coded("captured_already"), code="captured", captured=taken)
    return Answer(Outcome.ABSENT)


def _gone(intent: PaymentIntent) -> Answer:
    if intent.cancellation_reason in ENDED_BY_ITSELF:
        return Answer(Outcome.REFUSED, coded("authorisation_ended"), code="expired")
    return Answer(Outcome.REFUSED, coded("authorisation_released"), code="released")


def held_until(intent: PaymentIntent) -> datetime | None:
    """When the bank lets go of the money by itself (M6); None once it is captured, and where Stripe does not say."""
    charge = intent.latest_charge
    card = charge.payment_method_details.card if isinstance(charge, Charge) and charge.payment_method_details else None
    ends = card.capture_before if card else None
    return datetime.fromtimestamp(ends, UTC) if ends else None
