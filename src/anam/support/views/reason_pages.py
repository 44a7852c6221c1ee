"""The pages of one reason of the policy, with what was typed and why it was not done."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from anam.orders.models import Order
from anam.policy.actions.retire_reason import validate_retirement
from anam.policy.models import Reason, current_policy
from anam.policy.reason_validation import validate_key, validate_reason
from anam.policy.validation import clean_why, validate_why
from anam.policy.versioning import changed_since
from anam.refusals import Refusal
from anam.support.policy_fields import PolicyForm, WhyForm, reason_fields
from anam.support.policy_forms import Typed
from anam.web.requests import MemberRequest


def show_reason(
    request: MemberRequest,
    key: str,
    typed: Typed,
    columns: Mapping[str, Any],
    *,
    is_new: bool = False,
    kept: bool = False,
    wrong: Mapping[str, str] | None = None,
    refused: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form of a reason: `columns` as they are now, and over them what was typed."""
    current = current_policy()
    if kept and typed.base_version != current.pk:
        refused = changed_since(typed.base_version)
    shown = {
        "key": key,
        "is_new": is_new,
        "label": columns["label"],
        "current": current,
        "form": PolicyForm(
            reason_fields(key, columns, typed, wrong or {}),
            typed.why,
            wrong=wrong or {},
            key=key if is_new else None,
        ),
        "kept": kept,
        "refused": refused,
        "in_force": Reason.objects.in_force(current.pk),
        "open_orders": Order.objects.still_open().count(),
    }
    return render(request, "support/policy_reason.html", shown, status=status)


def show_refused(
    request: MemberRequest,
    key: str,
    typed: Typed,
    refusal: Refusal,
    columns: Mapping[str, Any],
    *,
    is_new: bool = False,
) -> HttpResponse:
    """The form again, with what is wrong beside each field, or why nothing was done above it."""
    if refusal.code in ("reason_wrong", "why_needed"):
        in_force = list(Reason.objects.in_force(current_policy().pk))
        wrong = validate_reason(key, {**columns, **typed.changes}, others=in_force)
        if is_new and (words := validate_key(key)):
            wrong["key"] = words
        if no_why := validate_why(clean_why(typed.why)):
            wrong["why"] = no_why.message
        if wrong:
            return show_reason(request, key, typed, columns, is_new=is_new, wrong=wrong, status=422)
    return show_reason(request, key, typed, columns, is_new=is_new, refused=refusal, status=409)


def show_retiring(
    request: MemberRequest,
    reason: Reason,
    why: str,
    *,
    kept_seen: int = 0,
    refused: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """What retiring `reason` means, and the question why; or why it cannot be retired."""
    current = current_policy()
    if kept_seen and kept_seen != current.pk:
        refused = changed_since(kept_seen)
    no_why = refused.message if refused and refused.code == "why_needed" else ""
    shown = {
        "reason": reason,
        "stays": "It is retired already." if reason.until_id else validate_retirement(reason),
        "current": current,
        "form": WhyForm(why, wrong={"why": no_why} if no_why else {}),
        "refused": refused,
        "no_why": no_why,
        "open_orders": Order.objects.still_open().count(),
    }
    return render(request, "support/policy_retire.html", shown, status=status)
