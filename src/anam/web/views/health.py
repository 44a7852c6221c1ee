"""For the operator's machines: is it alive, can it work, how is it doing."""

from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST

from anam.web.figures import all_figures
from anam.web.readiness import unready_reason, warnings


def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """This process reaches its database, the tables are there, and what is written is kept.

    What is wrong besides stands below, on lines of their own.
    """
    why = unready_reason()
    said = f"not ready{why}\n" if why is not None else "\n".join(["ready", *warnings()]) + "\n"
    return HttpResponse(said, content_type="text/plain", status=200 if why is None else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in the format of Prometheus: of all web processes of this machine, and of the jobs."""
    return HttpResponse(all_figures(), content_type=CONTENT_TYPE_LATEST)
