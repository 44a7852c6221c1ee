"""Stripe's own page, where a buyer saves a card, and the buyer as Stripe's customer."""

from collections.abc import Callable
from typing import NoReturn

from django.conf import settings
from stripe import PaymentMethod, SetupIntent, StripeClient, StripeError

from anam.coded import coded, worded
from anam.payments.gateways import GatewayDown, NotAsked
from anam.payments.gateways.pages import CustomerGone, OpenedPage, PageNow, PageRequest, Where
from anam.payments.gateways.stripe.account import our_account
from anam.payments.gateways.stripe.client import connect
from anam.payments.gateways.stripe.errors import tell, words_of
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
        """In setup mode: the bank is asked about the card, nothing is held by it, and the card is saved."""

        def ask(stripe: StripeClient) -> OpenedPage:
            metadata = {"site": settings.SITE_URL, "about": request.about}
            session = stripe.v1.checkout.sessions.create(
                {
                    "mode": "setup",
                    "allowed_payment_method_types": ["card"],
                    "customer": request.customer,
                    "success_url": request.success_url,
                    "cancel_url": request.cancel_url,
                    "expires_at": int(request.closes_at.timestamp()),
                    "custom_text": {"submit": {"message": request.words}},
                    "metadata": metadata,
                    "setup_intent_data": {"metadata": metadata},
                },
                {"idempotency_key": new_key("page")},
            )
            return OpenedPage(session.id, session.url or "")

        return _ask(ask)

    def read_page(self, reference: str, where: Where) -> PageNow:
        def look(stripe: StripeClient) -> PageNow:
            session = stripe.v1.checkout.sessions.retrieve(reference, {"expand": ["setup_intent.payment_method"]})
            saved = session.setup_intent
            if session.status == "complete" and isinstance(saved, SetupIntent) and saved.status == "succeeded":
                return _saved(saved)
            return PageNow(is_open=session.status != "expired")

        return _ask(look, where)

    def close_page(self, reference: str, where: Where) -> None:
        def close(stripe: StripeClient) -> None:
            try:
                stripe.v1.checkout.sessions.expire(reference, {}, {"idempotency_key": new_key("page")})
            except StripeError as error:
                if error.http_status != 400:  # it is over already
                    raise

        _ask(close, where)


def _saved(setup: SetupIntent) -> PageNow:
    method = setup.payment_method
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
