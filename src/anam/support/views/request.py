"""Support answers what a buyer asked for, where the maker did not."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from anam.cases.models import Case
from anam.orders.forms import text
from anam.support.actions.answer_address_request import answer_address_request
from anam.support.actions.answer_request import answer_request
from anam.support.views.case import case_of, show_case
from anam.web.drafts import sent_or_kept
from anam.web.handling import handles
from anam.web.requests import MemberRequest, support_required


def _show(request: MemberRequest, pk: int, **more: Any) -> HttpResponse:
    if case_of(pk).request is None:
        raise Http404
    typed = sent_or_kept(request)
    return show_case(request, pk, answer=text(typed, "answer"), refusal_words=text(typed, "refusal"), **more)


def _show_address(request: MemberRequest, pk: int, **more: Any) -> HttpResponse:
    return show_case(request, pk, address_words=text(sent_or_kept(request), "why"), **more)


@support_required
@handles(refused=_show_address, not_found=Case.DoesNotExist)
def agree_to_address(request: MemberRequest, pk: int) -> HttpResponse:
    """Yes, it is sent to the other country."""
    if request.method == "POST":
        answer_address_request(pk, by=request.user, agreed=True)
        messages.success(request, "It goes there now, and both sides are being told.")
    return redirect("case", pk)


@support_required
@handles(refused=_show_address, not_found=Case.DoesNotExist)
def refuse_address(request: MemberRequest, pk: int) -> HttpResponse:
    """No, and why not."""
    if request.method == "POST":
        answer_address_request(pk, by=request.user, agreed=False, words=text(request.POST, "why"))
        messages.success(request, "It goes where it went, and both sides are being told.")
    return redirect("case", pk)


@support_required
@handles(refused=_show, not_found=Case.DoesNotExist)
def accept(request: MemberRequest, pk: int) -> HttpResponse:
    """As the buyer wishes."""
    return _answer(request, pk, accepted=True, field="answer")


@support_required
@handles(refused=_show, not_found=Case.DoesNotExist)
def decline(request: MemberRequest, pk: int) -> HttpResponse:
    """No, and why not."""
    return _answer(request, pk, accepted=False, field="refusal")


def _answer(request: MemberRequest, pk: int, *, accepted: bool, field: str) -> HttpResponse:
    if request.method != "POST":
        return _show(request, pk)
    token = text(request.POST, "preview_token", most=64)
    answer_request(pk, by=request.user, accepted=accepted, words=text(request.POST, field), preview_token=token)
    messages.success(request, "It is done, and both sides are being told.")
    return redirect("case", pk)
