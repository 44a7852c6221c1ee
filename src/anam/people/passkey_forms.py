"""django-allauth's forms of passkeys, with nonsense said to be wrong: what a browser sends, anybody can make up."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateWebAuthnForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm

# What fido2 raises where a part is missing, or is something else.
_NONSENSE = (AttributeError, LookupError, TypeError, ValueError)


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    def clean(self) -> dict[str, Any]:
        try:
            return dict(super().clean())
        except _NONSENSE as nonsense:
            raise get_adapter().validation_error("incorrect_code") from nonsense


class _CleanCredential:
    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except _NONSENSE as nonsense:
            raise get_adapter().validation_error("incorrect_code") from nonsense


class PasskeyForm(_CleanCredential, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """After the password."""


class PasskeySignInForm(_CleanCredential, LoginWebAuthnForm):  # type: ignore[misc]
    """Instead of the password."""


class PasskeyAgainForm(_CleanCredential, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """To confirm who one is."""
