from datetime import datetime
from typing import Any

from django.db import transaction

from anam.catalog.models import Storefront
from anam.catalog.product_data import storefront_version
from anam.clock import database_now
from anam.people.models import Maker
from anam.refusals import Refused


@transaction.atomic
def edit_storefront(maker: Maker, *, base_version: str, **columns: Any) -> None:
    """Have the storefront of `maker` say `columns`. Baskets see its terms at once, placed orders never.

    With a `closed_until` it takes no orders before that, from now on or since it was closed already; None opens it.
    `base_version` is of what the form showed. What is there already is not done again (D7). Raises
    Storefront.DoesNotExist, and Refused ("storefront_changed").
    """
    front = Storefront.objects.select_for_update(no_key=True).get(maker=maker)
    changes = {name: value for name, value in columns.items() if getattr(front, name) != value}
    if not changes:
        return
    if storefront_version(front) != base_version:
        raise Refused.because("storefront_changed", "Somebody else changed your storefront while you were typing.")
    if "closed_until" in changes:
        changes["closed_since"] = _closed_since(front, changes["closed_until"])
    Storefront.objects.filter(pk=front.pk).update(**changes)


def _closed_since(front: Storefront, closed_until: datetime | None) -> datetime | None:
    now = database_now()
    return None if closed_until is None else front.closed_since if front.is_closed(now) else now
