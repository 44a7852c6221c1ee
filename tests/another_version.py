"""What another version of Anam has kept: written past the check of what is kept today."""

from typing import Any

from django.db.models import JSONField, Value


def unchecked(kept: Any) -> Value:
    """What a column of codes is to hold, whether there are words for it or not."""
    return Value(kept, JSONField())
