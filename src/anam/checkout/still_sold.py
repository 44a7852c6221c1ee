"""Whether a maker still sells what was checked out: an order not placed yet is refused where not (D8)."""

from anam.catalog.closing import is_closed_now
from anam.catalog.faces import lock_products
from anam.catalog.models import Product, Storefront
from anam.checkout.models import CheckoutPart
from anam.coded import Coded, coded
from anam.sql import execute


def why_not_sold(part: CheckoutPart) -> Coded:
    """Why its maker does not take this order any more, though they did when it was announced; {} where they do."""
    front = Storefront.objects.filter(maker=part.maker_id).first()
    if front is None or not front.open:
        return coded("closed_meanwhile")
    if front.closed_until and is_closed_now(front):
        return coded("closed_meanwhile_until", until=front.closed_until.isoformat())
    gone = Product.objects.filter(pk__in=part.items.values("product"), retired_at__isnull=False).first()
    return coded("archived_meanwhile", title=gone.title) if gone else {}


def keep_on_sale(part: CheckoutPart) -> None:
    """Until the transaction ends, its maker's storefront does not close, nor is one of its products archived.

    Checkouts that share a storefront do not wait for each other here; products are locked as reserving them does.
    """
    execute("SELECT FROM storefront WHERE maker_id = %(maker)s FOR SHARE", {"maker": part.maker_id})
    lock_products([item.product_id for item in part.items.all()])
