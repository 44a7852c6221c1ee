"""What orders make of a payment's operations, in the same transaction: history, cases (D10, D12, M11)."""

from typing import Any

from django.db.models import BigIntegerField

from anam.cases.actions.close_case import close_case
from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.clock import database_now
from anam.coded import coded
from anam.compiled import Bound, CompiledQuery
from anam.history.record import record
from anam.orders.models import Order
from anam.orders.payments.delayed_money import record_delay
from anam.orders.payments.end_pages import end_pages
from anam.orders.payments.on_authorisation import on_authorisation
from anam.payments.listeners import OperationChange
from anam.payments.models import PaymentOperation
from anam.payments.states import MOVED, NOT_MOVED, State
from anam.policy.models import current_policy
from anam.sql import fetch_value

_DONE = {"void": "payment_voided", "refund": "payment_refunded", "capture": "payment_captured"}
_DUE = {"void": "payment_void_due", "refund": "payment_refund_due", "capture": "payment_capture_due"}


def on_operation(change: OperationChange) -> None:
    """Put on record that an operation of an order's payment was queued elsewhere, is done, or was refused. M2."""
    order = _order_of(change)
    if order and change.kind == PaymentOperation.Kind.AUTHORISE:
        on_authorisation(order.pk, change)
        return
    if order and change.kind == PaymentOperation.Kind.RELEASE and change.state in NOT_MOVED:
        _open_case(order, change)
    if order is None or change.kind not in _DONE:  # a checkout's authorisation, or one that came to nothing
        return
    if change.state == State.QUEUED:
        _record(order, _DUE[change.kind], change)
    elif change.state in MOVED:
        _record_done(order, change)
    elif change.state in NOT_MOVED and not (change.state == State.FAILED and change.by):  # else: correct_record.py
        _record(order, "payment_refused", change, refused=change.kind, why=change.why)
        if change.kind != "capture" and change.cancellation_id:
            record_delay(order, PaymentOperation.objects.get(pk=change.operation_id), "refused")
        _open_case(order, change)
    elif change.state == State.SUPERSEDED and change.kind == "void":
        _record(order, "payment_captured", change)


def _order_of(change: OperationChange) -> Order | None:
    payment = change.payment
    order: Order | None = payment.order if payment.order_id else None
    return order


def _record(order: Order, kind: str, change: OperationChange, **more: Any) -> None:
    payment = change.payment
    at = None if change.by else change.at  # what a person says is heard now, whenever it was
    money_of: dict[str, Any] = {"amount": change.amount, "currency": payment.currency, "card": payment.card}
    record(
        order,
        kind=kind,
        by=change.by,
        acting_as=change.acting_as,
        at=at,
        holder=payment.holder_name,
        operation_id=change.operation_id,
        **money_of,
        **more,
    )


def _record_done(order: Order, change: OperationChange) -> None:
    """Of what a person confirms the history says who did; of what a gateway confirms, that it is so."""
    if change.kind in ("void", "capture"):
        end_pages(change.payment.pk)
    _close_case(change)
    if _is_told_by_its_refund(change):
        return
    if change.by:
        _record(order, "payment_confirmed", change, moved=change.kind)
    else:
        _record(order, _kind_of(change), change)


_CASES = CompiledQuery(
    lambda: (
        Case.objects.still_open()
        .filter(kind=Case.Kind.MONEY, operation=Bound("operation", BigIntegerField()))
        .select_for_update(no_key=True)
    )
)


def _close_case(change: OperationChange) -> None:
    """What support was to see to is done."""
    because = coded("operation_settled" if change.by else "operation_confirmed")
    for case in _CASES.all(operation=change.operation_id):
        close_case(
            case, outcome="overtaken", because=because, by=change.by, as_side=change.acting_as, at=database_now()
        )


def _is_told_by_its_refund(change: OperationChange) -> bool:
    """Whether what was done is the record itself: `refund_order` tells that, and once."""
    if change.refund_id is None:
        return False
    first = PaymentOperation.objects.filter(pk=change.operation_id, generation=1, refund__done_at__isnull=False)
    return first.exists()


def _kind_of(change: OperationChange) -> str:
    of_a_part = fetch_value("SELECT NOT final FROM cancellation WHERE id = %s", [change.cancellation_id])
    return "part_refunded" if of_a_part else _DONE[change.kind]


def _open_case(order: Order, change: OperationChange) -> None:
    """What was refused for good is support's: record it as done by hand, try again, or find another way (M4)."""
    about = coded(
        f"{change.kind}_refused",
        sum=[change.amount, change.payment.currency],
        order=order.number,
        why=change.why or coded("refused_without_a_word"),
    )
    open_case(
        Case.Kind.MONEY,
        about=about,
        opened_as=change.acting_as,
        by=change.by,
        answer_within=current_policy().support_answer_time,
        order=order,
        maker_id=order.maker_id,
        buyer_id=order.buyer_id,
        operation=PaymentOperation.objects.get(pk=change.operation_id),
    )
