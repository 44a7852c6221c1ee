from anam.clock import database_now
from anam.elsewhere import leave_the_database
from anam.payments.gateways import GatewayRefused, GatewayUnknown, gateway
from anam.payments.models import Attempt, Instruction, Payment


def authorise(payment: Payment) -> None:
    """Ask the gateway to hold `payment`'s amount on the buyer's card; the instruction was stored before.

    Raises GatewayRefused where the answer is no, GatewayUnknown where there is none. Never called in
    a transaction. D8.
    """
    instruction = payment.instructions.get(kind=Instruction.Kind.AUTHORISE)
    leave_the_database()
    try:
        reference = gateway(payment.gateway).authorise(
            key=instruction.key, amount=instruction.amount, currency=payment.currency, card=payment.card[-4:]
        )
    except GatewayRefused as refused:
        _note(instruction, Attempt.Outcome.REFUSED, str(refused))
        Instruction.objects.filter(pk=instruction.pk).update(refused_at=database_now())
        Payment.objects.filter(pk=payment.pk).update(status=Payment.Status.FAILED)
        raise
    except GatewayUnknown as unknown:
        _note(instruction, Attempt.Outcome.UNKNOWN, str(unknown))
        raise
    _note(instruction, Attempt.Outcome.CONFIRMED, "")
    Instruction.objects.filter(pk=instruction.pk).update(confirmed_at=database_now())
    Payment.objects.filter(pk=payment.pk, status=Payment.Status.NONE).update(
        status=Payment.Status.AUTHORISED, authorised=instruction.amount, gateway_reference=reference
    )


def _note(instruction: Instruction, outcome: str, words: str) -> None:
    Attempt.objects.create(instruction=instruction, outcome=outcome, words=words[:300], at=database_now())
