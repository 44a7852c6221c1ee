"""The demo's outbox: every e-mail, readable without a mail server. In production it does not exist."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from anam.mail.address_block import filled_in
from anam.mail.models import Email
from anam.web.requests import number_asked

MAX_SHOWN = 50


def outbox(request: HttpRequest) -> HttpResponse:
    """E-mails, the newest first."""
    _only_in_the_demo()
    found = list(Email.objects.before(number_asked(request, "before")).order_by("-id")[: MAX_SHOWN + 1])
    older = found[MAX_SHOWN - 1].pk if len(found) > MAX_SHOWN else None
    return render(request, "mail/outbox.html", {"emails": found[:MAX_SHOWN], "older": older})


def email(request: HttpRequest, pk: int) -> HttpResponse:
    """One e-mail, as text and as it looks."""
    _only_in_the_demo()
    found = get_object_or_404(Email.objects.select_related("user"), pk=pk)
    found.text, found.html = filled_in(found)  # as it was sent
    return render(request, "mail/email_page.html", {"email": found})


@xframe_options_sameorigin
@csp_override({"default-src": [CSP.NONE], "style-src": [CSP.UNSAFE_INLINE], "frame-ancestors": [CSP.SELF]})
def email_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The e-mail's HTML alone. Mail programs need styles inline; nothing else of it may act.

    Its links open in the place of the page that shows it.
    """
    _only_in_the_demo()
    _, html = filled_in(get_object_or_404(Email.objects.select_related("user"), pk=pk))
    return HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404
