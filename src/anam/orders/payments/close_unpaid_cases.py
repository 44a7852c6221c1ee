from datetime import datetime

from anam.cases.actions.close_case import close_case
from anam.cases.models import Case
from anam.coded import Coded
from anam.orders.models import Order

_ABOUT = ("authorise_refused", "authorisation_over")


def close_unpaid_cases(order: Order, *, because: Coded, at: datetime) -> None:
    """Close what support was told when no bank held the money of `order`: it is held now, or the order is cancelled.

    `because` is a code of ENDINGS; `at` in UTC.
    """
    for case in Case.objects.still_open().filter(order=order, kind=Case.Kind.MONEY, about__code__in=_ABOUT):
        close_case(case, outcome="overtaken", because=because, by=None, as_side="anam", at=at)
