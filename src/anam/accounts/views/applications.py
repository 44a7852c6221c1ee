"""The desk's queue of those who want to sell or to buy."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from anam.accounts.actions.answer_application import approve_application, refuse_application
from anam.accounts.forms import ApproveForm, RefuseForm
from anam.accounts.models import Application
from anam.postal.countries import country_named
from anam.refusals import Refusal
from anam.web.forms import PageForm
from anam.web.handling import handles
from anam.web.requests import MemberRequest, support_required

MAX_ANSWERED = 50
_FIELDS = {"slug_unclear": "slug", "answer_needed": "words"}


@support_required
def applications(request: MemberRequest) -> HttpResponse:
    """Those that wait, the longest first, and the last that were answered."""
    shown = {"waiting": Application.objects.waiting(), "answered": Application.objects.answered()[:MAX_ANSWERED]}
    return render(request, "accounts/applications.html", shown)


@support_required
def application(request: MemberRequest, pk: int) -> HttpResponse:
    return _show(request, pk)


def _show(
    request: MemberRequest,
    pk: int,
    *,
    approve_form: PageForm | None = None,
    refuse_form: PageForm | None = None,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    found = get_object_or_404(Application.objects.for_desk(), pk=pk)
    shown = {
        "application": found,
        "country": country_named(found.country),
        "approve_form": approve_form or ApproveForm(initial={"slug": slugify(found.business)[:80]}),
        "refuse_form": refuse_form or RefuseForm(auto_id="refuse_%s"),
        "trouble": trouble,
    }
    return render(request, "accounts/application.html", shown, status=status)


def _not_approved(request: MemberRequest, pk: int, *, refused: Refusal, status: int) -> HttpResponse:
    return _not_done(request, pk, ApproveForm.read(request), refused, as_="approve_form")


def _not_refused(request: MemberRequest, pk: int, *, refused: Refusal, status: int) -> HttpResponse:
    return _not_done(request, pk, RefuseForm.read(request, auto_id="refuse_%s"), refused, as_="refuse_form")


def _not_done(request: MemberRequest, pk: int, form: PageForm, refused: Refusal, *, as_: str) -> HttpResponse:
    if refused.code in _FIELDS:
        form.show_wrong({_FIELDS[refused.code]: refused.message})
        return _show(request, pk, status=422, **{as_: form})  # type: ignore[arg-type]
    return _show(request, pk, trouble=refused.message, status=409)


@support_required
@require_POST
@handles(refused=_not_approved, not_found=Application.DoesNotExist)
def approve(request: MemberRequest, pk: int) -> HttpResponse:
    done = approve_application(pk, **ApproveForm.read(request).typed, by=request.user)
    messages.success(request, f"{done.business} is open. {done.name} gets the owner’s invitation by email.")
    return redirect("desk-applications")


@support_required
@require_POST
@handles(refused=_not_refused, not_found=Application.DoesNotExist)
def refuse(request: MemberRequest, pk: int) -> HttpResponse:
    done = refuse_application(pk, **RefuseForm.read(request).typed, by=request.user)
    messages.success(request, f"Refused. {done.name} gets your message by email.")
    return redirect("desk-applications")
