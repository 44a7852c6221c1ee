"""One's own account: who one is, how one reads, and how one signs in."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from anam.accounts.forms import ProfileForm
from anam.people.actions.keep_profile import keep_profile
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import MemberRequest, for_people

_FIELDS = {"name_needed": "name", "language_unknown": "language", "time_zone_unknown": "time_zone"}


def _show(request: MemberRequest, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    user = request.user
    known = {"name": user.name, "language": user.language, "time_zone": user.time_zone}
    form = ProfileForm.read(request, of=user, initial=known)
    if refused:
        form.show_wrong({_FIELDS[refused.code]: refused.message})
    found = list(Authenticator.objects.filter(user=user).order_by("pk"))
    by_kind = {kind: [one for one in found if one.type == kind] for kind in Authenticator.Type}
    recovery = by_kind[Authenticator.Type.RECOVERY_CODES]
    shown = {
        "form": form,
        "passkeys": by_kind[Authenticator.Type.WEBAUTHN],
        "codes": by_kind[Authenticator.Type.TOTP],
        "recovery_left": len(recovery[0].wrap().get_unused_codes()) if recovery else None,
    }
    return render(request, "accounts/account.html", shown, status=status)


@for_people
@handles(refused=_show, status=422)
def account(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        return _show(request)
    keep_profile(request.user, **ProfileForm.read(request, of=request.user).typed)
    messages.success(request, "Saved.")
    return redirect("account")
