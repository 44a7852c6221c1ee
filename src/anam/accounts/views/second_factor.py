"""Setting up passkeys and one-time codes: django-allauth's views, on our pages."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from anam.people.second_factor import record_second_factor
from anam.web.requests import MemberRequest, for_people

QUESTION_SECONDS = 600


@for_people
def choose(request: MemberRequest) -> HttpResponse:
    """Where whoever needs a second factor, and has none, is led: which of the two it shall be."""
    return render(request, "accounts/second_factor.html")


class SetUpCodes(ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    template_name = "accounts/codes_on.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        # Made by qrcode of an address of ours: numbers of a path, and nothing that anybody typed.
        picture = mark_safe(shown["totp_svg"].partition("?>")[2])
        return {**shown, "picture": picture}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        record_second_factor(self.request, kind=Authenticator.Type.TOTP)
        return response


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    template_name = "accounts/add_passkey.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        record_second_factor(self.request, kind=Authenticator.Type.WEBAUTHN)
        return response


class SignInWithPasskey(LoginWebAuthnView):  # type: ignore[misc]
    """The question that a passkey answers is kept with the session: for a stranger, no longer than it takes."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.session.set_expiry(QUESTION_SECONDS)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session.set_expiry(settings.SESSION_COOKIE_AGE)
        response: HttpResponse = super().form_valid(form)
        return response
