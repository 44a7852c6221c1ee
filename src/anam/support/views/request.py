"""Support answers what a buyer asked for, where the maker did not."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from anam.cases.models import Case
from anam.orders.forms import text
from anam.refusals import Refused
from anam.support.actions.answer_request import answer_request
from anam.support.views.case import case_of, show_case
from anam.web.drafts import take_draft
from anam.web.requests import MemberRequest, support_required


@support_required
def accept(request: MemberRequest, pk: int) -> HttpResponse:
    """As the buyer wishes."""
    return _answer(request, pk, accepted=True, field="answer", shown="answer")


@support_required
def decline(request: MemberRequest, pk: int) -> HttpResponse:
    """No, and why not."""
    return _answer(request, pk, accepted=False, field="refusal", shown="refusal_words")


def _answer(request: MemberRequest, pk: int, *, accepted: bool, field: str, shown: str) -> HttpResponse:
    case = case_of(pk)
    if case.request is None:
        raise Http404
    words = text(request.POST if request.method == "POST" else take_draft(request), field)
    if request.method != "POST":
        kept: dict[str, Any] = {shown: words}
        return show_case(request, case, **kept)
    token = text(request.POST, "preview_token", most=64)
    try:
        answer_request(pk, by=request.user, accepted=accepted, words=words, preview_token=token)
    except Case.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        typed: dict[str, Any] = {shown: words}
        return show_case(request, case_of(pk), status=409, refused=refused.refusal, **typed)
    messages.success(request, "It is done, and both sides are being told.")
    return redirect("case", pk)
