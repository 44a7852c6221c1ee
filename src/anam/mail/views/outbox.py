"""The demo's outbox: every e-mail, readable without a mail server. In production it does not exist."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from anam.mail.models import Email

MAX_SHOWN = 100


def outbox(request: HttpRequest) -> HttpResponse:
    """The newest e-mails."""
    _only_in_the_demo()
    return render(request, "mail/outbox.html", {"emails": Email.objects.order_by("-id")[:MAX_SHOWN]})


def email(request: HttpRequest, pk: int) -> HttpResponse:
    """One e-mail, as text and as it looks."""
    _only_in_the_demo()
    return render(request, "mail/email_page.html", {"email": get_object_or_404(Email, pk=pk)})


@xframe_options_sameorigin
@csp_override({"default-src": [CSP.NONE], "style-src": [CSP.UNSAFE_INLINE], "frame-ancestors": [CSP.SELF]})
def email_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The e-mail's HTML alone. Mail programs need styles inline; nothing else of it may act."""
    _only_in_the_demo()
    return HttpResponse(get_object_or_404(Email, pk=pk).html)


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404
