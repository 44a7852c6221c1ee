"""What ends a case, by its kind: the part of its page where support decides."""

from typing import Any

from anam.cases.models import Case
from anam.marketplace.current import marketplace
from anam.orders.cancellation.context import load_context
from anam.orders.emails.parts import money_ahead
from anam.orders.models import Order
from anam.orders.requests.page_context import request_effects
from anam.people.models import User
from anam.support.escalation import plan_for
from anam.support.forms import EndingForm, ToldForm
from anam.web.requests import MemberRequest
from anam.words import place_in

# The ways to tell a buyer, as anam.support.actions.decline_for_maker.TOLD_HOW has them.
WAYS = (("email", "Email"), ("phone", "Phone"), ("other", "Other"))


def ending_of(request: MemberRequest, case: Case, typed: dict[str, Any]) -> dict[str, Any]:
    """What the page of `case` needs so that support can decide; `typed` is what a form that came back holds."""
    if case.is_escalation and case.is_open and case.order:
        return {"escalation": escalation_context(request, case, case.order, typed)}
    if case.request and case.request.is_open and case.order:
        return {"request_effects": request_effects(case.order, case.request), "request_of_buyer": case.request}
    return {}


def escalation_context(request: MemberRequest, case: Case, order: Order, typed: dict[str, Any]) -> dict[str, Any]:
    """What declining for the maker will do (D11), and words to begin with."""
    plan = plan_for(case, order, load_context(order))
    zone_words = place_in(request.user.time_zone)
    return {
        "plan": plan,
        "spare": order.decline_by - case.opened_at,
        "ways": WAYS,
        "form": ToldForm(
            buyer=order.buyer.name,
            zone_words=zone_words,
            initial={"message": suggested_words(order, writer=request.user.first_name), **typed},
        ),
        **_endings(case, typed),
        "money_words": money_ahead(order, plan),
        "buyer_members": User.objects.active_members("buyer", case.buyer_id),
        **typed,
    }


def _endings(case: Case, typed: dict[str, Any]) -> dict[str, EndingForm]:
    maker = case.maker.name if case.maker else ""
    refuse, hand_back = ({"message": typed.get(name, "")} for name in ("refuse_words", "hand_back_words"))
    return {
        "refusing": EndingForm(
            name="refuse",
            maker=maker,
            hint="Why not, and what they can do now.",
            initial=refuse,
        ),
        "handing_back": EndingForm(
            name="hand-back",
            maker=maker,
            hint="Say what they can do now: the buyer has written to them, for example.",
            initial=hand_back,
        ),
    }


def suggested_words(order: Order, *, writer: str) -> str:
    """Words to begin with, for the e-mail that tells the buyer; support changes them as they like."""
    return (
        f"Hello, {order.maker.name} has asked us to tell you that they cannot fulfil your order {order.number}. "
        "They could not write to you themselves. I am sorry: we know that your shelves were waiting for it.\n\n"
        "The order is cancelled now, and nothing is kept from you. If you would like help to find something "
        f"similar, just answer.\n\nWarm wishes,\n{writer}, {marketplace().name}"
    )
