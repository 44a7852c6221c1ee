"""Money that the gateway has not confirmed, or has refused to move."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anam.clock import database_now
from anam.payments.actions.retry_operation import retry_operation
from anam.payments.models import Payment, PaymentOperation
from anam.payments.states import NOT_MOVED, OPEN
from anam.support.money_ways import back_from_money
from anam.support.stuck import stuck_operations
from anam.web.requests import MemberRequest, support_required

MAX_SHOWN = 200
ASKED_AGAIN = "The gateway is being asked again. Look here in a minute."
DUE_AGAIN = "It is to be done again. Say so here once it is."


@support_required
def stuck_money(request: MemberRequest) -> HttpResponse:
    """What the gateway was asked to do and has not confirmed, the oldest first (D8)."""
    stuck = (
        stuck_operations(database_now())
        .select_related("payment__order__maker", "payment__order__buyer")
        .prefetch_related("attempts")
        .order_by("queued_at")[:MAX_SHOWN]
    )
    rows = [(one, sorted(one.attempts.all(), key=lambda attempt: attempt.pk)) for one in stuck]
    return render(request, "support/money.html", {"stuck": rows})


@support_required
def try_again(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask the gateway again now, without waiting for the next try; what it refused is asked anew.

    What another system refused is due there again. Safe to repeat.
    """
    operation = get_object_or_404(_retryable(), pk=pk)
    payment = operation.payment
    if request.method == "POST":
        retry_operation(operation)
        messages.success(request, DUE_AGAIN if payment.is_external else ASKED_AGAIN)
    if payment.order and (payment.is_external or request.POST.get("from") == "order"):
        return back_from_money(request, payment.order.number)
    return redirect("desk-money")


def _retryable() -> QuerySet[PaymentOperation]:
    """What a gateway has not confirmed, and of orders what another system refused."""
    refused = Q(payment__holder=Payment.EXTERNAL, payment__order__isnull=False, state__in=NOT_MOVED)
    gateways = Q(state__in=(*OPEN, *NOT_MOVED)) & ~Q(payment__holder=Payment.EXTERNAL)
    retryable = PaymentOperation.objects.of_orders().filter(gateways | refused)
    return retryable.select_related("payment__order")
