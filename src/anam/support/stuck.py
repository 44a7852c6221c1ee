"""Payment issues: what the gateway was asked to do and has not confirmed, or has refused (D8)."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, Min, QuerySet, Sum

from anam.compiled import Bound, CompiledQuery
from anam.payments.models import PaymentOperation, PaymentOperationQuerySet
from anam.payments.states import NOT_MOVED, OPEN
from anam.words import listed, money

# Sooner than this, it is simply under way.
STUCK_AFTER = timedelta(minutes=1)


def stuck_operations(now: datetime) -> QuerySet[PaymentOperation]:
    """Those that were asked for more than a minute before `now` and have not been done."""
    return _not_done(before=now - STUCK_AFTER)


def _not_done(*, before: Any) -> PaymentOperationQuerySet:
    operations = PaymentOperation.objects.of_orders().at_gateways()
    return operations.filter(state__in=(*OPEN, *NOT_MOVED), queued_at__lt=before)


def stuck_summary(now: datetime) -> dict[str, object]:
    """How many they are (`number`), how much they move (`amount`, in words), and since when the oldest waits."""
    by_currency = _BY_CURRENCY.all(before=now - STUCK_AFTER)
    if not by_currency:
        return {}
    return {
        "number": sum(one["number"] for one in by_currency),
        "amount": listed([money(one["amount"], one["payment__currency"]) for one in by_currency]),
        "since": min(one["since"] for one in by_currency),
    }


def _by_currency() -> Any:
    found = _not_done(before=Bound("before", DateTimeField())).values("payment__currency")
    return found.annotate(number=Count("pk"), amount=Sum("amount"), since=Min("queued_at"))


_BY_CURRENCY = CompiledQuery(_by_currency)
