from datetime import datetime

from anam.orders.models import Order


def mark_contacted(order: Order, *, at: datetime, how: str) -> None:
    """The buyer was told about `order`, at `at` in UTC, by "message", "email", "phone" or "other" (D3).

    The first time counts.
    """
    Order.objects.filter(pk=order.pk, contacted_at=None).update(contacted_at=at, contacted_how=how)
