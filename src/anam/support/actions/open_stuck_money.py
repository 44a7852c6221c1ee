from datetime import datetime, timedelta

from django.db import transaction

from anam.cases.actions.close_case import close_case
from anam.cases.actions.open_case import open_case
from anam.cases.models import Case, CaseQuerySet
from anam.clock import database_now
from anam.coded import coded
from anam.payments.models import PaymentOperation
from anam.payments.states import NOT_MOVED, OPEN, State
from anam.policy.models import current_policy

STUCK_AFTER = timedelta(hours=1)


@transaction.atomic
def open_stuck_money() -> int:
    """A case for each operation that a gateway has not confirmed within an hour; closed once it is settled (D8).

    The answer is how many were opened.
    """
    now = database_now()
    unconfirmed = PaymentOperation.objects.of_orders().at_gateways()
    unconfirmed = unconfirmed.filter(state__in=OPEN, queued_at__lt=now - STUCK_AFTER)
    stuck = unconfirmed.exclude(pk__in=_open().values("operation"))
    opened = 0
    for operation in stuck.select_related("payment__order")[:200]:
        order = operation.payment.order
        code = f"{operation.kind}_unconfirmed" + ("" if order else "_without_order")
        _, new = open_case(
            Case.Kind.MONEY,
            about=coded(
                code, sum=[operation.amount, operation.payment.currency], **({"order": order.number} if order else {})
            ),
            opened_as="anam",
            answer_within=current_policy().support_answer_time,
            operation=operation,
            order=order,
            maker_id=order.maker_id if order else None,
            buyer_id=order.buyer_id if order else None,
        )
        opened += new
    _close_settled(now)
    return opened


def _close_settled(now: datetime) -> None:
    """Those whose operation has ended, or has given way to another one."""
    settled = _open().filter(operation__isnull=False).exclude(operation__state__in=(*OPEN, *NOT_MOVED))
    for case in settled.select_related("operation"):
        done = case.operation is not None and case.operation.state == State.DONE
        because = coded("operation_confirmed" if done else "operation_settled")
        close_case(case, outcome="overtaken", because=because, by=None, as_side="anam", at=now)


def _open() -> CaseQuerySet:
    return Case.objects.still_open().filter(kind=Case.Kind.MONEY)
