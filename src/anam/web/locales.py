"""The time zone and the language of whoever reads."""

from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone, translation


class Reader(Protocol):
    time_zone: str
    language: str


def activate_locale_of(reader: Reader) -> None:
    """Say times in the zone of `reader`, and words in their language, until `deactivate_locale`."""
    try:
        timezone.activate(ZoneInfo(reader.time_zone))
    except (ZoneInfoNotFoundError, ValueError):
        timezone.activate(ZoneInfo("UTC"))
    translation.activate(language_of(reader))


def language_of(reader: object) -> str:
    """The language in which `reader` reads; the marketplace's own for somebody who is no member."""
    language = getattr(reader, "language", "")
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def deactivate_locale() -> None:
    timezone.deactivate()
    translation.deactivate()
