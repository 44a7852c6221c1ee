"""What became of money that another system holds, as a maker says it where the policy lets them (M2)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from anam.orders.payments.confirmation_form import ConfirmForm, confirm_as_typed
from anam.orders.views.order_page import order_of, show_order
from anam.payments.models import PaymentOperation
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import MakerRequest, maker_required

CONFIRMED = "That is on record."


def _show_refused(request: MakerRequest, number: str, pk: int, *, refused: Refusal, status: int) -> HttpResponse:
    return show_order(
        request,
        number,
        status=403 if refused.code == "role_forbids" else status,
        confirm_refused=refused,
        confirm_operation=pk,
        confirm_form=ConfirmForm(request.POST),
        refused=refused,
    )


@maker_required
@handles(refused=_show_refused, not_found=PaymentOperation.DoesNotExist)
def confirm(request: MakerRequest, number: str, pk: int) -> HttpResponse:
    """Confirm an operation of this maker's order. A double click finds what the first did."""
    order = order_of(request, number)
    if request.method != "POST":
        return redirect(order)
    confirm_as_typed(ConfirmForm(request.POST), number, pk, by=request.user, maker=request.maker)
    messages.success(request, CONFIRMED)
    return redirect(order)
