"""What a payment gateway must be able to do, and which one this marketplace uses.

Every call carries an idempotency key that was stored before the call: the gateway does the same key once.
"""

from typing import Protocol


class GatewayRefused(Exception):
    """The gateway's final no. Asking again is of no use; the words are for people."""


class GatewayUnknown(Exception):
    """No answer: it may or may not have happened. Ask again with the same key."""


class Gateway(Protocol):
    """Amounts in minor units. `reference` names one authorisation and all that follows from it."""

    def authorise(self, *, key: str, amount: int, currency: str, card: str) -> str: ...
    def capture(self, *, key: str, reference: str, amount: int) -> None: ...
    def void(self, *, key: str, reference: str, amount: int) -> None: ...
    def refund(self, *, key: str, reference: str, amount: int) -> None: ...


def gateway(name: str) -> Gateway:
    """The gateway called `name`; a payment stays with the one that authorised it."""
    from anam.payments.gateways.sandbox import Sandbox

    known = {"sandbox": Sandbox}
    return known[name]()
