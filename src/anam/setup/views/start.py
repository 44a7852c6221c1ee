"""The one-time address: whoever opens it makes the operator's account."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from anam.marketplace.models import Marketplace
from anam.people.models import User
from anam.refusals import Refusal
from anam.setup.actions.create_operator import create_operator
from anam.setup.address import digest_of
from anam.setup.forms import OperatorForm
from anam.web.handling import handles


def _over(request: HttpRequest, token: str = "", *, refused: Refusal | None = None, status: int = 404) -> HttpResponse:
    """One answer for an address that was used, has ended, was guessed, or never was: it tells nobody which."""
    return render(request, "setup/over.html", status=404)


@never_cache
@sensitive_post_parameters("password")
@handles(refused=_over)
def start(request: HttpRequest, token: str) -> HttpResponse:
    """The form of the first account, while there is none."""
    row = Marketplace.objects.filter(opened_at=None).first()
    is_it = bool(row and row.setup_digest) and constant_time_compare(row.setup_digest if row else "", digest_of(token))
    if not is_it or User.objects.exists():
        return _over(request)
    form = OperatorForm.read(request)
    if request.method != "POST" or not form.is_valid():
        return render(request, "setup/start.html", {"form": form}, status=422 if request.method == "POST" else 200)
    typed = form.cleaned_data
    user = create_operator(
        digest_of(token), email=typed["email"], name=typed["name"], password=typed["password"], time_zone="UTC"
    )
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("settings-names")
