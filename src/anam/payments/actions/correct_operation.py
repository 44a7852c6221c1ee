from django.db import transaction

from anam.coded import coded
from anam.payments.actions.end_operation import end_operation
from anam.payments.actions.transition import transition
from anam.payments.models import Payment, PaymentOperation
from anam.payments.returns import change
from anam.payments.states import MOVED, State
from anam.people.models import User
from anam.refusals import Refused
from anam.words import money

NOT_RECORDED = "The payment gateway said this, not a person. What it says is not corrected here."
CHANGED = "Nothing stands recorded that could be corrected: it was corrected before, or is not done."


@transaction.atomic
def correct_operation(operation: PaymentOperation, *, by: User, words: str, still_due: bool) -> None:
    """What somebody recorded of `operation` was not so: a new movement undoes it, no old one is touched. M2, M7, M12.

    `words` say why. With `still_due` it has failed, and can be tried again or recorded rightly; else nothing is to move
    any more. Raises Refused, with nothing changed: `operation_closed`, `gateway_confirms`, `money_moved_on`.
    """
    payment = Payment.objects.select_for_update(no_key=True).get(pk=operation.payment_id)
    operation = PaymentOperation.objects.select_related("payment").get(pk=operation.pk)
    if operation.state not in MOVED:
        raise Refused.because("operation_closed", CHANGED)
    if operation.confirmed_by_id is None:
        raise Refused.because("gateway_confirms", NOT_RECORDED)
    went_back = payment.refunded + payment.refund_pending
    if operation.kind == PaymentOperation.Kind.CAPTURE and went_back + payment.disputed:
        said = (
            f"{money(went_back, payment.currency)} of it went back, or is going back."
            if went_back
            else "It is disputed."
        )
        raise Refused.because("money_moved_on", f"{said} Correct that first: what was not charged cannot go back.")
    why = coded("said", words=words)
    if not end_operation(operation, State.FAILED, why=why, by=by, acting_as="support"):
        raise Refused.because("operation_closed", CHANGED)
    if not still_due:
        transition(operation, State.SUPERSEDED, why=why)
        _forget(payment, operation)


def _forget(payment: Payment, operation: PaymentOperation) -> None:
    """Nothing is to go back any more: the payment is as it was before it was recorded."""
    payment.refresh_from_db()
    if operation.kind == PaymentOperation.Kind.VOID:
        change(payment, status=Payment.Status.AUTHORISED)
        return
    left = payment.refund_pending - operation.amount
    over = payment.status == Payment.Status.REFUND_PENDING and not left
    change(payment, refund_pending=left, **({"status": Payment.Status.CAPTURED} if over else {}))
