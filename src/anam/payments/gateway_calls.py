"""Asking the gateway that holds a payment, with nothing of the database held meanwhile."""

from anam.elsewhere import leave_the_database
from anam.payments.gateways import Answer, GatewayRequest
from anam.payments.gateways.registry import gateway_of
from anam.payments.models import PaymentOperation


def prepare(operation: PaymentOperation) -> Answer:
    """Have what will hold the money made and named; none is held yet."""
    request = _request(operation)
    leave_the_database()
    return gateway_of(operation.payment.holder).prepare(request)


def ask(operation: PaymentOperation) -> Answer:
    """Ask for the operation itself."""
    gateway, request = gateway_of(operation.payment.holder), _request(operation)
    calls = {
        PaymentOperation.Kind.AUTHORISE: gateway.authorise,
        PaymentOperation.Kind.CAPTURE: gateway.capture,
        PaymentOperation.Kind.VOID: gateway.void,
        PaymentOperation.Kind.RELEASE: gateway.void,
        PaymentOperation.Kind.REFUND: gateway.refund,
    }
    leave_the_database()
    return calls[PaymentOperation.Kind(operation.kind)](request)


def look_up(operation: PaymentOperation) -> Answer:
    """What became of the operation, as the gateway has it. M4, M9."""
    request = _request(operation)
    leave_the_database()
    return gateway_of(operation.payment.holder).look_up(request)


def _request(operation: PaymentOperation) -> GatewayRequest:
    """An authorisation goes by its own reference, as does its release once another one stands.

    All else is about the one that its payment has.
    """
    payment = operation.payment
    by_its_own = operation.kind in (PaymentOperation.Kind.AUTHORISE, PaymentOperation.Kind.RELEASE)
    return GatewayRequest(
        operation_id=operation.pk,
        kind=operation.kind,
        key=operation.key,
        amount=operation.amount,
        currency=payment.currency,
        reference=operation.reference if by_its_own else payment.gateway_reference,
        card=payment.card[-4:],
        customer=payment.gateway_customer,
        method=payment.gateway_method,
        account=payment.gateway_account,
        live=payment.livemode,
        group=payment.transfer_group,
        order=payment.order.number if payment.order else "",
    )
