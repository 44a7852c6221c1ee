"""For the operator's machines: is it alive, can it work, how is it doing."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST

from anam.web.figures import all_figures


def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """This process reaches its database, and the tables are there."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM policy LIMIT 1")
            ready = cursor.fetchone() is not None
    except DatabaseError:
        ready = False
    return HttpResponse("ready\n" if ready else "not ready\n", content_type="text/plain", status=200 if ready else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in the format of Prometheus: of all web processes of this machine, and of the jobs."""
    return HttpResponse(all_figures(), content_type=CONTENT_TYPE_LATEST)
