"""The form that cancels an order, whole or part, and the effect that it shows: on the sheet and support's page (D9)."""

from collections.abc import Iterable
from typing import Any

from anam.orders.cancellation.cancellation_validation import validate_quantities, validate_words
from anam.orders.cancellation.context import CancellationContext
from anam.orders.cancellation.plan import Plan, plan_cancellation, takes_all
from anam.orders.emails.parts import money_ahead
from anam.orders.forms import CancellationForm, CancellationWords
from anam.orders.models import Order
from anam.people.models import User
from anam.policy.models import Reason
from anam.refusals import Refusal, refusal_words


def shown_form(
    order: Order,
    context: CancellationContext,
    form: CancellationForm,
    reasons: Iterable[Reason],
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
    others = others.exclude(pk=order.pk).order_by("decline_by")
    return {
        "plan": plan,
        "stock_is_chosen": plan.chosen,
        "stock_lines": [(one, form.stock.get(one.line.id, "")) for one in plan.lines],
        "money_words": money_ahead(order, plan),
        "buyer_members": User.objects.active_members("buyer", order.buyer),
        "maker_members": User.objects.active_members("maker", order.maker),
        "others": others[:6] if zeroed else [],
        "others_count": others.count() if zeroed else 0,
    }
