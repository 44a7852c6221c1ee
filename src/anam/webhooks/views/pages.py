"""The webhooks of whom a member acts for, what was sent to each, and what it was answered."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.views.decorators.cache import never_cache

from anam.clock import database_now
from anam.history.models import Event
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import MemberRequest, for_people, number_asked
from anam.web.templatetags.anam import help_with
from anam.webhooks.actions.add_endpoint import add_endpoint
from anam.webhooks.actions.choose_types import types_for
from anam.webhooks.forms import EndpointForm, TypesForm
from anam.webhooks.models import Delivery, Endpoint
from anam.webhooks.payload import body_of

SHOWN = 50


def _show(request: MemberRequest, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    form = EndpointForm.read(request)
    if refused:
        form.add_error("url", format_html("{} {}", refused.message, help_with(refused.code)))
    shown = {"endpoints": Endpoint.objects.of(request.user), "form": form}
    return render(request, "webhooks/webhooks.html", shown, status=status)


@never_cache
@for_people
@handles(refused=_show, status=422)
def webhooks(request: MemberRequest) -> HttpResponse:
    """All of them, and a form for another."""
    if not (request.user.maker or request.user.buyer or request.user.is_support):
        raise Http404
    if request.method != "POST":
        return _show(request)
    endpoint = add_endpoint(request.user, **EndpointForm.read(request).typed)
    messages.success(request, "The webhook is added: everything that happens from now on is sent to it.")
    return redirect("webhook", endpoint.pk)


@never_cache
@for_people
def webhook(request: MemberRequest, pk: int) -> HttpResponse:
    """One of them: its secret, and what was sent to it."""
    endpoint = find(request, pk)
    before = number_asked(request, "before")
    found = list(Delivery.objects.to(endpoint).before(before)[: SHOWN + 1])
    shown = {
        "endpoint": endpoint,
        "deliveries": found[:SHOWN],
        "further": found[SHOWN - 1].pk if len(found) > SHOWN else None,
        "before": before,
        "types_form": TypesForm(initial={"types": endpoint.types}, choices=types_for(request.user)),
        "both": len(endpoint.secrets_at(database_now())) > 1,
    }
    return render(request, _part(request, "webhooks/webhook.html", "deliveries"), shown)


@never_cache
@for_people
def delivery(request: MemberRequest, pk: int, delivery: int) -> HttpResponse:
    """One event for one webhook: what is sent, and every answer."""
    endpoint = find(request, pk)
    found = get_object_or_404(Delivery.objects.to(endpoint), pk=delivery)
    event = get_object_or_404(Event.objects.seen_by(request.user).after(0), pk=found.event_id)
    shown = {
        "endpoint": endpoint,
        "delivery": found,
        "attempts": list(found.attempts.all()),
        "body": body_of(event, endpoint.reader, indent=2),
    }
    return render(request, _part(request, "webhooks/delivery.html", "state"), shown)


def find(request: MemberRequest, pk: int) -> Endpoint:
    """A webhook of their house; any other does not exist (D1)."""
    return get_object_or_404(Endpoint.objects.of(request.user), pk=pk)


def _part(request: MemberRequest, page: str, part: str) -> str:
    return f"{page}#{part}" if request.htmx else page
