"""Support gives back money of an order that has shipped: how much, why, and what happens then?"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from anam.clock import database_now
from anam.orders.models import Order, OrderReturn
from anam.orders.refunds.form import RefundForm, refund_context
from anam.orders.refunds.refund_order import refund_order
from anam.orders.refunds.validation import OF_THE_FORM
from anam.orders.returns.refund_return import refund_return
from anam.refusals import Refusal
from anam.support.views.order import order_on_desk
from anam.web.drafts import take_draft
from anam.web.handling import handles
from anam.web.requests import MemberRequest, support_required


def _show_refused(request: MemberRequest, number: str, *, refused: Refusal, status: int) -> HttpResponse:
    order, form = order_on_desk(number), RefundForm.read(request.POST)
    if refused.code in OF_THE_FORM:
        return _show(request, order, form, checked=True, status=422)
    return _show(request, order, form, refused=refused, status=status)


@support_required
@handles(refused=_show_refused, not_found=OrderReturn.DoesNotExist)
def refund(request: MemberRequest, number: str) -> HttpResponse:
    """The form, and the refund itself, once its effect was shown (D11)."""
    order = order_on_desk(number)
    if request.method != "POST":
        kept = take_draft(request)
        return _show(request, order, RefundForm.read(kept or request.GET), kept=bool(kept))
    form = RefundForm.read(request.POST)
    if form.unreadable(order.currency):
        return _show(request, order, form, checked=True, status=422)
    asked: dict[str, Any] = {
        "by": request.user,
        "reason": form.reason,
        "words": form.words,
        "note": form.note,
        "amount": form.amount(order.currency),
        "quantities": form.quantities,
        "stock": form.stock,
        "preview_token": form.preview_token or "not shown yet",
        "key": form.key,
        "done": form.proof(now=database_now()),
    }
    if form.return_id:
        refund_return(number, form.return_id, **asked)
    else:
        refund_order(number, **asked)
    messages.success(request, f"Done. {order.buyer.name} and {order.maker.name} are being told.")
    return redirect("desk-order", number)


@support_required
def preview_refund(request: MemberRequest, number: str) -> HttpResponse:
    """What would happen with the choices made so far. Changes nothing."""
    order = order_on_desk(number)
    if request.method != "POST":
        return redirect("desk-refund", number)
    return _show(request, order, RefundForm.read(request.POST), part="#effects" if request.htmx else "")


def _show(
    request: MemberRequest,
    order: Order,
    form: RefundForm,
    *,
    checked: bool = False,
    kept: bool = False,
    refused: Refusal | None = None,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = {
        **refund_context(order, form, checked=checked),
        "kept": kept,
        "refused": refused,
        "preview_url": reverse("desk-refund-preview", args=[order.number]),
    }
    return render(request, f"support/refund.html{part}", shown, status=status)
