"""One's own account: who one is, and how one signs in. Of django-allauth's pages of second factors, those we have."""

from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import DeactivateTOTPView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.urls import path, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from anam.accounts.views import account, change_email, second_factor

to_account = RedirectView.as_view(pattern_name="account")


def page(name: str) -> str:
    return f"accounts/{name}.html"


urlpatterns = [
    path("", account.account, name="account"),
    path("change-email/", change_email.ask, name="change-email"),
    path("change-email/<str:token>/", change_email.confirm, name="confirm-email"),
    path("second-factor/", second_factor.choose, name="second-factor"),
    path(
        "second-factor/sign-in/",
        AuthenticateView.as_view(template_name=page("authenticate")),
        name="mfa_authenticate",
    ),
    path(
        "second-factor/confirm/",
        ReauthenticateView.as_view(template_name=page("confirm_code")),
        name="mfa_reauthenticate",
    ),
    path("second-factor/codes/", never_cache(second_factor.SetUpCodes.as_view()), name="mfa_activate_totp"),
    path(
        "second-factor/codes/remove/",
        DeactivateTOTPView.as_view(template_name=page("codes_off"), success_url=reverse_lazy("account")),
        name="mfa_deactivate_totp",
    ),
    path("second-factor/passkeys/add/", second_factor.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "second-factor/passkeys/<int:pk>/remove/",
        RemoveWebAuthnView.as_view(template_name=page("remove_passkey"), success_url=reverse_lazy("account")),
        name="mfa_remove_webauthn",
    ),
    path(
        "second-factor/passkeys/confirm/",
        ReauthenticateWebAuthnView.as_view(template_name=page("confirm_passkey")),
        name="mfa_reauthenticate_webauthn",
    ),
    path("login/passkey/", second_factor.SignInWithPasskey.as_view(), name="mfa_login_webauthn"),
    path(
        "second-factor/recovery-codes/",
        never_cache(ViewRecoveryCodesView.as_view(template_name=page("recovery_codes"))),
        name="mfa_view_recovery_codes",
    ),
    path(
        "second-factor/recovery-codes/new/",
        GenerateRecoveryCodesView.as_view(template_name=page("new_recovery_codes")),
        name="mfa_generate_recovery_codes",
    ),
    path("second-factor/all/", to_account, name="mfa_index"),
    path("second-factor/passkeys/", to_account, name="mfa_list_webauthn"),
]
