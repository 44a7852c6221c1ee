"""The pop-up behind "Cancel Order": what do we tell them, and what happens then?"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from anam.orders.cancellation.cancellation_validation import OF_THE_FORM, validate_quantities, validate_words
from anam.orders.cancellation.context import CancellationContext, load_context
from anam.orders.cancellation.decline import decline
from anam.orders.cancellation.eligibility import why_not
from anam.orders.cancellation.plan import Plan, plan_cancellation, takes_all
from anam.orders.contacting.contact_validation import conversation_of, validate_may_write
from anam.orders.emails.parts import money_ahead
from anam.orders.escalation.next_step import buyer_not_reached, can_be_escalated
from anam.orders.forms import CancellationForm, CancellationWords
from anam.orders.models import Order
from anam.orders.views.order_page import order_of
from anam.people.models import User
from anam.policy.models import Reason, current_policy
from anam.policy.queries import ReasonQuerySet
from anam.refusals import Refusal, refusal_words
from anam.web.drafts import take_draft
from anam.web.handling import handles
from anam.web.requests import MakerRequest, maker_required


def show_refused(
    request: MakerRequest, number: str, *, refused: Refusal, status: int, asks_support: bool = False
) -> HttpResponse:
    """The pop-up again, with why nothing was done and everything that was typed."""
    order, form = order_of(request, number), CancellationForm.read(request.POST)
    if refused.code in OF_THE_FORM:
        return show_pop_up(request, order, form, checked=True, status=422, asks_support=asks_support)
    return show_pop_up(request, order, form, refused=refused, status=status, asks_support=asks_support)


@maker_required
@handles(refused=show_refused, not_found=Order.DoesNotExist)
def decline_order(request: MakerRequest, number: str) -> HttpResponse:
    """The pop-up (a page of its own without JavaScript), and the decline itself."""
    if request.method != "POST":
        order = order_of(request, number)
        kept = take_draft(request)
        return show_pop_up(request, order, CancellationForm.read(kept or request.GET), kept=bool(kept))
    form = CancellationForm.read(request.POST)
    if form.wrong_quantities:
        return show_pop_up(request, order_of(request, number), form, checked=True, status=422)
    order = decline(
        number,
        maker=request.maker,
        by=request.user,
        reason=form.reason,
        explanation=form.explanation,
        note=form.note,
        quantities=form.quantities,
        stock=form.stock,
        preview_token=form.shown,
        key=form.key,
    )
    return to_the_order(request, order)


def to_the_order(request: MakerRequest, order: Order) -> HttpResponse:
    """It is done: back to the page of the order, out of the pop-up too."""
    done = order.get_absolute_url()  # without a fragment: to the browser, that would be the page it is on
    return HttpResponseClientRedirect(done) if request.htmx else redirect(done)


@maker_required
def preview_decline(request: MakerRequest, number: str) -> HttpResponse:
    """What would happen with the choices made so far. Changes nothing."""
    order = order_of(request, number)
    if request.method != "POST":
        return redirect("portal-decline", number)
    return show_pop_up(request, order, CancellationForm.read(request.POST), part="#effects" if request.htmx else "")


def show_pop_up(
    request: MakerRequest,
    order: Order,
    form: CancellationForm,
    *,
    checked: bool = False,
    kept: bool = False,
    refused: Refusal | None = None,
    part: str = "",
    status: int = 200,
    asks_support: bool = False,
) -> HttpResponse:
    """The pop-up with what is chosen so far. Where the maker cannot decline, the same form asks support (D6).

    So it does where the buyer has not been reached, and their maker `asks_support` rather than decline themselves.
    """
    context = load_context(order, reason_key=form.reason)
    refusals = why_not(order, now=context.now, handled=context.handled, taken_by=context.taken_by)
    unreached = buyer_not_reached(order) if asks_support and not refusals else []
    reasons = Reason.objects.in_force(order.policy_id).filter(for_makers=True)
    shown = {
        **shown_form(order, context, form, reasons, checked=checked, kept=kept, refused=refused),
        "refusals": refusals,
        "in_time": order.in_time(context.now),
        "through_support": can_be_escalated(refusals) or bool(unreached),
        "unreached": unreached,
        "can_write": validate_may_write(order, conversation_of(order)) is None,
        "answer_hours": current_policy().support_answer_hours,
        "preview_url": reverse("portal-decline-preview", args=[order.number]),
    }
    if request.htmx and not part:
        part = "#popup"
    return render(request, f"orders/decline.html{part}", shown, status=status)


def shown_form(
    order: Order,
    context: CancellationContext,
    form: CancellationForm,
    reasons: ReasonQuerySet,
    *,
    checked: bool,
    kept: bool,
    refused: Refusal | None,
    any_reason: bool = False,
    note_for: str = "",
) -> dict[str, Any]:
    """What every page with this form shows: what was filled in, what of it is wrong once it was `checked`, its effect.

    `kept`: it was typed before the session ended. `any_reason`: for support, who may give one that makers may not.
    """
    wrong = wrong_fields(context, form, any_reason=any_reason) if checked else {}
    words = CancellationWords.of(form, to=order.buyer.name, reasons=reasons, chosen=context.reason, note_for=note_for)
    words.show_wrong(wrong)
    return {
        "order": order,
        "now": context.now,
        "form": form,
        "words": words,
        "reasons": reasons,
        "lines": [(line, form.typed.get(line.id, "")) for line in context.lines],
        "kept": kept,
        "refused": refused,
        "wrong": wrong,
        **effects(order, context, form),
    }


def wrong_fields(context: CancellationContext, form: CancellationForm, *, any_reason: bool) -> dict[str, str]:
    """What is wrong with what was filled in, by field; empty where nothing is."""
    wrong = validate_words(context.reason, form.explanation, form.note, any_reason=any_reason)
    if form.quantities is not None:
        if lines := form.wrong_quantities or validate_quantities(context, form.quantities):
            wrong["lines"] = lines
        elif context.reason and not context.reason.part_of_an_order and not takes_all(context, form.quantities):
            wrong["reason"] = refusal_words("reason_for_whole_orders", reason=context.reason.label)
    return wrong


def effects(order: Order, context: CancellationContext, form: CancellationForm) -> dict[str, Any]:
    """The plan as the page shows it: money by component, stock by line, and who is told (D11).

    Where some items are meant and nothing can be made of what was typed, what is missing, and no plan.
    """
    missing = ""
    if form.quantities is not None:
        missing = form.wrong_quantities or validate_quantities(context, form.quantities)
    plan = plan_cancellation(order, context, quantities=None if missing else form.quantities, stock=form.stock)
    return {"missing": missing, **shown_plan(order, plan, form)}


def shown_plan(order: Order, plan: Plan, form: CancellationForm) -> dict[str, Any]:
    """`plan` in words, with the choices that `form` makes for the stock."""
    zeroed = [one.line.product_id for one in plan.lines if one.tracked and one.effect == "zero"]
    if not plan.chosen:  # the page then says what each kind of reason would do
        zeroed = [one.line.product_id for one in plan.lines if one.tracked]
    others = Order.objects.of_maker(order.maker).still_open().containing([pk for pk in zeroed if pk])
    return {
        "plan": plan,
        "stock_is_chosen": plan.chosen,
        "stock_lines": [(one, form.stock.get(one.line.id, "")) for one in plan.lines],
        "money_words": money_ahead(order, plan),
        "buyer_members": User.objects.filter(buyer_member__buyer=order.buyer, is_active=True),
        "maker_members": User.objects.filter(maker_member__maker=order.maker, is_active=True),
        "others": others.exclude(pk=order.pk).order_by("decline_by")[:6] if zeroed else [],
    }
