"""Support cancels an order, or some items of it, that has not shipped: what do we tell them, and what happens then?"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from anam.orders.cancellation.cancel import cancel
from anam.orders.cancellation.cancellation_validation import OF_THE_FORM
from anam.orders.cancellation.context import load_context
from anam.orders.cancellation.eligibility import no_longer_possible
from anam.orders.cancellation.shown_cancellation import shown_form
from anam.orders.forms import CancellationForm
from anam.orders.models import Order
from anam.orders.status import OPEN
from anam.policy.models import Reason
from anam.refusals import Refusal
from anam.support.cancelling import on_behalf_of
from anam.support.views.order import order_on_desk
from anam.web.drafts import take_draft
from anam.web.handling import handles
from anam.web.requests import MemberRequest, support_required


def _show_refused(request: MemberRequest, number: str, *, refused: Refusal, status: int) -> HttpResponse:
    order, form = order_on_desk(number), CancellationForm.read(request.POST)
    if refused.code in OF_THE_FORM:
        return _show(request, order, form, checked=True, status=422)
    return _show(request, order, form, refused=refused, status=status)


@support_required
@handles(refused=_show_refused)
def cancel_order(request: MemberRequest, number: str) -> HttpResponse:
    """The form, and the cancellation itself, once its effect was shown (D11)."""
    order = order_on_desk(number)
    if request.method != "POST":
        kept = take_draft(request)
        return _show(request, order, CancellationForm.read(kept or request.GET), kept=bool(kept))
    form = CancellationForm.read(request.POST)
    if form.wrong_quantities:
        return _show(request, order, form, checked=True, status=422)
    order = cancel(
        number,
        by=request.user,
        acting_as="support",
        on_behalf_of=on_behalf_of(form.reason),
        reason=form.reason,
        explanation=form.explanation,
        note=form.note,
        quantities=form.quantities,
        stock=form.stock,
        preview_token=form.preview_token or "not shown yet",
        key=form.key,
    )
    messages.success(request, f"Done. {order.buyer.name} and {order.maker.name} are being told.")
    return redirect("desk-order", number)


@support_required
def preview_cancel(request: MemberRequest, number: str) -> HttpResponse:
    """What would happen with the choices made so far. Changes nothing."""
    order = order_on_desk(number)
    if request.method != "POST":
        return redirect("desk-cancel", number)
    return _show(request, order, CancellationForm.read(request.POST), part="#effects" if request.htmx else "")


def _show(
    request: MemberRequest,
    order: Order,
    form: CancellationForm,
    *,
    checked: bool = False,
    kept: bool = False,
    refused: Refusal | None = None,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    context = load_context(order, reason_key=form.reason)
    shown: dict[str, Any] = {
        **shown_form(
            order,
            context,
            form,
            Reason.objects.in_force(order.policy_id),
            checked=checked,
            kept=kept,
            refused=refused,
            any_reason=True,
            note_for="Note to support and the maker",
        ),
        "over": None if order.status in OPEN else no_longer_possible(order),
        "preview_url": reverse("desk-cancel-preview", args=[order.number]),
    }
    return render(request, f"support/cancel.html{part}", shown, status=status)
