"""Money that moves while support reads a page: the page never contradicts itself about it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from anam.conversations.models import Conversation
from anam.orders.cancellation.decline import decline
from anam.payments.actions.execute import execute
from anam.payments.models import PaymentOperation
from anam.people.models import User
from anam.support import case_context
from anam.support.actions.complain import complain
from conftest import Cast


@pytest.mark.parametrize("page", ["order", "case"])
def test_what_is_released_while_support_reads_is_not_both_released_and_unconfirmed(
    cast: Cast, sign_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """M2"""
    order = cast.order(told=True)
    case = complain(
        order.number, buyer=cast.harbor, by=cast.ines, words="Nothing has come back yet, and nobody answers."
    )
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation="My kiln is down.")
    operation, read_on = PaymentOperation.objects.get(), case_context._conversation_of

    def released_meanwhile(*about: Any) -> Conversation | None:
        """Once the order and its payment are read."""
        execute(operation.pk)
        return read_on(*about)

    monkeypatch.setattr(case_context, "_conversation_of", released_meanwhile)
    path = f"/desk/orders/{order.number}/" if page == "order" else f"/desk/cases/{case.pk}/"
    shown = sign_in(cast.sam).get(path).content.decode()
    operation.refresh_from_db()
    assert operation.state == "done"
    assert ("has not confirmed it" in shown, "was released" in shown) == (True, False)
