"""What became of money that another system holds, as a maker says it where the policy lets them (M2)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from anam.orders.models import Order
from anam.orders.payments.confirmation_form import ConfirmForm, confirm_as_typed
from anam.orders.views.order import order_of, show_order
from anam.payments.models import PaymentOperation
from anam.refusals import Refused
from anam.web.requests import MakerRequest, maker_required

CONFIRMED = "That is on record."


@maker_required
def confirm(request: MakerRequest, number: str, pk: int) -> HttpResponse:
    """Confirm an operation of this maker's order. A double click finds what the first did."""
    order = order_of(request, number)
    if request.method != "POST":
        return redirect(order)
    form = ConfirmForm(request.POST)
    try:
        confirm_as_typed(form, number, pk, by=request.user, maker=request.maker)
    except (Order.DoesNotExist, PaymentOperation.DoesNotExist):
        raise Http404 from None
    except Refused as refused:
        status = 403 if refused.refusal.code == "role_forbids" else 409
        return show_order(
            request,
            order_of(request, number),
            status=status,
            confirm_refused=refused.refusal,
            confirm_operation=pk,
            confirm_form=form,
            refused=refused.refusal,
        )
    messages.success(request, CONFIRMED)
    return redirect(order)
