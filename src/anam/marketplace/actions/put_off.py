from django.db import transaction

from anam.marketplace.models import Marketplace


@transaction.atomic
def put_off(step: str) -> Marketplace:
    """Leave a step of opening for later; once is enough."""
    row = Marketplace.objects.select_for_update().get()
    if step not in row.skipped:
        row.skipped = [*row.skipped, step]
        row.save(update_fields=["skipped"])
    return row
