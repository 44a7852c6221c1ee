"""What somebody wants e-mail about, their telephone and their time zone; and the link that stops one kind."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from anam.mail.unsubscribing import read_stop_token
from anam.notifications.actions.keep_preferences import keep_preferences
from anam.notifications.actions.stop_mail import stop_mail
from anam.notifications.models import OPTIONAL_KINDS, EmailOptOut
from anam.people.models import User
from anam.people.time_zones import zones_by_region
from anam.refusals import Refusal
from anam.web.drafts import sent_or_kept
from anam.web.handling import handles
from anam.web.requests import MemberRequest, for_people

_ALL = [kind for kind, _ in OPTIONAL_KINDS]


def _fields_of(user: User) -> Any:
    unwanted = set(EmailOptOut.objects.of(user))
    return {
        "wanted": [kind for kind, _ in OPTIONAL_KINDS if kind not in unwanted],
        "phone": user.phone,
        "time_zone": user.time_zone,
    }


def _show(request: MemberRequest, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    fields = sent_or_kept(request) or _fields_of(request.user)
    wanted = fields.getlist("wanted") if hasattr(fields, "getlist") else fields["wanted"]
    shown = {
        "kinds": [] if request.user.is_support else [(kind, words, kind in wanted) for kind, words in OPTIONAL_KINDS],
        "phone": fields.get("phone", ""),
        "time_zone": fields.get("time_zone", ""),
        "zones": zones_by_region(also=request.user.time_zone),
        "refused": refused,
    }
    return render(request, "notifications/preferences.html", shown, status=status)


@for_people
@handles(refused=_show, status=422)
def preferences(request: MemberRequest) -> HttpResponse:
    """The reader's own preferences."""
    if request.method != "POST":
        return _show(request)
    keep_preferences(
        request.user,
        wanted=_ALL if request.user.is_support else request.POST.getlist("wanted"),
        phone=request.POST.get("phone", ""),
        time_zone=request.POST.get("time_zone", ""),
    )
    messages.success(request, "Kept. It counts from the next e-mail on.")
    return redirect("preferences")


@csrf_exempt  # mail programs send this for their reader (RFC 8058): the link itself is the permission
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more e-mails of one kind, for whoever holds the e-mail; without signing in."""
    found = read_stop_token(token)
    if found is None or found[1] not in _ALL:
        raise Http404
    user, kind = found
    if request.method == "POST":
        stop_mail(user, kind=kind)
    shown = {"stopped": request.method == "POST", "kind_words": dict(OPTIONAL_KINDS)[kind], "address": user.email}
    return render(request, "notifications/stop.html", shown)
