"""What a cancelled order leaves its buyer waiting for; and the link by which they are told when it is back.

Whoever holds the e-mail of a decline may follow the link without signing in: it is signed for its reader and the order.
"""

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from anam.catalog.models import Product
from anam.orders.models import Line, Order
from anam.people.models import User

_SALT = "anam.orders.restock"


def products_missed(lines: Iterable[Line]) -> list[Product]:
    """Those of which something was taken out of the order, and that are sold out now, or sold no more."""
    missed = {line.product.pk: line.product for line in lines if line.declined_quantity and line.product}
    return [product for product in missed.values() if product.retired_at or product.is_sold_out]


def leaves_waiting(order: str) -> Exists:
    """The same as a condition, of the order whose id is in the column `order`: whether there are such products."""
    gone = Q(product__retired_at__isnull=False) | Q(product__stock__lt=F("product__minimum"))
    return Exists(Line.objects.filter(gone, order=OuterRef(order), declined_quantity__gt=0))


def restock_link(order: Order, *, to: User) -> str:
    """Where `to` has themselves told: the page asks, and looking at it changes nothing."""
    token = signing.Signer(salt=_SALT).sign(f"{to.pk}.{order.pk}")
    return f"{settings.SITE_URL}{reverse('restock-link', args=[token])}"


def read_restock_token(token: str) -> tuple[User, Order] | None:
    """Whose link it is, and about which order; None where we did not make it, or they act for its buyer no more."""
    try:
        person, number = signing.Signer(salt=_SALT).unsign(token).split(".")
    except signing.BadSignature:
        return None
    user = User.objects.with_party().filter(pk=int(person), is_active=True).first()
    if user is None or user.buyer is None:
        return None
    order = Order.objects.of_buyer(user.buyer).select_related("maker").filter(pk=int(number)).first()
    return (user, order) if order else None
