"""Under the API's address everything is answered as a program expects it, what no call has seen included."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from anam.api.problems import CODES, problem

PATH = "/api/v1/"
_CODES = {400: "unreadable", 404: "not_found", 405: "method_not_allowed", 413: "body_too_large", 503: "busy"}


def answer_with_problems(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A page that says what went wrong becomes a problem document (RFC 9457)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        status = response.status_code
        if not request.path.startswith(PATH) or status < 400 or "json" in response.get("Content-Type", ""):
            return response
        code = _CODES.get(status, "unreadable" if status < 500 else "broken")
        kept = {name: response[name] for name in ("Allow", "Retry-After") if name in response}
        return problem(status, code, CODES[code], headers=kept)

    return middleware
