"""Applying to sell or to buy: for anybody. What is answered says nothing of whether an address is known."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from anam.accounts.actions.apply import apply, wrong_with
from anam.accounts.actions.confirm_application import confirm_application
from anam.accounts.forms import ApplyForm
from anam.accounts.models import Application
from anam.accounts.tokens import hash_of
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.limits import too_many

MAX_AN_HOUR = 10


def apply_page(request: Any) -> HttpResponse:
    """The form; sent, an e-mail goes out that asks whether the address is its sender's."""
    form = ApplyForm.read(request)
    if request.method != "POST":
        return render(request, "accounts/apply.html", {"form": form})
    if wrong := wrong_with(form.applying):
        form.show_wrong(wrong)
        return render(request, "accounts/apply.html", {"form": form}, status=422)
    if too_many(request, "apply", most=MAX_AN_HOUR):
        return render(request, "accounts/apply_later.html", status=429)
    if not form.is_of_a_program:
        apply(form.applying)
    return redirect("apply-sent")


def sent(request: Any) -> HttpResponse:
    """That an e-mail is on its way, whatever became of what was sent."""
    return render(request, "accounts/apply_sent.html")


def _confirm_page(request: Any, token: str, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    found = Application.objects.get(token_hash=hash_of(token))
    shown = {"application": found, "refused": refused}
    return render(request, "accounts/apply_confirm.html", shown, status=status)


@never_cache
@handles(refused=_confirm_page, status=410, not_found=Application.DoesNotExist)
def confirm(request: Any, token: str) -> HttpResponse:
    """What the link of the e-mail leads to: support sees it once the button is pressed."""
    if request.method == "POST":
        confirm_application(token)
        return redirect("confirm-application", token)
    return _confirm_page(request, token)
