"""Payments, what is asked of gateways, and the ledger of what moved."""

from anam.payments.models.gateway_event import GatewayEvent
from anam.payments.models.gateway_page import PAGE_MINUTES, GatewayCustomer, GatewayPage
from anam.payments.models.movement import MovementKind, MovementPlace, PaymentMovement
from anam.payments.models.operation import (
    IS_OF_ORDERS,
    OperationAttempt,
    PaymentOperation,
    PaymentOperationQuerySet,
    new_key,
)
from anam.payments.models.payment import REFUNDABLE, Payment
from anam.payments.models.sandbox_books import SandboxCall, SandboxCharge, SandboxFault

__all__ = [
    "IS_OF_ORDERS",
    "PAGE_MINUTES",
    "REFUNDABLE",
    "GatewayCustomer",
    "GatewayEvent",
    "GatewayPage",
    "MovementKind",
    "MovementPlace",
    "OperationAttempt",
    "Payment",
    "PaymentMovement",
    "PaymentOperation",
    "PaymentOperationQuerySet",
    "SandboxCall",
    "SandboxCharge",
    "SandboxFault",
    "new_key",
]
