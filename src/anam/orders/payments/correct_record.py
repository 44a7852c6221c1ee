from typing import Any

from django.db import transaction

from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.clock import database_now
from anam.coded import coded
from anam.history.record import record
from anam.orders.locking import lock
from anam.orders.models import Order
from anam.payments.actions.correct_operation import correct_operation
from anam.payments.models import PaymentOperation
from anam.payments.states import MOVED
from anam.people.models import User
from anam.policy.models import current_policy
from anam.refusals import Refused
from anam.words import visible

MIN_WORDS, MAX_WORDS = 10, 300
WORDS_NEEDED = "Say what was wrong with it, in 10 to 300 characters: the buyer reads it."
IS_DUE = "This money is to go back whatever was recorded: only a record that nobody had asked for can be withdrawn."


@transaction.atomic
def correct_record(number: str, operation_id: int, *, by: User, words: str, still_due: bool = True) -> PaymentOperation:
    """Support says that what was recorded of money did not happen; whoever was told so is told. M2, M7, M12, D12.

    `still_due`: it is to be done all the same, and support has a case about it; else the record of what nobody had
    asked for is withdrawn. The same words again change nothing (D7).

    Raises Order.DoesNotExist, PaymentOperation.DoesNotExist, and Refused: `words_needed`, `still_due_wrong`, or as
    `correct_operation` does.
    """
    order = lock(Order.objects.all(), number)
    operations = PaymentOperation.objects.of_orders().select_related("payment", "refund")
    operation = operations.get(payment__order=order, pk=operation_id)
    words = " ".join(visible(words).split())
    if operation.state not in MOVED and operation.why == coded("said", words=words):
        return operation
    if not MIN_WORDS <= len(words) <= MAX_WORDS:
        raise Refused.because("words_needed", WORDS_NEEDED)
    if not still_due and not may_withdraw(operation):
        raise Refused.because("still_due_wrong", IS_DUE)
    correct_operation(operation, by=by, words=words, still_due=still_due)
    if not still_due and operation.refund:
        operation.refund.withdrawn_at = database_now()
        operation.refund.save(update_fields=["withdrawn_at"])
    _tell(order, operation, by=by, words=words, still_due=still_due)
    operation.refresh_from_db()
    return operation


def may_withdraw(operation: PaymentOperation) -> bool:
    """Whether nobody had asked for what `operation` moved: the record of it is all that there is."""
    return operation.refund is not None and operation.refund.done_at is not None


def _tell(order: Order, operation: PaymentOperation, *, by: User, words: str, still_due: bool) -> None:
    payment = operation.payment
    facts: dict[str, Any] = {"amount": operation.amount, "currency": payment.currency, "moved": operation.kind}
    record(
        order,
        kind="payment_corrected",
        by=by,
        acting_as="support",
        holder=payment.holder_name,
        operation_id=operation.pk,
        words=words,
        still_due=still_due,
        **facts,
    )
    if still_due:
        sum_ = [operation.amount, payment.currency]
        open_case(
            Case.Kind.MONEY,
            about=coded(f"{operation.kind}_corrected", sum=sum_, order=order.number, why=coded("said", words=words)),
            opened_as="anam",
            answer_within=current_policy().support_answer_time,
            order=order,
            maker_id=order.maker_id,
            buyer_id=order.buyer_id,
            operation=operation,
        )
