"""The policy: what is in force, what was changed, and changing its numbers (D13)."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from anam.orders.actions.change_policy import change_policy
from anam.orders.bounds import clean_why, why_not_these_numbers, why_not_this_why
from anam.orders.changes import history_of, in_words, numbers_changed
from anam.orders.models import Order, Policy, Reason
from anam.orders.policy import LONGEST_WHY, SETTABLE, current_policy
from anam.orders.reason_rules import NEEDED
from anam.orders.versions import moved_on, why_not_change
from anam.refusals import Refusal, Refused
from anam.support.policy_fields import number_fields
from anam.support.policy_forms import Typed, read_numbers, read_seen
from anam.web.drafts import take_draft
from anam.web.requests import MemberRequest, for_support

PAGE = 20


@for_support
def policy_page(request: MemberRequest) -> HttpResponse:
    """What is in force now, in words; the reasons; and every change, the newest first."""
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
    versions = list(Policy.objects.newest_first(before=before)[: PAGE + 1])
    current = current_policy()
    shown = {
        "sentences": in_words(current),
        "current": current,
        "reasons": Reason.objects.in_force(current.pk),
        "needed": NEEDED,
        "retired": Reason.objects.retired(),
        "changes": history_of(versions)[:PAGE],
        "next": versions[PAGE - 1].pk if len(versions) > PAGE else "",
        "continued": before is not None,
    }
    return render(request, "support/policy.html", shown)


@for_support
def numbers(request: MemberRequest) -> HttpResponse:
    """The form of all numbers, and the change itself."""
    if request.method != "POST":
        kept = take_draft(request)
        return _show(request, _typed(kept), kept=bool(kept))
    typed = _typed(request.POST)
    if typed.wrong:
        return _show(request, typed, checked=True, status=422)
    try:
        change_policy(by=request.user, why=typed.why, seen=typed.seen, **typed.changes)
    except Refused as refused:
        return _show_refused(request, typed, refused.refusal)
    messages.success(request, "The policy is changed, for orders placed from now on.")
    return redirect("policy")


@for_support
def preview_numbers(request: MemberRequest) -> HttpResponse:
    """What would change, for whom, before it is done. Changes nothing."""
    if request.method != "POST":
        return redirect("policy-numbers")
    typed = _typed(request.POST)
    if typed.wrong:
        return _show(request, typed, checked=True, status=422)
    if refusal := why_not_change(current_policy(), typed.changes, why=typed.why, seen=typed.seen):
        return _show_refused(request, typed, refusal)
    return _show(request, typed, preview=True)


def _typed(posted: QueryDict) -> Typed:
    return read_numbers(posted, shown=Policy.objects.version(read_seen(posted)) or current_policy())


def _show_refused(request: MemberRequest, typed: Typed, refusal: Refusal) -> HttpResponse:
    if refusal.code in ("policy_wrong", "why_needed"):
        return _show(request, typed, checked=True, status=422)
    return _show(request, typed, refused=refusal, status=409)


def _show(
    request: MemberRequest,
    typed: Typed,
    *,
    checked: bool = False,
    kept: bool = False,
    preview: bool = False,
    refused: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form over what is in force now, with everything that was typed."""
    current = current_policy()
    if kept and typed.seen != current.pk:
        refused = moved_on(typed.seen)
    values = {name: getattr(current, name) for name in SETTABLE}
    wrong = typed.wrong or (why_not_these_numbers({**values, **typed.changes}) if checked else {})
    no_why = why_not_this_why(clean_why(typed.why)) if checked else None
    shown = {
        "current": current,
        "fields": number_fields(current, typed, wrong),
        "typed": typed,
        "kept": kept,
        "no_why": no_why.message if no_why else "",
        "longest_why": LONGEST_WHY,
        "refused": refused,
        "preview": numbers_changed(current, typed.changes) if preview else [],
        "cases_too": "support_answer_hours" in typed.changes,
        "open_orders": Order.objects.still_open().count(),
    }
    return render(request, "support/policy_numbers.html", shown, status=status)
