"""What happens around every request."""

import time
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

from anam.web.device import remember_person
from anam.web.drafts import forget_sent, page_of, read_form
from anam.web.figures import REQUESTS, SECONDS
from anam.web.locales import activate_locale_of, deactivate_locale

Answer = Callable[[HttpRequest], HttpResponse]
MAX_HEARD_LENGTH = 64_000_000
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")


def count_requests(answer: Answer) -> Answer:
    """Count requests and their time for /metrics."""

    def middleware(request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = answer(request)
        method = request.method if request.method in METHODS else "other"
        SECONDS.labels(method).observe(time.perf_counter() - begun)
        REQUESTS.labels(method, str(response.status_code)).inc()
        return response

    return middleware


def hear_to_the_end(answer: Answer) -> Answer:
    """Read what is left of a body before it is answered.

    A server that answers while it is still being sent to closes the connection, and whoever sends never reads the
    answer. What is longer than any form of ours, pictures and files included, is answered at once all the same.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isascii() and length.isdigit() and len(length) < 12 and int(length) <= MAX_HEARD_LENGTH:
            with suppress(OSError, ValueError):  # it has gone away, or has been read already
                while request.read(65_536):
                    pass
        return response

    return middleware


def activate_user_locale(answer: Answer) -> Answer:
    """Show times in the time zone of whoever is signed in, and words in their language."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # Without a session nobody is signed in, and the database need not be asked.
        may_be_known = settings.SESSION_COOKIE_NAME in request.COOKIES
        if may_be_known and not request.path.startswith(settings.STATIC_URL) and request.user.is_authenticated:
            activate_locale_of(request.user)
        try:
            return answer(request)
        finally:
            deactivate_locale()

    return middleware


def keep_what_is_typed(answer: Answer) -> Answer:
    """Know again whoever was signed in here, and forget the draft of a form that was sent.

    It was sent where it was taken: refused, it is shown again; a preview is none.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if response.status_code < 500 and (settings.SESSION_COOKIE_NAME in request.COOKIES or request.session.modified):
            if request.method == "POST" and response.status_code < 400 and _is_a_form(request):
                _forget_if_sent(request)
            remember_person(request, response)
        return response

    return middleware


def _is_a_form(request: HttpRequest) -> bool:
    return request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data")


def _forget_if_sent(request: HttpRequest) -> None:
    form = read_form(request.POST.get("draft", "")) if "draft" in request.POST else None
    if form and request.path == form.place == page_of(request) and form.person_id == request.user.pk:
        forget_sent(form)


_zip = GZipMiddleware(lambda _: HttpResponse())


def compress_pages(answer: Answer) -> Answer:
    """Send pages compressed to whoever takes them so; a phone on a slow line waits a third as long.

    Pages alone: compressed, an answer of the API would lose the strong ETag that If-Match asks for. Django adds a part
    of random length, so that nobody can guess what a page hides from how long it is.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        is_page = not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
        if is_page:
            _zip.process_response(request, response)
        return response

    return middleware
