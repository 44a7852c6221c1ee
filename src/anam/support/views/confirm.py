"""What became of money that another system holds, as support says it (M2)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from anam.orders.models import Order
from anam.orders.payments.confirmation_form import ConfirmForm, confirm_as_typed
from anam.orders.views.confirm import CONFIRMED
from anam.payments.models import PaymentOperation
from anam.refusals import Refused
from anam.support.views.order import show_order
from anam.web.requests import MemberRequest, support_required


@support_required
def confirm(request: MemberRequest, number: str, pk: int) -> HttpResponse:
    """Confirm an operation of an order's payment; a smaller sum leaves one for the rest. Safe to click twice."""
    if request.method != "POST":
        return redirect("desk-order", number)
    form = ConfirmForm(request.POST)
    try:
        confirm_as_typed(form, number, pk, by=request.user)
    except (Order.DoesNotExist, PaymentOperation.DoesNotExist):
        raise Http404 from None
    except Refused as refused:
        more = {"confirm_refused": refused.refusal, "confirm_operation": pk, "confirm_form": form}
        return show_order(request, number, status=409, refused=refused.refusal, **more)
    messages.success(request, CONFIRMED)
    return redirect("desk-order", number)
