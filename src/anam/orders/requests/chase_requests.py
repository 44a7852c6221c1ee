from typing import Any

from django.db import transaction

from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.clock import database_now
from anam.coded import coded
from anam.history.record import record
from anam.orders.locking import lock
from anam.orders.models import AddressRequest, CancellationRequest, Order
from anam.people.models import User
from anam.policy.models import current_policy


def chase_requests() -> int:
    """What a buyer asked for and no maker answered in time becomes a case for support, once. The answer is how many."""
    now = database_now()
    to_cancel = CancellationRequest.objects.still_open().filter(answer_by__lte=now, cases=None)
    elsewhere = AddressRequest.objects.unanswered().filter(answer_by__lte=now, case=None)
    return sum(_hand_to_support(pk, number) for pk, number in to_cancel.values_list("pk", "order__number")[:200]) + sum(
        _hand_address_to_support(pk, number) for pk, number in elsewhere.values_list("pk", "order__number")[:200]
    )


@transaction.atomic
def _hand_to_support(request_id: int, number: str) -> bool:
    order = lock(Order.objects.all(), number)
    request = CancellationRequest.objects.still_open().filter(pk=request_id).first()
    if request is None:  # answered a moment ago
        return False
    case, new = _open_case(order, by=request.asked_by, message=request.words, request=request)
    if new:
        record(order, kind="request_unanswered", by=None, acting_as="anam", case_id=case.pk, request_id=request.pk)
    return new


@transaction.atomic
def _hand_address_to_support(request_id: int, number: str) -> bool:
    order = lock(Order.objects.all(), number)
    request = AddressRequest.objects.unanswered().filter(pk=request_id, case=None).first()
    if request is None:  # answered a moment ago, or handed over by another worker
        return False
    case, _ = _open_case(order, by=request.asked_by)
    AddressRequest.objects.filter(pk=request.pk).update(case=case)
    record(order, kind="request_unanswered", by=None, acting_as="anam", case_id=case.pk)
    return True


def _open_case(order: Order, *, by: User | None, **facts: Any) -> tuple[Case, bool]:
    return open_case(
        Case.Kind.REQUEST,
        about=coded("request_unanswered", maker=order.maker.name, buyer=order.buyer.name, order=order.number),
        opened_as="buyer",
        by=by,
        answer_within=current_policy().support_answer_time,
        order=order,
        maker_id=order.maker_id,
        buyer_id=order.buyer_id,
        **facts,
    )
