"""A page speaks in the time zone and the language of whoever reads it."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from anam.people.models import User
from anam.web.middleware import activate_user_locale


def spoken_to(user: User | AnonymousUser, settings: Any) -> tuple[str, str | None]:
    heard = []

    def page(request: HttpRequest) -> HttpResponse:
        heard.append((timezone.get_current_timezone_name(), translation.get_language()))
        return HttpResponse()

    request = HttpRequest()
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "a session"
    request.user = user  # type: ignore[assignment]
    activate_user_locale(page)(request)
    return heard[0]


@pytest.mark.parametrize(
    ("user", "heard"),
    [
        (User(time_zone="Europe/Dublin", language="ga"), ("Europe/Dublin", "ga")),
        (User(time_zone="Mars/Base", language="xx"), ("UTC", "en")),
        (AnonymousUser(), ("UTC", "en")),
    ],
)
def test_a_reader_is_spoken_to_in_their_zone_and_language(
    user: User | AnonymousUser, heard: tuple[str, str], settings: Any
) -> None:
    settings.LANGUAGES = [("en", "English"), ("ga", "Irish")]
    assert spoken_to(user, settings) == heard
    assert (timezone.get_current_timezone_name(), translation.get_language()) == ("UTC", "en")
