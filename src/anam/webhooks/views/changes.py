"""What a member does to a webhook of theirs: each a POST, after which the page is shown again."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from anam.web.handling import handles
from anam.web.requests import MemberRequest, for_people
from anam.webhooks.actions.choose_types import choose_types
from anam.webhooks.actions.pause import pause
from anam.webhooks.actions.resume import resume
from anam.webhooks.actions.retire import retire
from anam.webhooks.actions.rotate_secret import rotate_secret
from anam.webhooks.actions.send_again import send_again
from anam.webhooks.actions.send_latest import send_latest
from anam.webhooks.models import Delivery, Endpoint
from anam.webhooks.views.pages import find

Verb = Callable[..., HttpResponseBase]


def _does(verb: Verb) -> Verb:
    """Says what was done or why not. To whose it is not, it does not exist (D1)."""

    @for_people
    @handles(refused="webhook", not_found=(Endpoint.DoesNotExist, Delivery.DoesNotExist))
    @wraps(verb)
    def view(request: MemberRequest, pk: int, **which: int) -> HttpResponseBase:
        endpoint = find(request, pk)
        if request.method != "POST":
            return redirect("webhook", endpoint.pk)
        return verb(request, endpoint, **which)

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
    messages.success(request, "Paused. Events wait until you resume it.")
    return redirect("webhook", endpoint.pk)


@_does
def go_on(request: MemberRequest, endpoint: Endpoint) -> HttpResponse:
    """Resume it."""
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
def types(request: MemberRequest, endpoint: Endpoint) -> HttpResponse:
    """Choose which events are sent to it."""
    chosen = choose_types(endpoint.pk, by=request.user, types=request.POST.getlist("types")[:200])
    messages.success(request, "Events of these types are sent from now on." if chosen.types else "Every event is sent.")
    return redirect("webhook", endpoint.pk)


@_does
def latest(request: MemberRequest, endpoint: Endpoint) -> HttpResponse:
    """Send the last event, to try it out."""
    delivery = send_latest(endpoint.pk, by=request.user)
    messages.success(request, "The latest event is on its way to your program.")
    return redirect("webhook-delivery", endpoint.pk, delivery.pk)


@_does
def again(request: MemberRequest, endpoint: Endpoint, delivery: int) -> HttpResponse:
    """Send one delivery again."""
    send_again(delivery, endpoint_id=endpoint.pk, by=request.user)
    messages.success(request, "It is on its way again.")
    return redirect("webhook-delivery", endpoint.pk, delivery)
