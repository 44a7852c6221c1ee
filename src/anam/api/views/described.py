"""What the API can do: for programs, and for people to read; no other host is asked for anything."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from anam.api import page
from anam.api.description import description
from anam.api.next_steps import CALLS
from anam.api.problems import CODES
from anam.history.kinds import NOT_FOR_BUYERS, TYPES


def openapi_json(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1."""
    return JsonResponse(description())


def docs(request: HttpRequest) -> HttpResponse:
    """The same as a page."""
    shown = {
        "about": page.about(),
        "subjects": page.subjects(),
        "shapes": page.shapes(),
        "events": [(name, kind not in NOT_FOR_BUYERS) for kind, name in TYPES.items()],
        "codes": sorted(CODES.items()),
        "refusals": sorted((code, call.format(number="{number}")) for code, call in CALLS.items()),
    }
    return render(request, "api/docs.html", shown)
