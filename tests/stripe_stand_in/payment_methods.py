"""Cards, made by the hosted page or ready-made for tests. They belong to a customer, or are used once."""

from dataclasses import dataclass
from typing import Any

from tests.stripe_stand_in.account import Account, Cause, Object, random_text
from tests.stripe_stand_in.calls import Call
from tests.stripe_stand_in.cards import READY_MADE, Card, refusal
from tests.stripe_stand_in.customers import customer_of
from tests.stripe_stand_in.errors import invalid, missing
from tests.stripe_stand_in.listing import list_of

USED_UP = (
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a"
    " connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use"
    " a PaymentMethod multiple times, you must attach it to a Customer first."
)


@dataclass
class Wallet:
    """What Stripe knows of a payment method. `set_up`: its owner agreed to later charges; `spent`: it is used up."""

    card: Card
    set_up: bool = False
    spent: bool = False


def make_payment_method(account: Account, card: Card, *, name: str | None = None, email: str | None = None) -> Object:
    method: Object = {
        "id": account.new_id("pm"),
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": {"address": _no_address(), "email": email, "name": name, "phone": None, "tax_id": None},
        "card": card_details(card),
        "created": account.clock.seconds(),
        "customer": None,
        "livemode": account.livemode,
        "metadata": {},
        "type": "card",
    }
    account.behind[method["id"]] = Wallet(card)
    return account.add(method)


def card_details(card: Card) -> dict[str, Any]:
    return {
        "brand": card.brand,
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "country": "US",
        "display_brand": card.brand,
        "exp_month": 12,
        "exp_year": 2040,
        "fingerprint": f"fp{card.number[-12:]}",
        "funding": card.funding,
        "generated_from": None,
        "last4": card.last4,
        "networks": {"available": [card.brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


def _no_address() -> dict[str, None]:
    return dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))


def payment_method_of(account: Account, method_id: str, *, param: str = "payment_method", status: int = 400) -> Object:
    """A payment method; of a ready-made one, a new copy, as Stripe makes it. Raises ApiError."""
    if method_id in READY_MADE and not account.livemode:
        return make_payment_method(account, READY_MADE[method_id])
    return account.get("payment_method", method_id, param=param, status=status)


def usable_by(account: Account, method_id: str, customer: str | None) -> Object:
    """A payment method that may be charged for this customer. Raises ApiError: another's, or used up."""
    method = payment_method_of(account, method_id)
    if method["customer"] is not None and method["customer"] != customer:
        message = f"The payment method {method['id']} belongs to the Customer {method['customer']}. Please include that"
        raise invalid(f"{message} Customer in the `customer` parameter on the PaymentIntent.", param="payment_method")
    if account.behind[method["id"]].spent and method["customer"] is None:
        raise invalid(USED_UP, code="payment_method_unexpected_state", param="payment_method")
    return method


def attach_to(account: Account, method: Object, customer: str, cause: Cause) -> None:
    method["customer"] = customer
    account.save(method)
    account.emit("payment_method.attached", method, cause)


def retrieve_payment_method(call: Call) -> Object:
    return call.account.get("payment_method", call.object_id, param="payment_method", status=404)


def attach_payment_method(call: Call) -> Object:
    """The bank is asked whether there is such a card, and may say no."""
    if "customer" not in call.params:
        raise missing("customer")
    customer = customer_of(call.account, call.params["customer"])
    method = payment_method_of(call.account, call.object_id, status=404)
    wallet = call.account.behind[method["id"]]
    if method["customer"] not in (None, customer["id"]):
        raise invalid("The payment method you provided has already been attached to a customer.")
    if wallet.spent:
        raise invalid(USED_UP, code="payment_method_unexpected_state", param="payment_method")
    if wallet.card.setup:
        raise refusal(wallet.card.setup)
    attach_to(call.account, method, customer["id"], call.cause)
    return method


def detach_payment_method(call: Call) -> Object:
    method = call.account.get("payment_method", call.object_id, param="payment_method", status=404)
    if method["customer"] is None:
        message = "The payment method you provided is not attached to a customer so detachment is impossible."
        raise invalid(message, param="payment_method")
    previous = {"customer": method["customer"]}
    method["customer"] = None
    call.account.behind[method["id"]].spent = True
    call.account.save(method)
    call.account.emit("payment_method.detached", method, call.cause, previous=previous)
    return method


def list_payment_methods(call: Call) -> dict[str, Any]:
    """Of one customer: without one, Stripe lists what no integration needs."""
    customer = call.object_id or call.params.get("customer")
    if not customer:
        raise missing("customer")
    customer_of(call.account, customer)
    methods = (method for method in call.account.of_kind("payment_method") if method["customer"] == customer)
    return list_of(methods, call, filters=("type",))


def client_secret(intent_id: str) -> str:
    return f"{intent_id}_secret_{random_text(25)}"
