"""What happens around every request."""

import time
from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from anam.web.figures import REQUESTS, SECONDS

Answer = Callable[[HttpRequest], HttpResponse]
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


def read_the_clock_of_the_reader(answer: Answer) -> Answer:
    """Show times in the time zone of whoever is signed in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # Without a session nobody is signed in, and the database need not be asked.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not request.path.startswith(settings.STATIC_URL):
            zone = getattr(request.user, "time_zone", "UTC")
            try:
                timezone.activate(ZoneInfo(zone))
            except (ZoneInfoNotFoundError, ValueError):
                timezone.activate(ZoneInfo("UTC"))
        try:
            return answer(request)
        finally:
            timezone.deactivate()

    return middleware
