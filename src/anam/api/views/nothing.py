"""Under the API's address, where there is no call."""

from django.http import HttpRequest, HttpResponse

from anam.api.problems import CODES, problem


def nothing_here(request: HttpRequest) -> HttpResponse:
    """No such call."""
    return problem(404, "not_found", CODES["not_found"])
