"""What the role of whoever looks at a page includes, for every template: {% if may.orders %}."""

from typing import Any

from django.http import HttpRequest

from anam.people.roles import May, held_by


class Held:
    """Asked of the user when a template asks, and of no database."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def __getitem__(self, name: str) -> bool:
        user = self._request.user
        return user.is_authenticated and May(name) in held_by(user.role)


def roles(request: HttpRequest) -> dict[str, Any]:
    """`may`: what a page offers to its reader, and no more than their role includes."""
    return {"may": Held(request)}
