"""Accepting, later than on joining, what the operator has changed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from anam.legal.actions.record_acceptance import record_acceptance
from anam.legal.news import look_for_news
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import MemberRequest, member_required


def _go_on(request: MemberRequest, *, refused: Refusal | None = None, status: int = 302) -> HttpResponse:
    if refused:
        messages.warning(request, refused.message)
    look_for_news(request, request.user)
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")


@member_required
@require_POST
@handles(refused=_go_on)
def accept(request: MemberRequest) -> HttpResponse:
    """Put on record what was shown above the page, and go on there."""
    shown = {int(one) for one in request.POST.getlist("text") if one.isascii() and one.isdigit() and len(one) < 19}
    record_acceptance(request.user, versions=shown)
    messages.success(request, "Thank you: it is on record that you accepted this.")
    return _go_on(request)
