"""Money that the gateway has not confirmed."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anam import jobs
from anam.clock import database_now
from anam.orders.jobs import settle_money
from anam.payments.models import Instruction
from anam.web.requests import MemberRequest, for_support

# Sooner than this, it is simply under way.
STUCK_AFTER = timedelta(minutes=1)
MOST_SHOWN = 200


@for_support
def stuck_money(request: MemberRequest) -> HttpResponse:
    """What the gateway was asked to do and has not confirmed, the oldest first (D8)."""
    stuck = (
        _unconfirmed()
        .filter(asked_at__lt=database_now() - STUCK_AFTER)
        .select_related("payment__order__maker", "payment__order__buyer")
        .prefetch_related("attempts")
        .order_by("asked_at")[:MOST_SHOWN]
    )
    rows = [(one, sorted(one.attempts.all(), key=lambda attempt: attempt.pk)) for one in stuck]
    return render(request, "support/money.html", {"stuck": rows})


@for_support
def try_again(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask the gateway again now, without waiting for the next try; the same key makes it harmless."""
    instruction = get_object_or_404(_unconfirmed(), pk=pk)
    if request.method == "POST":
        jobs.defer(jobs.to_do(settle_money, instruction_id=instruction.pk))
        messages.success(request, "The gateway is being asked again. Look here in a minute.")
    return redirect("desk-money")


def _unconfirmed() -> QuerySet[Instruction]:
    """All but authorisations: those that nobody waits for any more are its checkout's to give back."""
    unconfirmed = Instruction.objects.filter(confirmed_at=None, refused_at=None)
    return unconfirmed.exclude(kind=Instruction.Kind.AUTHORISE)
