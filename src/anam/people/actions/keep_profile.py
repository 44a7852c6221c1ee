from django.conf import settings

from anam.people.models import User
from anam.people.time_zones import known_zones
from anam.refusals import Refused
from anam.words import visible

MAX_NAME_LENGTH = 120


def keep_profile(user: User, *, name: str, language: str, time_zone: str) -> None:
    """What `user` is called, the language they read, and the zone in which they are shown times. Raises Refused."""
    name = good_name(name)
    if language not in dict(settings.LANGUAGES):
        raise Refused.because("language_unknown", "Choose a language from the list.")
    if time_zone not in known_zones() and time_zone != user.time_zone:
        raise Refused.because("time_zone_unknown", "Choose a time zone from the list.")
    User.objects.filter(pk=user.pk).update(name=name, language=language, time_zone=time_zone)


def good_name(name: str) -> str:
    """`name` as far as it can be seen, with one space for many. Raises Refused where nothing, or too much, is left."""
    name = " ".join(visible(name).split())
    if not 0 < len(name) <= MAX_NAME_LENGTH:
        raise Refused.because("name_needed", f"Write a name of 1 to {MAX_NAME_LENGTH} characters.")
    return name
