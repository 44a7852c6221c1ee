from datetime import datetime

from django.db import transaction

from anam.coded import Coded
from anam.payments.actions.transition import transition
from anam.payments.listeners import OperationChange, announce
from anam.payments.models import PaymentOperation
from anam.payments.states import State
from anam.people.models import User


@transaction.atomic
def end_operation(
    operation: PaymentOperation,
    to: State,
    *,
    outcome: str = "",
    why: Coded | None = None,
    at: datetime | None = None,
    by: User | None = None,
    acting_as: str = "anam",
    reference: str | None = None,
) -> bool:
    """Write down how `operation` ended, once, and tell whoever listens. Takes what `transition` takes. D7, D8, M2."""
    said = acting_as if by else None
    if not transition(operation, to, outcome=outcome, why=why, at=at, by=by, acting_as=said, reference=reference):
        return False
    announce(
        OperationChange(
            operation.payment,
            operation.pk,
            operation.kind,
            operation.amount,
            to,
            operation.cancellation_id,
            operation.refund_id,
            at=at,
            by=by,
            acting_as=acting_as,
            why=why or {},
        )
    )
    return True
