"""How people sign in: django-allauth. Who has signed in is read with their session, in one statement."""

from contextvars import ContextVar
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from anam.people.models import User

_of_session: ContextVar[User | None] = ContextVar("_of_session", default=None)


class EmailBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    def get_user(self, user_id: int) -> User | None:
        """Somebody who may sign in: as they were read with their session, or, outside of one, from the database."""
        found = _of_session.get()
        if found is None or found.pk != user_id:
            found = User.objects.with_party().filter(pk=user_id).first()
        return found if found and found.is_active else None


class SignedInMiddleware(AuthenticationMiddleware):
    """Django's own, and its own check of the session, of the person who was read with it."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _signed_in(request))  # type: ignore[assignment]


def _signed_in(request: HttpRequest) -> Any:
    session: Any = request.session
    session.get(SESSION_KEY)  # it is read now, if it was not
    token = _of_session.set(session.person)
    try:
        return get_user(request)
    finally:
        _of_session.reset(token)
