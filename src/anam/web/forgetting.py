"""Deleting what is over, by the database's clock."""

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from anam.sql import execute
from anam.web.drafts import forget_old_drafts


def forget_what_is_over() -> dict[str, int]:
    """Delete ended sessions, expired entries of the cache and old drafts. The answer: how many of each."""
    sessions = import_string(f"{settings.SESSION_ENGINE}.SessionStore").clear_expired()
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    entries = execute(f"DELETE FROM {table} WHERE expires < clock_timestamp()")  # noqa: S608 - a setting of ours
    return {"sessions": sessions, "cache entries": entries, "drafts": forget_old_drafts()}
