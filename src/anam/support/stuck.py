"""Payment issues: what the gateway was asked to do and has not confirmed, or has refused (D8)."""

from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet, Sum

from anam.payments.models import PaymentOperation
from anam.payments.states import NOT_MOVED, OPEN
from anam.words import listed, money

# Sooner than this, it is simply under way.
STUCK_AFTER = timedelta(minutes=1)


def stuck_operations(now: datetime) -> QuerySet[PaymentOperation]:
    """Those that were asked for more than a minute before `now` and have not been done."""
    operations = PaymentOperation.objects.of_orders().at_gateways()
    return operations.filter(state__in=(*OPEN, *NOT_MOVED), queued_at__lt=now - STUCK_AFTER)


def stuck_summary(now: datetime) -> dict[str, object]:
    """How many they are (`number`), how much they move (`amount`, in words), and since when the oldest waits."""
    found = stuck_operations(now).order_by().values("payment__currency")
    by_currency = list(found.annotate(number=Count("pk"), amount=Sum("amount"), since=Min("queued_at")))
    if not by_currency:
        return {}
    return {
        "number": sum(one["number"] for one in by_currency),
        "amount": listed([money(one["amount"], one["payment__currency"]) for one in by_currency]),
        "since": min(one["since"] for one in by_currency),
    }
