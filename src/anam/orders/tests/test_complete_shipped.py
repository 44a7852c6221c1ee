"""A shipped order completes itself after the policy's days, unless something is open about it."""

from datetime import timedelta

import pytest

from anam.cases.models import Case
from anam.clock import database_now
from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.complete import complete
from anam.orders.fulfilment.complete_shipped import complete_shipped
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Order
from anam.orders.tests.test_emails import emails_about, says
from anam.payments.actions.execute import execute
from anam.payments.models import Payment, PaymentOperation
from anam.policy.actions.change_policy import change_policy
from conftest import Cast


def shipped(cast: Cast, *, ago: timedelta, paid: bool = True) -> Order:
    order = cast.order()
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", tracking="")
    if paid:
        execute(PaymentOperation.objects.get(payment__order=order).pk)
    at = database_now() - ago
    Order.objects.filter(pk=order.pk).update(
        shipped_at=at, placed_at=at - timedelta(days=2), decline_by=at + timedelta(days=1)
    )
    return Order.objects.get(pk=order.pk)


@pytest.mark.parametrize(("ago", "status"), [({"days": 20, "hours": 23}, "shipped"), ({"days": 21}, "completed")])
def test_an_order_completes_itself_21_days_after_it_shipped(cast: Cast, ago: dict[str, int], status: str) -> None:
    order = shipped(cast, ago=timedelta(**ago))
    complete_shipped()
    order.refresh_from_db()
    assert order.status == status


def test_nobody_is_said_to_have_received_what_completed_itself(cast: Cast) -> None:
    """D12"""
    order = shipped(cast, ago=timedelta(days=22))
    assert complete_shipped() == 1
    assert complete_shipped() == 0
    entry = Entry.objects.get(order=order, kind="completed")
    assert entry.actor is None
    assert sentence(entry) == "Completed: 21 days after it shipped, nobody had said that anything is wrong."


def test_what_the_buyer_completed_says_so(cast: Cast) -> None:
    order = shipped(cast, ago=timedelta(days=1))
    complete(order.number, buyer=cast.harbor, by=cast.ines)
    assert sentence(Entry.objects.get(order=order, kind="completed")) == "Ines said that the order has arrived."


def test_an_order_keeps_the_days_it_was_placed_under(cast: Cast) -> None:
    """D13"""
    order = shipped(cast, ago=timedelta(days=10))
    change_policy(by=cast.sam, why="Parcels are quick here", complete_after_days=7)
    assert complete_shipped() == 0
    later = shipped(cast, ago=timedelta(days=8))
    assert complete_shipped() == 1
    assert Order.objects.get(pk=order.pk).status == "shipped"
    assert Order.objects.get(pk=later.pk).status == "completed"


def test_an_open_complaint_keeps_it_open(cast: Cast) -> None:
    order, now = shipped(cast, ago=timedelta(days=30)), database_now()
    case = Case.objects.create(
        kind="complaint",
        order=order,
        maker=cast.byrne,
        buyer=cast.harbor,
        opened_at=now,
        opened_by=cast.ines,
        message="Two mugs came broken.",
        answer_by=now + timedelta(hours=48),
    )
    assert complete_shipped() == 0
    Case.objects.filter(pk=case.pk).update(closed_at=database_now(), outcome="answered")
    assert complete_shipped() == 1


def test_an_order_that_nobody_paid_for_does_not_complete(cast: Cast) -> None:
    """D8"""
    order = shipped(cast, ago=timedelta(days=30), paid=False)
    assert complete_shipped() == 0
    execute(PaymentOperation.objects.get(payment__order=order).pk)
    assert complete_shipped() == 1


def test_the_buyer_is_told_when_it_ships(cast: Cast) -> None:
    email = emails_about(shipped(cast, ago=timedelta()), "shipped")["Ines"]
    assert says(email, "If we hear nothing for 21 days, the order counts as completed.")


def test_what_another_system_has_not_said_it_charged_keeps_no_order_open(cast: Cast) -> None:
    """M11: but what it refused to charge does, until somebody has settled it."""
    order = cast.order()
    Payment.objects.filter(order=order).update(holder="external", holder_name="Shopify", gateway_reference="", card="")
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", tracking="")
    at = database_now() - timedelta(days=30)
    Order.objects.filter(pk=order.pk).update(
        shipped_at=at, placed_at=at, accepted_at=at, decline_by=at + timedelta(hours=72)
    )
    capture = PaymentOperation.objects.filter(payment__order=order)
    assert capture.get().state == "queued"
    capture.update(state="refused", closed_at=at)
    assert complete_shipped() == 0
    capture.update(state="queued", closed_at=None)
    assert complete_shipped() == 1
