"""The door that every call comes through: whose token, how often, which body, and whether it was asked before."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from anam.api.authentication import arrive
from anam.api.bodies import read_body
from anam.api.idempotency import once
from anam.api.limits import RateLimit
from anam.api.models import Token
from anam.api.problems import Problem, refused
from anam.api.tokens import digest_of
from anam.people.door import ask_role
from anam.people.models import User
from anam.refusals import Refused
from anam.web.locales import activate_locale_of

Run = Callable[..., HttpResponse]


class ApiRequest(HttpRequest):
    """A call of somebody whose token is known."""

    user: User
    token: Token
    sent: dict[str, Any]


def through_the_gate(run: Run) -> Run:
    """Let a call through to `run`, or answer it here."""
    bound: Any = run  # to the operation that ninja describes under this name
    operation = bound.__self__.view_func.__name__

    @wraps(run)
    def guarded(request: Any, **values: Any) -> HttpResponse:
        try:
            return _let_through(request, run, values, operation)
        except Problem as problem:
            return problem.response()

    return guarded


def _let_through(request: Any, run: Run, values: dict[str, Any], operation: str) -> HttpResponse:
    token, allowance = _token_of(request)
    try:
        if allowance.used_up:
            raise allowance.too_many
        request.token, request.user, request.auth = token, token.user, token
        activate_locale_of(token.user)  # words that name a time; every time of its own is in UTC
        ask_role(token.user, operation, str(request.method))
        response = _answer(request, run, values)
    except Refused as no:
        response = refused(no.refusals)
    except Problem as problem:
        response = problem.response()
    allowance.put_on(response)
    response["Cache-Control"] = "no-store"
    return response


def _answer(request: ApiRequest, run: Run, values: dict[str, Any]) -> HttpResponse:
    if request.method in ("GET", "HEAD"):
        return run(request, **values)
    if request.token.reads_only:
        raise Problem(403, "token_reads_only")
    request.sent = read_body(request)
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return run(request, **values)
    return once(
        request.user,
        key,
        address=f"{request.method} {request.get_full_path()}",
        body=request.sent,
        do=lambda: run(request, **values),
    )


def _token_of(request: HttpRequest) -> tuple[Token, RateLimit]:
    """The token in the header, if it is in force and its person still acts for somebody; with this call counted."""
    kind, _, secret = request.headers.get("Authorization", "").strip().partition(" ")
    found = arrive(digest_of(secret.strip())) if kind.lower() == "bearer" else None
    if found is None or not (found[0].user.is_support or found[0].user.maker or found[0].user.buyer):
        raise Problem(401, "token_missing", WWW_Authenticate='Bearer realm="anam"')
    return found
