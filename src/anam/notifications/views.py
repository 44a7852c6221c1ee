"""What somebody wants e-mail about, and their telephone; and the link that stops one kind."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from anam.mail.unsubscribing import read_stop_token
from anam.notifications.actions.keep_preferences import keep_preferences
from anam.notifications.actions.stop_mail import stop_mail
from anam.notifications.forms import PreferencesForm, preferences_of
from anam.notifications.models import OPTIONAL_KINDS, RESTOCK
from anam.refusals import Refusal
from anam.web.drafts import take_draft
from anam.web.handling import handles
from anam.web.requests import MemberRequest, for_people

_ALL = [kind for kind, _ in OPTIONAL_KINDS]


def _show(request: MemberRequest, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    if request.method == "POST":
        form = PreferencesForm(request.POST, of=request.user)
    else:
        kept = take_draft(request)
        typed = {**kept.dict(), "wanted": kept.getlist("wanted")} if kept else preferences_of(request.user)
        form = PreferencesForm(of=request.user, initial=typed)
    if refused:
        form.add_error("phone", refused.message)
    return render(request, "notifications/preferences.html", {"form": form}, status=status)


@for_people
@handles(refused=_show, status=422)
def preferences(request: MemberRequest) -> HttpResponse:
    """The reader's own preferences."""
    if request.method != "POST":
        return _show(request)
    keep_preferences(request.user, **{"wanted": _ALL, **PreferencesForm(request.POST, of=request.user).typed})
    messages.success(request, "Saved. It counts from the next email on.")
    return redirect("preferences")


@csrf_exempt  # mail programs send this for their reader (RFC 8058): the link itself is the permission
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more e-mails of one kind, for whoever holds the e-mail; without signing in."""
    found, kinds = read_stop_token(token), dict([*OPTIONAL_KINDS, RESTOCK])
    if found is None or found[1] not in kinds:
        raise Http404
    user, kind = found
    if request.method == "POST":
        stop_mail(user, kind=kind)
    shown = {
        "stopped": request.method == "POST",
        "kind_words": kinds[kind],
        "address": user.email,
        "of_products": kind == RESTOCK[0],
    }
    return render(request, "notifications/stop.html", shown)
