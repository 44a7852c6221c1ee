from anam.payments.actions.end_operation import end_operation
from anam.payments.actions.record_answer import record_answer
from anam.payments.gateway_calls import look_up
from anam.payments.gateways import Outcome
from anam.payments.models import OperationAttempt, PaymentOperation
from anam.payments.states import NotConfirmed, State

ASKED = (State.SENT, State.PROCESSING, State.UNKNOWN)


def poll(operation: PaymentOperation) -> None:
    """Read at its gateway what became of `operation`, and write it down; nothing is asked to move. M4, M9.

    A refund that is done may have failed since. Of what is still to be asked for, nothing is read; what the gateway
    does not know of is left to its job. Raises NotConfirmed where the gateway does not say. Never in a transaction.
    """
    may_fail = operation.state == State.DONE and operation.kind == PaymentOperation.Kind.REFUND
    if operation.state not in ASKED and not may_fail:
        return
    found = look_up(operation)
    if found.outcome == Outcome.UNKNOWN:
        raise NotConfirmed(f"Operation {operation.pk} could not be looked up.")
    if not may_fail and found.outcome != Outcome.ABSENT:
        record_answer(operation, found)
    if may_fail and found.outcome == Outcome.REFUSED:
        PaymentOperation.objects.filter(pk=operation.pk, state=State.DONE).update(code=found.code)
        end_operation(operation, State.FAILED, outcome=OperationAttempt.Outcome.REFUSED, why=found.why)
