"""Passkeys and one-time codes beside the password: django-allauth's, and who must have one.

In production support is asked for one; until a session has shown one, support sees the pages of its own account alone.
"""

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.http import urlencode

from anam.marketplace.current import marketplace

Answer = Callable[[HttpRequest], HttpResponse]
ACCOUNT_PAGES = "/accounts/"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This is not the code of this moment, or not the right passkey. Try again.",
    }

    def encrypt(self, text: str) -> str:
        """Keep secrets so that a copy of the database alone makes no codes."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": marketplace().name}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return "Passkey"


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"anam second factor {force_str(key)}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def record_second_factor(request: HttpRequest, *, kind: str) -> None:
    """This session has just set one up, and need not be asked for it again."""
    record_authentication(request, request.user, "mfa", type=kind)


def ask_support_for_second_factor(answer: Answer) -> Answer:
    """Lead whoever works in support, and has shown no second factor in this session, to where it is asked or set up."""

    def middleware(request: HttpRequest) -> HttpResponse:
        may_be_known = settings.SUPPORT_SECOND_FACTOR and settings.SESSION_COOKIE_NAME in request.COOKIES
        if may_be_known and not request.path.startswith((ACCOUNT_PAGES, settings.STATIC_URL)) and _lacks_one(request):
            return redirect(_where_it_is_asked(request))
        return answer(request)

    return middleware


def _lacks_one(request: HttpRequest) -> bool:
    user: Any = request.user
    if not (user.is_authenticated and user.is_support):
        return False
    return not any(one["method"] == "mfa" for one in get_authentication_records(request, user))


def _where_it_is_asked(request: HttpRequest) -> str:
    ways = get_adapter().get_reauthentication_methods(request.user)
    asked = next((way["url"] for way in ways if way["id"].startswith("mfa")), "")
    back = request.get_full_path() if request.method == "GET" else "/desk/"
    return f"{asked or reverse('second-factor')}?{urlencode({'next': back})}"
