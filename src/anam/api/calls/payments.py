"""Money that another system or person holds: what became of it."""

from typing import Any

from ninja import Path, Router

from anam.api.lookup import maker_of, order_of
from anam.api.pipeline import ApiRequest
from anam.api.problems import Problem
from anam.api.shapes.inputs import Confirm, Correct
from anam.api.shapes.order import OrderOut, order_out
from anam.orders.payments.confirm_payment import confirm_payment
from anam.orders.payments.correct_record import correct_record
from anam.orders.payments.retry_payment import retry_payment
from anam.payments.actions.confirm_operation import Confirmation
from anam.payments.models import PaymentOperation
from anam.words import visible

router = Router(tags=["Payments"])
OPERATION: Any = Path(..., description="The `id` of one of the order’s `payment.operations`.")  # type: ignore[type-arg]


@router.post(
    "/orders/{number:number}/payment/confirm", response=OrderOut, exclude_unset=True, summary="Confirm an operation"
)
def post_confirm(request: ApiRequest, number: str, sent: Confirm) -> Any:
    """Money that another system or person holds has moved, or will not: support says so, or its maker where allowed.

    The same answer again: 200. Another, or one about an operation that is closed: 409 `operation_closed`. Nobody is
    told that money moved before this was called.
    """
    maker = None if request.user.is_support else maker_of(request)
    reference, words = (" ".join(visible(said).split()) for said in (sent.reference, sent.words))
    said = Confirmation(
        done=sent.outcome == "done",
        amount=sent.amount,
        reference=reference,
        at=sent.at,
        words=words,
        captured=sent.captured,
    )
    try:
        confirm_payment(number, sent.operation, said, by=request.user, maker=maker)
    except PaymentOperation.DoesNotExist:
        raise Problem(404, "not_found") from None
    return order_out(order_of(request, number), request.user)


@router.post(
    "/orders/{number:number}/payment/operations/{int:id}/retry",
    response=OrderOut,
    exclude_unset=True,
    summary="Try an operation again",
)
def post_retry(request: ApiRequest, number: str, id: int = OPERATION) -> Any:
    """Support has an operation tried again: what is open is asked about now, what was refused is begun anew.

    What is done, or was begun anew before, is 409 `operation_closed`; what waits for somebody's word elsewhere is 409
    `held_elsewhere`. To everybody else there is no such thing.
    """
    if not request.user.is_support:
        raise Problem(404, "not_found")
    try:
        retry_payment(number, id)
    except PaymentOperation.DoesNotExist:
        raise Problem(404, "not_found") from None
    return order_out(order_of(request, number), request.user)


@router.post(
    "/orders/{number:number}/payment/operations/{int:id}/correct",
    response=OrderOut,
    exclude_unset=True,
    summary="Correct a record",
)
def post_correct(request: ApiRequest, number: str, sent: Correct, id: int = OPERATION) -> Any:
    """What somebody recorded of money was not so: a further movement undoes it, and whoever was told so is told.

    What a gateway said itself is 409 `gateway_confirms`; what was corrected before, in other words, `operation_closed`.
    To everybody else there is no such thing.
    """
    if not request.user.is_support:
        raise Problem(404, "not_found")
    try:
        correct_record(number, id, by=request.user, words=sent.words, still_due=sent.still_due)
    except PaymentOperation.DoesNotExist:
        raise Problem(404, "not_found") from None
    return order_out(order_of(request, number), request.user)
