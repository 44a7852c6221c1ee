"""Stripe's own page, where a buyer saves a card, and the buyer as Stripe's customer (M6)."""

from collections.abc import Callable
from dataclasses import replace
from typing import NoReturn

from django.conf import settings
from stripe import PaymentIntent, PaymentMethod, SetupIntent, StripeClient, StripeError
from stripe.params.checkout import SessionCreateParams

from anam.coded import coded, worded
from anam.payments.gateways import GatewayDown, NotAsked
from anam.payments.gateways.pages import CustomerGone, OpenedPage, PageNow, PageRequest, Where
from anam.payments.gateways.stripe.account import our_account
from anam.payments.gateways.stripe.amounts import to_charge
from anam.payments.gateways.stripe.client import connect
from anam.payments.gateways.stripe.errors import tell, words_of
from anam.payments.gateways.stripe.intents import HOLDS, held_until
from anam.payments.gateways.stripe.no import No
from anam.payments.models import new_key
from anam.payments.sentences import WHY_NOT_MOVED


class StripePages:
    def account(self) -> Where:
        def whose(_: StripeClient) -> Where:
            ours = our_account()
            return Where(ours.id, ours.live)

        return _ask(whose)

    def create_customer(self, *, buyer_id: int, name: str) -> str:
        """Two that are asked for at once are two, of which one is kept: no money moves by either."""
        metadata = {"site": settings.SITE_URL, "buyer": str(buyer_id)}
        return _ask(
            lambda stripe: (
                stripe.v1.customers.create(
                    {"name": name[:256], "metadata": metadata}, {"idempotency_key": new_key("customer")}
                ).id
            )
        )

    def open_page(self, request: PageRequest) -> OpenedPage:
        """In setup mode the bank is asked about the card, nothing is held, and the card is saved; else both."""

        def ask(stripe: StripeClient) -> OpenedPage:
            params = _of_payment(request) if request.amount else _of_card(request)
            session = stripe.v1.checkout.sessions.create(params, {"idempotency_key": new_key("page")})
            return OpenedPage(session.id, session.url or "")

        return _ask(ask)

    def read_page(self, reference: str, where: Where) -> PageNow:
        def look(stripe: StripeClient) -> PageNow:
            wanted = ["setup_intent.payment_method", "payment_intent.payment_method", "payment_intent.latest_charge"]
            session = stripe.v1.checkout.sessions.retrieve(reference, {"expand": wanted})
            saved, held = session.setup_intent, session.payment_intent
            if session.status == "complete" and isinstance(saved, SetupIntent) and saved.status == "succeeded":
                return _saved(saved.payment_method)
            if session.status == "complete" and isinstance(held, PaymentIntent) and held.status in HOLDS:
                return replace(_saved(held.payment_method), authorised=held.id, held_until=held_until(held))
            return PageNow(is_open=session.status == "open")

        return _ask(look, where)

    def close_page(self, reference: str, where: Where) -> None:
        def close(stripe: StripeClient) -> None:
            try:
                stripe.v1.checkout.sessions.expire(reference, {}, {"idempotency_key": new_key("page")})
            except StripeError as error:
                if error.http_status != 400:  # it is over already
                    raise

        _ask(close, where)


def _of_card(request: PageRequest) -> SessionCreateParams:
    metadata = {"site": settings.SITE_URL, "about": request.about}
    return {
        **_of_both(request),
        "mode": "setup",
        "metadata": metadata,
        "setup_intent_data": {"metadata": metadata},
    }


def _of_payment(request: PageRequest) -> SessionCreateParams:
    """Held, not taken; and its card can be asked again while its owner is away."""
    ours = {"site": settings.SITE_URL, "order": request.order}
    currency = request.currency.lower()
    price = to_charge(request.amount, request.currency)
    return {
        **_of_both(request),
        "mode": "payment",
        "metadata": {**ours, "about": request.about},
        "line_items": [
            {
                "price_data": {
                    "currency": currency,
                    "unit_amount": price,
                    "product_data": {"name": request.about},
                },
                "quantity": 1,
            }
        ],
        "payment_intent_data": {
            "capture_method": "manual",
            "setup_future_usage": "off_session",
            "metadata": ours,
            **({"transfer_group": request.group} if request.group else {}),
        },
    }


def _of_both(request: PageRequest) -> SessionCreateParams:
    return {
        "allowed_payment_method_types": ["card"],
        "customer": request.customer,
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
        "expires_at": int(request.closes_at.timestamp()),
        "custom_text": {"submit": {"message": request.words}},
    }


def _saved(method: PaymentMethod | str | None) -> PageNow:
    if not isinstance(method, PaymentMethod):
        return PageNow(is_open=False)
    return PageNow(is_open=False, method=method.id, card=method.card.last4 if method.card else "")


def _ask[T](call: Callable[[StripeClient], T], where: Where | None = None) -> T:
    """With the key of the account that is meant; with another, nothing is asked."""
    try:
        stripe = connect()
        if where and not our_account().holds(where.account, where.live):
            raise NotAsked(worded(coded("held_elsewhere"), WHY_NOT_MOVED))
        return call(stripe)
    except No as no:
        raise NotAsked(no.words) from None
    except StripeError as error:
        _raise(error)


def _raise(error: StripeError) -> NoReturn:
    tell(error)
    param = getattr(error, "param", None)
    if error.code == "resource_missing" and param == "customer":
        raise CustomerGone from None
    raise GatewayDown(words_of(error)) from None
