"""Rows of which some columns are not read, because they are large and nobody there looks at them.

Such an object does not pretend to be whole: what was not read with it raises FieldFetchBlocked, instead of being asked
for by a query that nobody sees.
"""

from typing import Any

from django.db import models


def without[Found: models.QuerySet[Any, Any]](rows: Found, *columns: str) -> Found:
    """`rows` without these columns."""
    return rows.defer(*columns).fetch_mode(models.FETCH_RAISE)
