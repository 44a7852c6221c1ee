"""The policy: what is in force, what was changed, and changing its numbers (D13)."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from anam.orders.models import Order
from anam.policy.actions.change_policy import change_policy
from anam.policy.diff import history_of, in_words, numbers_changed
from anam.policy.models import SETTABLE, Policy, Reason, current_policy
from anam.policy.reason_columns import facts_of
from anam.policy.reason_validation import NEEDED
from anam.policy.validation import clean_why, validate_numbers, validate_why
from anam.policy.versioning import changed_since, validate_change
from anam.refusals import Refusal
from anam.support.policy_fields import PolicyForm, number_fields
from anam.support.policy_forms import Typed, read_base_version, read_numbers
from anam.web.drafts import take_draft
from anam.web.handling import handles
from anam.web.requests import MemberRequest, support_required

PAGE = 20


@support_required
def policy_page(request: MemberRequest) -> HttpResponse:
    """What is in force now, in words; the reasons; and every change, the newest first."""
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
    versions = list(Policy.objects.newest_first(before=before)[: PAGE + 1])
    current = current_policy()
    shown = {
        "sentences": in_words(current),
        "current": current,
        "reasons": [(reason, facts_of(reason)) for reason in Reason.objects.in_force(current.pk)],
        "needed": NEEDED,
        "retired": Reason.objects.retired(),
        "changes": history_of(versions)[:PAGE],
        "next": versions[PAGE - 1].pk if len(versions) > PAGE else "",
        "continued": before is not None,
    }
    return render(request, "support/policy.html", shown)


def _show_refused(request: MemberRequest, *, refused: Refusal, status: int = 409) -> HttpResponse:
    if refused.code in ("policy_wrong", "why_needed"):
        return _show(request, _typed(request.POST), checked=True, status=422)
    return _show(request, _typed(request.POST), refused=refused, status=status)


@support_required
@handles(refused=_show_refused)
def numbers(request: MemberRequest) -> HttpResponse:
    """The form of all numbers, and the change itself."""
    if request.method != "POST":
        kept = take_draft(request)
        return _show(request, _typed(kept), kept=bool(kept))
    typed = _typed(request.POST)
    if typed.wrong:
        return _show(request, typed, checked=True, status=422)
    change_policy(by=request.user, why=typed.why, base_version=typed.base_version, **typed.changes)
    messages.success(request, "The policy is changed, for orders placed from now on.")
    return redirect("policy")


@support_required
def preview_numbers(request: MemberRequest) -> HttpResponse:
    """What would change, for whom, before it is done. Changes nothing."""
    if request.method != "POST":
        return redirect("policy-numbers")
    typed = _typed(request.POST)
    if typed.wrong:
        return _show(request, typed, checked=True, status=422)
    if refusal := validate_change(current_policy(), typed.changes, why=typed.why, base_version=typed.base_version):
        return _show_refused(request, refused=refusal)
    return _show(request, typed, preview=True)


def _typed(posted: QueryDict) -> Typed:
    return read_numbers(posted, shown=Policy.objects.version(read_base_version(posted)) or current_policy())


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
    if kept and typed.base_version != current.pk:
        refused = changed_since(typed.base_version)
    values = {name: getattr(current, name) for name in SETTABLE}
    wrong = typed.wrong or (validate_numbers({**values, **typed.changes}) if checked else {})
    no_why = validate_why(clean_why(typed.why)) if checked else None
    fields = number_fields(current, typed, wrong)
    shown = {
        "current": current,
        "fields": fields,
        "form": PolicyForm(fields, typed.why, wrong={"why": no_why.message} if no_why else {}),
        "typed": typed,
        "kept": kept,
        "refused": refused,
        "preview": numbers_changed(current, typed.changes) if preview else [],
        "cases_too": "support_answer_hours" in typed.changes,
        "open_orders": Order.objects.still_open().count(),
    }
    return render(request, "support/policy_numbers.html", shown, status=status)
