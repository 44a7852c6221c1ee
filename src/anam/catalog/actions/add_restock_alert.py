from collections.abc import Iterable

from django.db import transaction

from anam.catalog.models import Product
from anam.catalog.restock import RestockAlert, is_available
from anam.people.models import User
from anam.refusals import Refused


@transaction.atomic
def add_restock_alert(product_ids: Iterable[int], *, by: User) -> list[Product]:
    """Have `by` told once when each of these products is available again; the answer is those that they wait for now.

    What is available is left out: there is nothing to wait for. Asked twice, it is told once (D7). Raises Refused
    ("back_already") where that is so of all of them.
    """
    missing = list(Product.objects.filter(pk__in=list(product_ids)).exclude(is_available()).order_by("title", "id"))
    if not missing:
        raise Refused.because("back_already", "It can be ordered now: there is nothing to wait for.")
    RestockAlert.objects.bulk_create(
        (RestockAlert(user=by, product=product) for product in missing), ignore_conflicts=True
    )
    return missing
