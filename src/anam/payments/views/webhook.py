"""Where a gateway tells that something happened there. It is kept, and looked at by a job: nobody waits (M9)."""

import logging

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from anam.payments.actions.keep_event import keep_event
from anam.payments.gateways import NotGenuine
from anam.payments.gateways.registry import GATEWAYS, gateway_of

_log = logging.getLogger(__name__)


@csrf_exempt  # a program sends this: its signature is the permission
@require_POST
def webhook(request: HttpRequest, gateway: str) -> HttpResponse:
    """What is genuine is kept once and answered at once; a gateway that is not listened to has no such address."""
    if gateway not in GATEWAYS:
        raise Http404
    try:
        event = gateway_of(gateway).read_event(request.body, request.headers)
    except RequestDataTooBig:
        return _say("This is too big.", 413)
    except NotGenuine as no:
        _log.warning("gateway_event_refused", extra={"gateway": gateway, "why": str(no)})
        return _say(str(no), 400)
    if event is None:
        raise Http404
    if event.topic:
        keep_event(gateway, event)
    return _say("Thank you.", 200)


def _say(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
