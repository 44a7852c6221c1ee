"""The door that every page comes through: whether the role of whoever asks includes what the address asks for."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import reswap, retarget

from anam.people.access import PUBLIC, asked_of
from anam.people.models import User
from anam.people.roles import may, role_forbids
from anam.refusals import Refused

Answer = Callable[[HttpRequest], HttpResponse]


def ask_role(user: User, name: str, method: str) -> None:
    """Let `user` call the address or the operation `name`.

    Raises Refused (role_forbids) where their role does not include it. It is asked once, when a call begins, of what
    the database holds then: whatever begins after a role was changed goes by the new one.
    """
    if (what := asked_of(user, name, method)) and not may(user, what):
        raise Refused(role_forbids(user, what))


class RoleMiddleware:
    """Ask it of every page, by the name of its address. Calls of the API have a door of their own (api/pipeline.py)."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def process_view(self, request: Any, view: Any, *_: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match.namespace == "api" or match.url_name in PUBLIC or not request.user.is_authenticated:
            return None
        try:
            ask_role(request.user, match.url_name or match.route, request.method)
        except Refused as refused:
            page = render(request, "403.html", {"refused": refused.refusal}, status=403)
            return reswap(retarget(page, "body"), "innerHTML") if request.htmx else page
        return None
