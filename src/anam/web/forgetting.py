"""Deleting what is over, by the database's clock."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models.functions import Now

from anam.sql import execute
from anam.web.drafts import forget_old_drafts


def forget_what_is_over() -> dict[str, int]:
    """Delete ended sessions, expired entries of the cache and old drafts. The answer: how many of each."""
    sessions, _ = Session.objects.filter(expire_date__lt=Now()).delete()
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    entries = execute(f"DELETE FROM {table} WHERE expires < clock_timestamp()")  # noqa: S608 - a setting of ours
    return {"sessions": sessions, "cache entries": entries, "drafts": forget_old_drafts()}
