"""The hundred-thousandth page of a list costs what the first does: an index is entered where the page before ended."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, models

from anam.cases.models import Case
from anam.conversations.models import Conversation, Message
from anam.orders.models import Order
from anam.orders.status import Status
from anam.payments.models import PaymentMovement
from conftest import Cast, place_order

pytestmark = pytest.mark.django_db
_AFTER = (datetime(2026, 11, 2, 3, 4, tzinfo=UTC), 5)


def _completed() -> Any:
    return Order.objects.filter(maker=1, status=Status.COMPLETED)


LISTS: dict[str, Callable[[], models.QuerySet[Any]]] = {
    "placed_at": lambda: _completed().newest_first(_AFTER),
    "decline_by": lambda: _completed().soonest_first(_AFTER),
    "answer_by": lambda: Case.objects.still_open().most_urgent_first(_AFTER),
    "closed_at": lambda: Case.objects.closed().newest_closed_first(_AFTER),
    "last_message_at": lambda: Conversation.objects.filter(maker=1).newest_first(_AFTER),
    "sent_at": lambda: Message.objects.filter(conversation=1).newest_first(_AFTER),
    "at": lambda: PaymentMovement.objects.filter(maker=1).in_order(_AFTER),
}


@pytest.mark.parametrize("moment", LISTS)
def test_a_page_begins_in_its_index_where_the_one_before_ended(moment: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
    plan = LISTS[moment]()[:26].explain()
    conditions = [line for line in plan.splitlines() if "Index Cond:" in line]
    assert any(f"{moment} >= " in line or f"{moment} <= " in line for line in conditions), plan


def test_rows_of_one_moment_come_once_each(cast: Cast) -> None:
    ids = [
        place_order(cast.byrne, cast.harbor, [(cast.mug, 1)], timedelta(hours=1), "none", told=False).pk
        for _ in range(4)
    ]
    Order.objects.update(placed_at=_AFTER[0], decline_by=_AFTER[0] + timedelta(hours=72))
    newest = list(Order.objects.newest_first())
    assert [order.pk for order in newest] == ids[::-1]
    after = newest[1]
    assert [order.pk for order in Order.objects.newest_first((after.placed_at, after.pk))] == ids[1::-1]
    assert [order.pk for order in Order.objects.soonest_first((after.decline_by, after.pk))] == ids[3:]
