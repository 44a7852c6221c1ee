"""The pop-up behind "Cancel Order": what do we tell them, and what happens then?"""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect

from anam.orders.actions.decline import decline
from anam.orders.contact import conversation_of, why_not_write
from anam.orders.decline import LONGEST_EXPLANATION, why_not, why_not_these_words
from anam.orders.forms import DeclineForm
from anam.orders.letters import money_words
from anam.orders.models import Order, Reason
from anam.orders.plan import Plan, plan_calling_off, read_facts
from anam.orders.policy import current_policy
from anam.orders.road import buyer_not_reached, leads_to_support
from anam.orders.views.order import order_of
from anam.people.models import User
from anam.refusals import Refusal, Refused
from anam.web.drafts import take_draft
from anam.web.requests import MakerRequest, for_makers


@for_makers
def decline_order(request: MakerRequest, number: str) -> HttpResponse:
    """The pop-up (a page of its own without JavaScript), and the decline itself."""
    if request.method != "POST":
        order = order_of(request, number)
        kept = take_draft(request)
        return show_pop_up(request, order, DeclineForm.read(kept), kept=bool(kept))
    form = DeclineForm.read(request.POST)
    try:
        order = decline(
            number, maker=request.maker, by=request.user, reason=form.reason, explanation=form.explanation,
            note=form.note, stock=form.stock, announced=form.announced,
        )  # fmt: skip
    except Order.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return show_refused(request, order_of(request, number), form, refused)
    return to_the_order(request, order)


def to_the_order(request: MakerRequest, order: Order) -> HttpResponse:
    """It is done: back to the page of the order, out of the pop-up too."""
    done = order.get_absolute_url()  # without a fragment: to the browser, that would be the page it is on
    return HttpResponseClientRedirect(done) if request.htmx else redirect(done)


def show_refused(
    request: MakerRequest, order: Order, form: DeclineForm, refused: Refused, *, asks_support: bool = False
) -> HttpResponse:
    """The pop-up again, with why nothing was done and everything that was typed."""
    if refused.refusal.code == "explanation_needed":
        return show_pop_up(request, order, form, checked=True, status=422, asks_support=asks_support)
    return show_pop_up(request, order, form, refused=refused.refusal, status=409, asks_support=asks_support)


@for_makers
def preview_decline(request: MakerRequest, number: str) -> HttpResponse:
    """What would happen with the choices made so far. Changes nothing."""
    order = order_of(request, number)
    if request.method != "POST":
        return redirect("portal-decline", number)
    return show_pop_up(request, order, DeclineForm.read(request.POST), part="#effects" if request.htmx else "")


def show_pop_up(
    request: MakerRequest,
    order: Order,
    form: DeclineForm,
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
    facts = read_facts(order, reason_key=form.reason)
    refusals = why_not(order, now=facts.now, handled=facts.handled, taken_by=facts.taken_by)
    plan = plan_calling_off(order, facts, stock=form.stock)
    unreached = buyer_not_reached(order) if asks_support and not refusals else []
    shown = {
        "order": order,
        "now": facts.now,
        "form": form,
        "kept": kept,
        "refused": refused,
        "refusals": refusals,
        "through_support": leads_to_support(refusals) or bool(unreached),
        "unreached": unreached,
        "can_write": why_not_write(order, conversation_of(order)) is None,
        "answer_hours": current_policy().support_answer_hours,
        "wrong": why_not_these_words(facts.reason, form.explanation, form.note) if checked else {},
        "reasons": Reason.objects.in_force(order.policy_id).filter(for_makers=True),
        "chosen": facts.reason,
        "longest": LONGEST_EXPLANATION,
        **effects(order, plan, form, chosen=facts.reason is not None),
    }
    if request.htmx and not part:
        part = "#popup"
    return render(request, f"orders/decline.html{part}", shown, status=status)


def effects(order: Order, plan: Plan, form: DeclineForm, *, chosen: bool) -> dict[str, Any]:
    """The plan as the page shows it: money by component, stock by line, and who is told (D11)."""
    payment = getattr(order, "payment", None)
    zeroed = [one.line.product_id for one in plan.lines if one.tracked and one.effect == "zero"]
    if not chosen:  # the page then says what each kind of reason would do
        zeroed = [one.line.product_id for one in plan.lines if one.tracked]
    others = Order.objects.of_maker(order.maker).still_open().containing([pk for pk in zeroed if pk])
    return {
        "plan": plan,
        "stock_is_chosen": chosen,
        "stock_lines": [(one, form.stock.get(one.line.id, "")) for one in plan.lines],
        "money_words": money_words(plan.money, card=payment.card if payment else "", ahead=True),
        "buyer_members": User.objects.filter(buyer_member__buyer=order.buyer, is_active=True),
        "maker_members": User.objects.filter(maker_member__maker=order.maker, is_active=True),
        "others": others.exclude(pk=order.pk).order_by("decline_by")[:6] if zeroed else [],
    }
