from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from anam.catalog.models import UnnamedPicture
from anam.media.pictures import discard, stored_keys

# Longer than anybody takes to order what they see, and than the newest backup is old.
NAMED_BY_NOBODY_FOR = timedelta(days=30)


def discard_pictures(*, without_a_name: Callable[[list[str]], list[str]]) -> int:
    """Remove the files that no row has named for so many days; how many pictures went. For one worker, every night.

    `without_a_name` says of keys which no row names, here or in the rooms above.
    """
    unnamed = without_a_name(list(stored_keys()))
    UnnamedPicture.objects.exclude(key__in=unnamed).delete()
    UnnamedPicture.objects.bulk_create([UnnamedPicture(key=key) for key in unnamed], ignore_conflicts=True)
    due = UnnamedPicture.objects.filter(since__lte=Now() - NAMED_BY_NOBODY_FOR)
    return sum(_discard(key, without_a_name) for key in due.values_list("key", flat=True))


@transaction.atomic
def _discard(key: str, without_a_name: Callable[[list[str]], list[str]]) -> bool:
    """While the row is locked, whoever makes a picture with the same content waits, and stores it again afterwards."""
    row = UnnamedPicture.objects.filter(pk=key)
    if not row.select_for_update().first():  # it was sent again meanwhile
        return False
    unnamed = bool(without_a_name([key]))
    if unnamed:
        discard(key)
    row.delete()
    return unnamed
