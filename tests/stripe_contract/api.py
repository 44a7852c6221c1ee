"""Whoever claims to be Stripe, and what each of the tests begins with there."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from stripe import Charge, Customer, PaymentIntent, StripeClient


def new_key() -> Any:
    """The option of a call that carries an idempotency key of its own."""
    return {"idempotency_key": f"contract-{uuid.uuid4().hex}"}


@dataclass(frozen=True)
class Api:
    """`cards_only`, `away`: how an intent takes cards alone, and is confirmed while their owner is away."""

    name: str
    client: StripeClient
    cards_only: dict[str, Any] = field(default_factory=lambda: {"allowed_payment_method_types": ["card"]})
    away: dict[str, Any] = field(default_factory=lambda: {"off_session": True})

    @property
    def v1(self) -> Any:
        """Untyped on purpose: what we send is sometimes wrong on purpose."""
        return self.client.v1

    def customer(self) -> Customer:
        made: Customer = self.v1.customers.create({"email": "ines@harbor.example", "name": "Harbor & Pine"}, new_key())
        return made

    def saved_card(self, customer: str, card: str = "pm_card_visa") -> str:
        """A card that its owner agreed to have charged later."""
        setup = self.v1.setup_intents.create(
            {"customer": customer, "payment_method": card, "usage": "off_session", "confirm": True, **self.cards_only},
            new_key(),
        )
        assert setup.status == "succeeded"
        return str(setup.payment_method)

    def attached_card(self, customer: str, card: str = "pm_card_visa") -> str:
        return str(self.v1.payment_methods.attach(card, {"customer": customer}, new_key()).id)

    def intent(self, amount: int = 10_000, card: str = "pm_card_visa", **more: Any) -> PaymentIntent:
        """Created, with a saved card, and not confirmed."""
        customer = self.customer().id
        values = {"amount": amount, "currency": "usd", "capture_method": "manual", "customer": customer}
        values |= {"payment_method": self.attached_card(customer, card), **self.cards_only, **more}
        made: PaymentIntent = self.v1.payment_intents.create(values, new_key())
        return made

    def confirm(self, intent: str, **more: Any) -> PaymentIntent:
        confirmed: PaymentIntent = self.v1.payment_intents.confirm(intent, {**self.away, **more}, new_key())
        return confirmed

    def authorised(self, amount: int = 10_000, card: str = "pm_card_visa", **more: Any) -> PaymentIntent:
        intent = self.confirm(self.intent(amount, card, **more).id)
        assert intent.status == "requires_capture"
        return intent

    def capture(self, intent: str, amount: int | None = None) -> PaymentIntent:
        values = {} if amount is None else {"amount_to_capture": amount}
        captured: PaymentIntent = self.v1.payment_intents.capture(intent, values, new_key())
        return captured

    def captured(self, amount: int = 10_000, card: str = "pm_card_visa", **more: Any) -> PaymentIntent:
        return self.capture(self.authorised(amount, card, **more).id)

    def cancel(self, intent: str) -> PaymentIntent:
        cancelled: PaymentIntent = self.v1.payment_intents.cancel(intent, {}, new_key())
        return cancelled

    def charge_of(self, intent: PaymentIntent) -> Charge:
        charge: Charge = self.v1.charges.retrieve(str(intent.latest_charge))
        return charge

    def session(self, mode: str = "setup", **more: Any) -> Any:
        values: dict[str, Any] = {
            "mode": mode,
            "success_url": "https://shop.example/back?session={CHECKOUT_SESSION_ID}",
        }
        values |= {"cancel_url": "https://shop.example/basket"}
        if mode == "setup":
            values["currency"] = "usd"
        else:
            price = {"currency": "usd", "unit_amount": 4200, "product_data": {"name": "Order BYR-1001"}}
            values["line_items"] = [{"price_data": price, "quantity": 1}]
        if "customer" not in more:
            more["customer"] = self.customer().id
        return self.v1.checkout.sessions.create({**values, **more}, new_key())
