"""A member's own webhooks: added, watched, paused, switched on again, deleted; their secrets changed."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from anam.clock import database_now
from anam.orders.forms import text
from anam.refusals import Refusal, Refused
from anam.web.drafts import take_draft
from anam.web.requests import MemberRequest, for_people
from anam.webhooks.actions.add_endpoint import LONGEST_DESCRIPTION, add_endpoint
from anam.webhooks.actions.pause import pause
from anam.webhooks.actions.resume import resume
from anam.webhooks.actions.retire import retire
from anam.webhooks.actions.rotate_secret import rotate_secret
from anam.webhooks.actions.send_again import send_again
from anam.webhooks.addresses import LONGEST_URL
from anam.webhooks.models import Delivery, Endpoint

Page = Callable[..., HttpResponseBase]
SHOWN = 100


@never_cache
@for_people
def webhooks(request: MemberRequest) -> HttpResponse:
    """All of them, and a form for another."""
    if not (request.user.maker or request.user.buyer or request.user.is_support):
        raise Http404
    typed = request.POST if request.method == "POST" else take_draft(request)
    form = {"url": text(typed, "url", most=1000), "description": text(typed, "description", most=LONGEST_DESCRIPTION)}
    if request.method != "POST":
        return _show(request, form=form)
    try:
        endpoint = add_endpoint(request.user, **form)
    except Refused as refused:
        return _show(request, form=form, refused=refused.refusal, status=422)
    messages.success(request, "The webhook is added: everything that happens from now on is sent to it.")
    return redirect("webhook", endpoint.pk)


@never_cache
@for_people
def webhook(request: MemberRequest, pk: int) -> HttpResponse:
    """One of them: its secret, its deliveries and what they were answered."""
    endpoint = _find(request, pk)
    deliveries = Delivery.objects.to(endpoint)[:SHOWN]
    secrets = endpoint.secrets_at(database_now())
    return render(
        request,
        "webhooks/webhook.html",
        {"endpoint": endpoint, "deliveries": deliveries, "both": len(secrets) > 1, "shown": SHOWN},
    )


def _does(verb: Page) -> Page:
    """A POST that does one thing to a webhook, says what was done or why not, and shows the webhook again."""

    @for_people
    @wraps(verb)
    def view(request: MemberRequest, pk: int, **which: int) -> HttpResponseBase:
        endpoint = _find(request, pk)
        if request.method != "POST":
            return redirect("webhook", endpoint.pk)
        try:
            return verb(request, endpoint, **which)
        except Refused as refused:
            messages.warning(request, refused.refusal.message)
        except (Endpoint.DoesNotExist, Delivery.DoesNotExist):
            raise Http404 from None
        return redirect("webhook", endpoint.pk)

    return view


@_does
def new_secret(request: MemberRequest, endpoint: Endpoint) -> HttpResponse:
    """Change its secret; both sign for a day."""
    rotate_secret(endpoint.pk, by=request.user)
    messages.success(request, "Here is the new secret. The old one signs as well for 24 hours.")
    return redirect("webhook", endpoint.pk)


@_does
def stop(request: MemberRequest, endpoint: Endpoint) -> HttpResponse:
    """Pause it."""
    pause(endpoint.pk, by=request.user)
    messages.success(request, "The webhook is paused. Events wait until you switch it on again.")
    return redirect("webhook", endpoint.pk)


@_does
def go_on(request: MemberRequest, endpoint: Endpoint) -> HttpResponse:
    """Switch it on again."""
    resume(endpoint.pk, by=request.user)
    messages.success(request, "The webhook is on. What waited is sent now.")
    return redirect("webhook", endpoint.pk)


@_does
def delete(request: MemberRequest, endpoint: Endpoint) -> HttpResponse:
    """Delete it."""
    retire(endpoint.pk, by=request.user)
    messages.success(request, f"The webhook to {endpoint.url} is deleted.")
    return redirect("webhooks")


@_does
def again(request: MemberRequest, endpoint: Endpoint, delivery: int) -> HttpResponse:
    """Send one delivery again."""
    if delivery >= 2**63:
        raise Http404
    send_again(delivery, endpoint_id=endpoint.pk, by=request.user)
    messages.success(request, "It is sent again. Load this page anew to see what it is answered.")
    return redirect("webhook", endpoint.pk)


def _find(request: MemberRequest, pk: int) -> Endpoint:
    """A webhook of theirs; any other does not exist (D1)."""
    if pk >= 2**63:
        raise Http404
    try:
        return Endpoint.objects.of(request.user).get(pk=pk)
    except Endpoint.DoesNotExist:
        raise Http404 from None


def _show(
    request: MemberRequest, *, form: dict[str, str], refused: Refusal | None = None, status: int = 200
) -> HttpResponse:
    shown = {
        "endpoints": Endpoint.objects.of(request.user),
        "form": form,
        "refused": refused,
        "longest": LONGEST_DESCRIPTION,
        "longest_url": LONGEST_URL,
    }
    return render(request, "webhooks/webhooks.html", shown, status=status)
