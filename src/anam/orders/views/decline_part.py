"""Declining a part of an order, in two steps: how many of what and why; then what will happen, to be confirmed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from anam.orders.actions.decline_part import decline_part, plan_of_part, why_not_lines
from anam.orders.decline import LONGEST_EXPLANATION, why_not, why_not_these_words
from anam.orders.letters import money_words
from anam.orders.letters.requests import part_money_words
from anam.orders.models import Order, Reason
from anam.orders.part_form import PartForm
from anam.orders.plan import Facts, Plan, plan_calling_off, read_facts
from anam.orders.removal import RemovalPlan, takes_all
from anam.orders.views.order import order_of
from anam.refusals import Refusal, Refused
from anam.web.drafts import take_draft
from anam.web.requests import MakerRequest, for_makers


@for_makers
def decline_part_of_order(request: MakerRequest, number: str) -> HttpResponse:
    """The form, and the decline itself, once its effect was shown."""
    if request.method != "POST":
        return _show(request, number, PartForm.read(take_draft(request)))
    form = PartForm.read(request.POST)
    if not form.decline.announced or form.wrong:
        return _show(request, number, form, checked=True)
    try:
        order = decline_part(
            number, maker=request.maker, by=request.user, reason=form.decline.reason, quantities=form.quantities,
            explanation=form.decline.explanation, note=form.decline.note, stock=form.decline.stock,
            announced=form.decline.announced,
        )  # fmt: skip
    except Order.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return _show(request, number, form, refused=refused.refusal, status=409)
    messages.success(request, f"Done. {order.buyer.name} is being told.")
    return redirect(order.get_absolute_url())


@for_makers
def preview_decline_part(request: MakerRequest, number: str) -> HttpResponse:
    """What would happen. Changes nothing."""
    if request.method != "POST":
        return redirect("portal-decline-part", number)
    return _show(request, number, PartForm.read(request.POST), checked=True)


def _show(
    request: MakerRequest,
    number: str,
    form: PartForm,
    *,
    checked: bool = False,
    refused: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    order = order_of(request, number)
    facts = read_facts(order, reason_key=form.decline.reason)
    wrong = _wrong(facts, form) if checked else {}
    plan = _plan(order, facts, form) if checked and not wrong else None
    shown = {
        "order": order,
        "now": facts.now,
        "form": form,
        "refused": refused,
        "refusals": why_not(order, now=facts.now, handled=facts.handled, taken_by=facts.taken_by),
        "lines": [(line, form.typed.get(line.id, "")) for line in facts.lines],
        "reasons": Reason.objects.in_force(order.policy_id).filter(for_makers=True, part_of_an_order=True),
        "wrong": wrong,
        "longest": LONGEST_EXPLANATION,
        "plan": plan,
        "money_words": _money(plan, order) if plan else "",
        "takes_all": isinstance(plan, Plan),
        "stock_lines": [(one, form.decline.stock.get(one.line.id, "")) for one in plan.lines] if plan else [],
    }
    return render(request, "orders/decline_part.html", shown, status=422 if wrong else status)


def _wrong(facts: Facts, form: PartForm) -> dict[str, str]:
    """What is wrong with what was filled in, by field."""
    wrong = why_not_these_words(facts.reason, form.decline.explanation, form.decline.note)
    if lines := form.wrong or why_not_lines(facts, form.quantities):
        wrong["lines"] = lines
    if facts.reason and not facts.reason.part_of_an_order and not takes_all(facts, form.quantities):
        wrong["reason"] = "This reason is for whole orders."
    return wrong


def _plan(order: Order, facts: Facts, form: PartForm) -> Plan | RemovalPlan:
    """The plan that `decline_part` will follow (D11): nothing left of the order means all of it."""
    if takes_all(facts, form.quantities):
        return plan_calling_off(order, facts, stock=form.decline.stock)
    return plan_of_part(order, facts, form.quantities, stock=form.decline.stock)


def _money(plan: Plan | RemovalPlan, order: Order) -> Any:
    money = plan.money
    if isinstance(plan, RemovalPlan):
        return part_money_words(money.kind, money.amount, money.currency)
    card = order.payment.card if hasattr(order, "payment") else ""
    return money_words(money, card=card, ahead=True)
