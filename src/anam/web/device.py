"""Who was signed in at this browser last: a signed cookie says so, for 90 days, whether or not they still are.

It opens nothing. By it, what is typed into a form whose session has ended is kept for whoever typed it.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "was_here"
_SALT = "who was signed in"
_DAY = 24 * 3600
KEPT_DAYS, RENEWED_DAYS = 90, 30


def person_before(request: HttpRequest) -> int | None:
    """The id of whoever was signed in at this browser last; None for a stranger."""
    return _read(request, days=KEPT_DAYS)


def remember_person(request: HttpRequest, response: HttpResponse) -> None:
    """Mark the browser of whoever is signed in, and renew the mark every month."""
    user: Any = request.user
    if not user.is_authenticated or _read(request, days=RENEWED_DAYS) == user.pk:
        return
    response.set_cookie(
        COOKIE,
        signing.dumps(user.pk, salt=_SALT),
        max_age=KEPT_DAYS * _DAY,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _read(request: HttpRequest, *, days: int) -> int | None:
    try:
        person: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=days * _DAY)
    except signing.BadSignature:
        return None
    return person if isinstance(person, int) else None
