from anam.clock import database_now
from anam.elsewhere import leave_the_database
from anam.payments.gateways import GatewayRefused, GatewayUnknown, gateway
from anam.payments.models import Attempt, Instruction


def ask_gateway(instruction: Instruction) -> None:
    """Carry out `instruction` at the gateway. Safe to repeat at any point: the key was stored before (D7).

    Never called in a transaction. Raises GatewayUnknown (ask again later) and GatewayRefused (asking again
    is right only once people have looked); either way the attempt is on record. D8.
    """
    payment = instruction.payment
    leave_the_database()
    call = getattr(gateway(payment.gateway), instruction.kind)
    try:
        call(key=instruction.key, reference=payment.gateway_reference, amount=instruction.amount)
    except GatewayUnknown as unknown:
        _note(instruction, Attempt.Outcome.UNKNOWN, str(unknown))
        raise
    except GatewayRefused as refused:
        _note(instruction, Attempt.Outcome.REFUSED, str(refused))
        raise


def _note(instruction: Instruction, outcome: str, words: str) -> None:
    Attempt.objects.create(instruction=instruction, outcome=outcome, words=words[:300], at=database_now())
