"""Where the mail provider reports: what came in, and what became of our e-mails. Read by django-anymail."""

import logging

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

from anam.incoming.actions.take_in import MAX_BYTES

# A mail within JSON: its files need a third more, its text sometimes twice.
MAX_BYTES = 2 * MAX_BYTES
_log = logging.getLogger(__name__)


@csrf_exempt  # a program sends this: the secret in the address is the permission
def webhook(request: HttpRequest, what: str) -> HttpResponseBase:
    """For the provider that ANAM_MAIL_PROVIDER names, and only with a secret; for everybody else it does not exist."""
    provider = what.partition("/")[0]
    if not settings.MAIL_WEBHOOK_SECRET or provider != settings.MAIL_PROVIDER:
        raise Http404
    from anymail.utils import get_request_basic_auth

    try:
        found = resolve(f"/{what}", urlconf="anymail.urls")
    except Resolver404:
        raise Http404 from None
    if not constant_time_compare(get_request_basic_auth(request) or "", settings.MAIL_WEBHOOK_SECRET):
        return HttpResponse("The secret is missing or wrong.\n", status=401, content_type="text/plain")
    return _read(request, found.func)


def _read(request: HttpRequest, view: object) -> HttpResponseBase:
    """What cannot be read is refused, for good; what cannot be kept at the moment is an error, and sent again."""
    from anymail.exceptions import AnymailError

    try:
        _keep_body(request)
        return view(request)  # type: ignore[operator, no-any-return]
    except RequestDataTooBig:
        return HttpResponse("This is too big.\n", status=413, content_type="text/plain")
    except (
        AnymailError,
        ImproperlyConfigured,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        LookupError,
    ) as trouble:
        _log.warning("webhook_not_understood", extra={"path": request.path, "trouble": repr(trouble)[:300]})
        return HttpResponse("This cannot be read.\n", status=400, content_type="text/plain")


def _keep_body(request: HttpRequest) -> None:
    """Django reads a form's limit into memory and no more; a mail in JSON may weigh what a mail may weigh."""
    if request.content_type != "application/json":
        return
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > MAX_BYTES:
        raise RequestDataTooBig
    request._body = request.read(length)
