"""What the API can do: for programs, and for people to read; no other host is asked for anything."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from anam.api.description import description


def openapi_json(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1."""
    return JsonResponse(description())


def docs(request: HttpRequest) -> HttpResponse:
    """The same as a page."""
    return HttpResponse()
