"""Money that moves while a page is read: the page never contradicts itself about it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from anam.conversations.models import Conversation
from anam.orders.cancellation.decline import decline
from anam.orders.views import buyer, order_page
from anam.payments.actions.execute import execute
from anam.payments.models import PaymentOperation
from anam.people.models import User
from conftest import Cast


@pytest.mark.parametrize(
    ("who", "view", "path"), [("hanna", order_page, "/portal/orders/{}/"), ("ines", buyer, "/orders/{}/")]
)
def test_what_is_released_while_the_page_is_read_is_not_both_released_and_unconfirmed(
    cast: Cast,
    sign_in: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
    who: str,
    view: Any,
    path: str,
) -> None:
    """M2"""
    order = cast.order(told=True)
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation="My kiln is down.")
    operation, read_on = PaymentOperation.objects.get(), view.conversation_of

    def released_meanwhile(order: Any) -> Conversation | None:
        """Once the order and its payment are read."""
        execute(operation.pk)
        found: Conversation | None = read_on(order)
        return found

    monkeypatch.setattr(view, "conversation_of", released_meanwhile)
    page = sign_in(getattr(cast, who)).get(path.format(order.number)).content.decode()
    operation.refresh_from_db()
    assert operation.state == "done"
    assert ("has not confirmed it" in page, "was released" in page) == (True, False)
