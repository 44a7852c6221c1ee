"""Whoever asked is told, once, that a product is back."""

from collections.abc import Sequence
from functools import partial

from django.conf import settings
from django.urls import reverse

from anam import jobs
from anam.catalog.models import Product
from anam.catalog.restock import RestockAlert
from anam.mail.content import EmailContent, EmailSubject
from anam.media.html import absolute
from anam.media.sizes import FOR_EMAIL
from anam.notifications.engine import Telling, notifies_of, notify
from anam.notifications.models import RESTOCK
from anam.notifications.registry import Notification, register
from anam.words import money

BACK = register(Notification("back_in_stock", "whoever asked", RESTOCK[0], rings=True))
# Orders of these products wait while so many e-mails are written.
_AT_ONCE = 50


@notifies_of("product_id")
def notify_of_restocks(product_ids: Sequence[int]) -> None:
    """Tell those who wait for these products: in one order, so that no two wait for each other.

    Once enough are told, the rest is a job of its own: orders of the products wait for this one.
    """
    told, left = 0, sorted(set(product_ids))
    while left and told < _AT_ONCE:
        told += _notify_of_restock(left[0], at_most=_AT_ONCE - told)
        if told < _AT_ONCE:
            del left[0]
    if left:
        jobs.defer(*(jobs.to_do("notifications.notify", product_id=product_id) for product_id in left))


def _notify_of_restock(product_id: int, *, at_most: int) -> int:
    """Tell those who wait for a product that is available, each once (D7), and end their waiting; how many did.

    It is available until the e-mails are written: nobody takes the last of it meanwhile. If it is not any more, nobody
    is told, and they go on waiting.
    """
    available = Product.objects.available().select_related("maker__storefront")
    product = available.select_for_update(of=("self",), no_key=True).filter(pk=product_id).first()
    if product is None:
        return 0
    waiting = RestockAlert.objects.filter(product=product).select_for_update(of=("self",))
    alerts = list(waiting.select_related("user__buyer_member__buyer").order_by("pk")[:at_most])
    RestockAlert.objects.filter(pk__in=[alert.pk for alert in alerts]).delete()
    about = EmailSubject(product_id=product.pk)
    notify(
        *(
            Telling(BACK, partial(_content, product), to=alert.user, key=f"restock:{alert.pk}", about=about)
            for alert in alerts
            if alert.user.is_active and alert.user.buyer
        )
    )
    return len(alerts)


def _content(product: Product) -> EmailContent:
    maker, currency = product.maker, product.maker.storefront.currency
    made = "It is made to order." if product.stock is None else f"In stock when this was written: {product.stock:,}."
    return EmailContent(
        subject=f"{product.title} is back",
        paragraphs=[f"You asked us to tell you: {product.title}, by {maker.name}, can be ordered again. {made}"],
        rows=[(product.title, money(product.unit_price, currency))],
        pictures=[absolute(product.face, FOR_EMAIL) if product.face else ""],
        after=["We write about it this once. If it sells out again, ask again on its page."],
        link_words="See it",
        link=f"{settings.SITE_URL}{product.get_absolute_url()}",
        other_link_words="What else you wait for",
        other_link=f"{settings.SITE_URL}{reverse('restock-alerts')}",
    )
