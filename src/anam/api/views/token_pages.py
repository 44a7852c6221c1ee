"""A member's own tokens: made, named, limited to reading, revoked."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from anam.api.actions.make_token import make_token
from anam.api.actions.revoke_token import revoke_token
from anam.api.forms import TokenForm
from anam.api.models import Token
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import MemberRequest, for_people, maker_required


@never_cache
@maker_required
def portal_tokens(request: MemberRequest) -> HttpResponseBase:
    """In the Maker Portal."""
    return _tokens(request, "portal-token")


@never_cache
@for_people
def my_tokens(request: MemberRequest) -> HttpResponseBase:
    """The same for everybody, beside their preferences."""
    return redirect("portal-tokens") if request.user.maker and request.method != "POST" else _tokens(request, "token")


@maker_required
def portal_revoke(request: MemberRequest, pk: int) -> HttpResponseBase:
    """In the Maker Portal."""
    return _revoke(request, pk, "portal-tokens")


@for_people
def my_revoke(request: MemberRequest, pk: int) -> HttpResponseBase:
    """The same for everybody."""
    return _revoke(request, pk, "tokens")


def _show(
    request: MemberRequest,
    place: str,
    *,
    refused: Refusal | None = None,
    made: Token | None = None,
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    form = TokenForm() if made else TokenForm.read(request)
    if refused:
        form.add_error("name", refused.message)
    shown = {
        "tokens": Token.objects.of(request.user)[:200],
        "form": form,
        "made": made,
        "secret": secret,
        "revoke": f"{place}-revoke",
        "here": reverse(f"{place}s"),
    }
    return render(request, "api/tokens.html", shown, status=status)


@handles(refused=_show, status=422)
def _tokens(request: MemberRequest, place: str) -> HttpResponse:
    if request.method != "POST":
        return _show(request, place)
    typed = TokenForm.read(request).typed
    token, secret = make_token(request.user, name=typed["name"], reads_only=typed["reads_only"])
    return _show(request, place, made=token, secret=secret)


@handles(not_found=Token.DoesNotExist)
def _revoke(request: MemberRequest, pk: int, back: str) -> HttpResponse:
    if request.method != "POST":
        return redirect(back)
    token = revoke_token(pk, by=request.user)
    messages.success(request, f"“{token.name}” is revoked: it opens nothing any more.")
    return redirect(back)
