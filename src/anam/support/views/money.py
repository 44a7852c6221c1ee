"""Money that the gateway has not confirmed, or has refused to move."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anam.clock import database_now
from anam.payments.actions.retry_operation import retry_operation
from anam.payments.models import Payment, PaymentOperation
from anam.payments.states import NOT_MOVED, OPEN
from anam.web.requests import MemberRequest, for_support

# Sooner than this, it is simply under way.
STUCK_AFTER = timedelta(minutes=1)
MOST_SHOWN = 200


@for_support
def stuck_money(request: MemberRequest) -> HttpResponse:
    """What the gateway was asked to do and has not confirmed, the oldest first (D8)."""
    stuck = (
        _unconfirmed()
        .filter(queued_at__lt=database_now() - STUCK_AFTER)
        .select_related("payment__order__maker", "payment__order__buyer")
        .prefetch_related("attempts")
        .order_by("queued_at")[:MOST_SHOWN]
    )
    rows = [(one, sorted(one.attempts.all(), key=lambda attempt: attempt.pk)) for one in stuck]
    return render(request, "support/money.html", {"stuck": rows})


@for_support
def try_again(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask the gateway again now, without waiting for the next try; what it refused is asked anew. Safe to repeat."""
    operation = get_object_or_404(_unconfirmed(), pk=pk)
    if request.method == "POST":
        retry_operation(operation)
        messages.success(request, "The gateway is being asked again. Look here in a minute.")
    return redirect("desk-money")


def _unconfirmed() -> QuerySet[PaymentOperation]:
    """Of gateways, all but authorisations: those that nobody waits for any more are its checkout's to give back."""
    unconfirmed = PaymentOperation.objects.filter(state__in=(*OPEN, *NOT_MOVED))
    return unconfirmed.exclude(kind=PaymentOperation.Kind.AUTHORISE).exclude(payment__holder=Payment.Holder.EXTERNAL)
