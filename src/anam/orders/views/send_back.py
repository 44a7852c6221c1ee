"""The buyer says that something is on its way back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from anam.orders.models import Order, OrderReturn
from anam.orders.returns.send_back_form import SendBackForm
from anam.orders.returns.send_return import send_return
from anam.orders.views.buyer import show_order
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import BuyerRequest, buyer_required


def _show_unsent(request: BuyerRequest, number: str, pk: int, *, refused: Refusal, status: int) -> HttpResponse:
    return show_order(request, number, refused=refused, status=status, send_back=SendBackForm(request.POST))


@buyer_required
@handles(refused=_show_unsent, not_found=(Order.DoesNotExist, OrderReturn.DoesNotExist))
def send_back(request: BuyerRequest, number: str, pk: int) -> HttpResponse:
    """With whom it goes. Safe to click twice."""
    if request.method == "POST":
        send_return(number, pk, buyer=request.buyer, by=request.user, **SendBackForm(request.POST).typed)
        messages.success(request, "Support knows that it is on its way.")
    return redirect("buyer-order", number)
