"""Customers: one for each buyer, to whom saved cards belong."""

import re
from typing import Any

from tests.stripe_stand_in.account import Account, Object
from tests.stripe_stand_in.calls import Call
from tests.stripe_stand_in.errors import invalid
from tests.stripe_stand_in.listing import list_of
from tests.stripe_stand_in.parameters import merge_metadata

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_SHOWN = ("name", "email", "description", "phone", "address", "preferred_locales")


def create_customer(call: Call) -> Object:
    _check_email(call.params.get("email"))
    account = call.account
    customer: Object = {
        "id": account.new_id("cus", 14),
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": account.clock.seconds(),
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "email": None,
        "invoice_settings": {"custom_fields": None, "default_payment_method": None, "footer": None},
        "livemode": account.livemode,
        "metadata": merge_metadata({}, call.params.get("metadata")),
        "name": None,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
        **call.given(*_SHOWN),
    }
    account.add(customer)
    account.emit("customer.created", customer, call.cause)
    return customer


def retrieve_customer(call: Call) -> Object:
    """A deleted customer is still answered with, as little more than its id."""
    return call.account.get("customer", call.object_id, param="id", status=404)


def update_customer(call: Call) -> Object:
    customer = customer_of(call.account, call.object_id, param="id", status=404)
    _check_email(call.params.get("email"))
    customer |= call.given(*_SHOWN)
    customer["metadata"] = merge_metadata(customer["metadata"], call.params.get("metadata"))
    call.account.save(customer)
    call.account.emit("customer.updated", customer, call.cause, previous={})
    return customer


def delete_customer(call: Call) -> Object:
    """Its cards go with it."""
    account = call.account
    customer = customer_of(account, call.object_id, param="id", status=404)
    for method in list(account.of_kind("payment_method")):
        if method["customer"] == customer["id"]:
            method["customer"] = None
            account.behind[method["id"]].spent = True
    account.emit("customer.deleted", customer, call.cause)
    gone: Object = {"id": customer["id"], "object": "customer", "deleted": True}
    return account.add(gone)


def list_customers(call: Call) -> dict[str, Any]:
    customers = (customer for customer in call.account.of_kind("customer") if not customer.get("deleted"))
    return list_of(customers, call, filters=("email",))


def customer_of(account: Account, customer_id: str, *, param: str = "customer", status: int = 400) -> Object:
    """A customer who is still there. Raises ApiError."""
    customer = account.get("customer", customer_id, param=param, status=status)
    if customer.get("deleted"):
        raise invalid(f"No such customer: '{customer_id}'", code="resource_missing", param=param)
    return customer


def _check_email(email: str | None) -> None:
    if email and not _EMAIL.fullmatch(email):
        raise invalid(f"Invalid email address: {email}", code="email_invalid", param="email", kept=False)
