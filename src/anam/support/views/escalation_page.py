"""The end of an escalation, on the page of its case (D6): decline for the maker, refuse, or hand back."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect

from anam.cases.models import Case
from anam.clock import database_now
from anam.orders.forms import text
from anam.refusals import Refused
from anam.support.actions.decline_for_maker import TOLD_HOW, decline_for_maker
from anam.support.actions.hand_back import hand_back
from anam.support.actions.refuse_case import refuse_case
from anam.support.views.case import case_of, show_case
from anam.web.drafts import sent_or_kept
from anam.web.handling import handles
from anam.web.moments import moments
from anam.web.requests import MemberRequest, support_required

# Which of the three forms it is whose words the page calls so.
_OUTCOME = {"message": "tell", "refuse_words": "refuse", "hand_back_words": "return"}


def _show(request: MemberRequest, pk: int, *, message: str = "message", **more: Any) -> HttpResponse:
    """The page, with what was typed into one of the three forms; `message` is what the page calls its words."""
    escalation_case(pk)
    typed, kept = sent_or_kept(request), request.method != "POST"
    told_how = text(typed, "told_how")
    ending = {
        "outcome": _OUTCOME[message],
        "told_how": told_how,
        "told_at": text(typed, "told_at"),
        message: text(typed, "message"),
    }
    if message == "message" and told_how != "email":
        ending["said"] = _said(typed, told_how)
    return show_case(request, pk, ending={**ending, "kept": kept} if typed or not kept else {}, **more)


@support_required
@handles(refused=_show)
def decline_case(request: MemberRequest, pk: int) -> HttpResponse:
    """The buyer was told; with that the order is declined in the maker's name."""
    if request.method != "POST":
        return _show(request, pk)
    case, told_how = escalation_case(pk), text(request.POST, "told_how")
    decline_for_maker(
        pk,
        by=request.user,
        told_how=told_how if told_how in TOLD_HOW else "",
        message=_said(request.POST, told_how),
        told_at=None if told_how == "email" else _told_at(case, text(request.POST, "told_at")),
        preview_token=text(request.POST, "preview_token", most=64),
    )
    messages.success(request, f"The order is declined for {case.maker}. {case.buyer} and {case.maker} are being told.")
    return redirect("case", pk)


_REFUSING = partial(_show, message="refuse_words")
_HANDING_BACK = partial(_show, message="hand_back_words")


@support_required
@handles(refused=_REFUSING)
def refuse(request: MemberRequest, pk: int) -> HttpResponse:
    """The order stands; the maker reads why."""
    return _answer(request, pk, refuse_case, _REFUSING, "Request refused. The maker is being told why.")


@support_required
@handles(refused=_HANDING_BACK)
def hand_back_case(request: MemberRequest, pk: int) -> HttpResponse:
    """The maker goes on themselves."""
    return _answer(request, pk, hand_back, _HANDING_BACK, "Returned to the maker. They are being told.")


def _answer(
    request: MemberRequest, pk: int, action: Callable[..., Case], page: Callable[..., HttpResponse], done: str
) -> HttpResponse:
    if request.method != "POST":
        return page(request, pk)
    action(escalation_case(pk).pk, by=request.user, message=text(request.POST, "message"))
    messages.success(request, done)
    return redirect("case", pk)


def escalation_case(pk: int) -> Case:
    """The case of that number, if it asks to decline an order; else 404."""
    case = case_of(pk)
    if not case.is_escalation:
        raise Http404
    return case


def _said(typed: QueryDict, told_how: str) -> str:
    """The email to the buyer; told otherwise, what was said, which has a field of its own: a draft is no record."""
    return text(typed, "message" if told_how == "email" or "said" not in typed else "said")


def _told_at(case: Case, typed: str) -> datetime | None:
    """What a field of day and time holds, in the agent's time zone; None where it is empty. Raises Refused.

    In an hour that came twice, the one of the two in which the buyer can have been told: the earlier, where in both.
    """
    if not typed:
        return None
    try:
        found = moments(typed)
    except ValueError:
        raise Refused.because("told_when_unlikely", "Give the day and the time, as in 2026-11-17 14:02.") from None
    if not found:
        raise Refused.because(
            "told_when_unlikely",
            "The clocks went forward then, and left that time out: give the time after the change.",
        )
    assert case.order
    now, placed_at = database_now(), case.order.placed_at
    return next((moment for moment in found if placed_at <= moment <= now), found[0])
