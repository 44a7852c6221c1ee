"""Another e-mail address: asked for with the password, and counted once its link was followed by who asked for it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from anam.accounts.actions.ask_for_email import ask_for_email
from anam.accounts.actions.confirm_email import confirm_email, waiting_change
from anam.accounts.forms import ChangeEmailForm
from anam.accounts.models import EmailChange
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.limits import too_many
from anam.web.requests import MemberRequest, for_people

MAX_ASKED = 10


def _show(request: MemberRequest, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    form = ChangeEmailForm.read(request)
    if refused:
        form.show_wrong({"password" if refused.code == "password_wrong" else "email": refused.message})
    return render(request, "accounts/change_email.html", {"form": form}, status=status)


@for_people
@handles(refused=_show, status=422)
def ask(request: MemberRequest) -> HttpResponse:
    """Which address it shall be."""
    if request.method != "POST":
        return _show(request)
    if too_many(request, "change-email", most=MAX_ASKED):
        return render(request, "429.html", status=429)
    email = ask_for_email(request.user, **ChangeEmailForm.read(request).typed)
    messages.success(request, f"We have sent a link to {email}. Until you follow it, your address stays as it is.")
    return redirect("account")


def _confirm_page(
    request: MemberRequest, token: str, *, refused: Refusal | None = None, status: int = 200
) -> HttpResponse:
    shown = {"change": waiting_change(token, user=request.user), "refused": refused}
    return render(request, "accounts/confirm_email.html", shown, status=status)


@never_cache
@for_people
@handles(refused=_confirm_page, status=410, not_found=EmailChange.DoesNotExist)
def confirm(request: MemberRequest, token: str) -> HttpResponse:
    """What the link of the e-mail leads to: nothing changes until the button is pressed."""
    if request.method != "POST":
        return _confirm_page(request, token)
    email = confirm_email(token, user=request.user)
    messages.success(request, f"Your address is now {email}. Sign in with it from now on.")
    return redirect("account")
