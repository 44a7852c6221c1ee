"""The link of an invitation. Looking changes nothing: programs that scan mail follow links, and press no button."""

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from anam.accounts.actions.accept_invitation import accept_as, accept_as_new, account_of, invitation_of, why_not
from anam.accounts.forms import NewAccountForm
from anam.accounts.models import Invitation
from anam.legal.forms import AcceptanceFields
from anam.people.models import User
from anam.refusals import Refusal
from anam.web.handling import handles

_FIELDS = {"name_needed": "name", "password_weak": "password"}


def _show(request: Any, token: str, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    """Who invites to what, and what whoever looks can do about it."""
    found = invitation_of(token)
    if found.accepted_by_id and found.accepted_by_id == request.user.pk:
        return redirect(_workplace(found))
    form = _form(request, asks=found.house is not None)
    over = why_not(found)
    if refused and refused.code in (*_FIELDS, "terms_not_accepted", "terms_changed"):
        form.show_wrong({_FIELDS[refused.code]: refused.message} if refused.code in _FIELDS else {})
        refused, status = None, 422
    shown = {
        "invitation": found,
        "refused": over.refusal if over else refused,
        "is_for_reader": request.user.is_authenticated and request.user.email.lower() == found.email,
        "has_account": account_of(found) is not None,
        "form": form,
        "here": request.path,
    }
    return render(request, "accounts/invitation.html", shown, status=410 if over else status)


def _form(request: Any, *, asks: bool = True) -> AcceptanceFields:
    """What is asked of whoever joins: of who is signed in, only what they have not accepted yet."""
    sent = request.POST if request.method == "POST" else None
    if request.user.is_authenticated:
        return AcceptanceFields(sent, asks=asks, of=request.user)
    return NewAccountForm(sent, asks=asks)


@never_cache
@handles(refused=_show, not_found=Invitation.DoesNotExist)
def invitation(request: Any, token: str) -> HttpResponseBase:
    if request.method != "POST":
        return _show(request, token)
    if request.user.is_authenticated:
        joined = accept_as(request.user, token, versions=_form(request).versions)
        messages.success(request, f"You have joined {joined.house_name}.")
        return redirect(_workplace(joined))
    form = NewAccountForm(request.POST)
    typed = form.typed
    joined = accept_as_new(token, name=typed["name"], password=typed["password"], versions=form.versions)
    user = User.objects.with_party().get(email__iexact=joined.email)
    signed_in: HttpResponseBase = perform_login(
        request, Login(user=user, email=user.email, redirect_url=_workplace(joined))
    )
    return signed_in


def _workplace(joined: Invitation) -> str:
    return reverse("portal-orders" if joined.maker_id else "home" if joined.buyer_id else "desk")
