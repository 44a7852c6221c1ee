"""The reasons for which an order is cancelled: one more, one said otherwise, one retired (D13)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify

from anam.orders.forms import text
from anam.policy.actions.add_reason import add_reason
from anam.policy.actions.retire_reason import retire_reason
from anam.policy.actions.reword_reason import reword_reason
from anam.policy.models import Reason
from anam.policy.parsing import columns_of, new_reason
from anam.refusals import Refusal, Refused
from anam.support.policy_forms import read_base_version, read_reason
from anam.support.views.reason_pages import show_reason, show_refused, show_retiring
from anam.web.drafts import take_draft
from anam.web.handling import handles
from anam.web.requests import MemberRequest, support_required


@support_required
def add(request: MemberRequest) -> HttpResponse:
    """A reason more; with `?again=` and its key, one that was retired, as it was then."""
    fresh = new_reason()
    if request.method != "POST":
        kept = take_draft(request)
        key = text(kept, "key", most=40) or text(request.GET, "again", most=40)
        before = Reason.objects.last_of(key)
        again = {**columns_of(before), "position": fresh["position"]} if before else fresh
        typed = read_reason(kept, shown=again)
        return show_reason(request, key, typed, again, is_new=True, kept=bool(kept))
    typed = read_reason(request.POST, shown=fresh)
    key = text(request.POST, "key", most=60) or slugify(typed.texts.get("label", ""))[:40].strip("-").replace("-", "_")
    if typed.wrong:
        return show_reason(request, key, typed, fresh, is_new=True, wrong=typed.wrong, status=422)
    try:
        reason = add_reason(
            key, by=request.user, why=typed.why, base_version=typed.base_version, **{**fresh, **typed.changes}
        )
    except Refused as refused:
        return show_refused(request, key, typed, refused.refusal, fresh, is_new=True)
    messages.success(request, f"“{reason.label}” is added, for orders placed from now on.")
    return redirect("policy")


@support_required
@handles(not_found=Reason.DoesNotExist)
def reword(request: MemberRequest, key: str) -> HttpResponse:
    """All that a reason says, and saying it otherwise."""
    reason = _known(key)
    if request.method != "POST":
        if reason.until_id:
            raise Http404
        kept = take_draft(request)
        typed = read_reason(kept, shown=columns_of(_as_seen(read_base_version(kept), reason)))
        return show_reason(request, key, typed, columns_of(reason), kept=bool(kept))
    typed = read_reason(request.POST, shown=columns_of(_as_seen(read_base_version(request.POST), reason)))
    if typed.wrong:
        return show_reason(request, key, typed, columns_of(reason), wrong=typed.wrong, status=422)
    try:
        reworded = reword_reason(key, by=request.user, why=typed.why, base_version=typed.base_version, **typed.changes)
    except Refused as refused:
        # Retired meanwhile: what was typed is kept, and it can be begun again.
        now = _known(key)
        return show_refused(request, key, typed, refused.refusal, columns_of(now), is_new=now.until_id is not None)
    messages.success(request, f"“{reworded.label}” is saved, for orders placed from now on.")
    return redirect("policy")


def _show_unretired(request: MemberRequest, key: str, *, refused: Refusal, status: int) -> HttpResponse:
    status = 422 if refused.code == "why_needed" else status
    return show_retiring(request, _known(key), text(request.POST, "why"), refused=refused, status=status)


@support_required
@handles(refused=_show_unretired, not_found=Reason.DoesNotExist)
def retire(request: MemberRequest, key: str) -> HttpResponse:
    """Why a reason is retired, and what stays."""
    reason = _known(key)
    if request.method != "POST":
        if reason.until_id:
            raise Http404
        kept = take_draft(request)
        return show_retiring(request, reason, text(kept, "why"), kept_seen=read_base_version(kept))
    why, base_version = text(request.POST, "why"), read_base_version(request.POST)
    retired = retire_reason(key, by=request.user, why=why, base_version=base_version)
    messages.success(request, f"“{retired.label}” is retired, for orders placed from now on.")
    return redirect("policy")


def _known(key: str) -> Reason:
    """The reason of that key, in force or retired; 404 where there never was one."""
    reason = Reason.objects.last_of(key)
    if reason is None:
        raise Http404
    return reason


def _as_seen(base_version: int, reason: Reason) -> Reason:
    """The reason as it was in the version of the policy that the form showed."""
    return Reason.objects.under(base_version, reason.key) or reason
