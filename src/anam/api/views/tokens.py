"""A member's own tokens: made, named, limited to reading, revoked."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from anam.api.actions.make_token import make_token
from anam.api.actions.revoke_token import revoke_token
from anam.api.forms import TokenForm
from anam.api.models import Token
from anam.refusals import Refused
from anam.web.requests import MemberRequest, for_people, maker_required


@never_cache
@maker_required
def portal_tokens(request: MemberRequest) -> HttpResponse:
    """In the Maker Portal."""
    return _tokens(request, "portal-token")


@never_cache
@for_people
def my_tokens(request: MemberRequest) -> HttpResponse:
    """The same for everybody, beside their preferences."""
    return redirect("portal-tokens") if request.user.maker and request.method != "POST" else _tokens(request, "token")


@maker_required
def portal_revoke(request: MemberRequest, pk: int) -> HttpResponse:
    """In the Maker Portal."""
    return _revoke(request, pk, "portal-tokens")


@for_people
def my_revoke(request: MemberRequest, pk: int) -> HttpResponse:
    """The same for everybody."""
    return _revoke(request, pk, "tokens")


def _tokens(request: MemberRequest, place: str) -> HttpResponse:
    form = TokenForm.read(request)
    if request.method != "POST":
        return _show(request, place, form=form)
    try:
        token, secret = make_token(request.user, name=form.typed["name"], reads_only=form.typed["reads_only"])
    except Refused as refused:
        form.add_error("name", refused.refusal.message)
        return _show(request, place, form=form, status=422)
    return _show(request, place, form=TokenForm(), made=token, secret=secret)


def _revoke(request: MemberRequest, pk: int, back: str) -> HttpResponse:
    if request.method != "POST" or pk >= 2**63:
        return redirect(back)
    try:
        token = revoke_token(pk, by=request.user)
    except Token.DoesNotExist:
        raise Http404 from None
    messages.success(request, f"“{token.name}” is revoked: it opens nothing any more.")
    return redirect(back)


def _show(
    request: MemberRequest,
    place: str,
    *,
    form: TokenForm,
    made: Token | None = None,
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = {
        "tokens": Token.objects.of(request.user)[:200],
        "form": form,
        "made": made,
        "secret": secret,
        "revoke": f"{place}-revoke",
        "here": reverse(f"{place}s"),
    }
    return render(request, "api/tokens.html", shown, status=status)
