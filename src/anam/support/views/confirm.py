"""What became of money that another system holds, as support says it (M2)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from anam.orders.models import Order
from anam.orders.payments.confirmation_form import ConfirmForm, confirm_as_typed
from anam.orders.payments.correct_record import correct_record
from anam.orders.views.confirm import CONFIRMED
from anam.payments.models import PaymentOperation
from anam.refusals import Refusal
from anam.support.money_ways import CorrectForm, back_from_money
from anam.support.views.order import show_order
from anam.web.handling import handles
from anam.web.requests import MemberRequest, support_required


def _show_refused(request: MemberRequest, number: str, pk: int, *, refused: Refusal, status: int) -> HttpResponse:
    more = {"confirm_refused": refused, "confirm_operation": pk, "confirm_form": ConfirmForm(request.POST)}
    return show_order(request, number, status=status, refused=refused, **more)


@support_required
@handles(refused=_show_refused, not_found=PaymentOperation.DoesNotExist)
def confirm(request: MemberRequest, number: str, pk: int) -> HttpResponse:
    """Confirm an operation of an order's payment; a smaller sum leaves one for the rest. Safe to click twice."""
    if request.method != "POST":
        return redirect("desk-order", number)
    confirm_as_typed(ConfirmForm(request.POST), number, pk, by=request.user)
    messages.success(request, CONFIRMED)
    return back_from_money(request, number)


def _show_uncorrected(request: MemberRequest, number: str, pk: int, *, refused: Refusal, status: int) -> HttpResponse:
    more = {"confirm_refused": refused, "confirm_operation": pk, "correct_form": CorrectForm(request.POST)}
    return show_order(request, number, status=status, refused=refused, **more)


@support_required
@handles(refused=_show_uncorrected, not_found=(PaymentOperation.DoesNotExist, Order.DoesNotExist))
def correct(request: MemberRequest, number: str, pk: int) -> HttpResponse:
    """What somebody recorded of an operation was not so. Safe to click twice."""
    if request.method != "POST":
        return redirect("desk-order", number)
    typed = CorrectForm(request.POST).typed
    correct_record(number, pk, by=request.user, words=typed["words"], still_due=typed["due"] != "no")
    messages.success(request, "It is corrected. Whoever was told otherwise is being told.")
    return back_from_money(request, number)
