"""A shipped order completes itself after the policy's days, unless something is open about it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from anam.cases.models import Case
from anam.clock import database_now
from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.complete import complete
from anam.orders.fulfilment.complete_shipped import complete_shipped
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Order
from anam.orders.payments.confirm_payment import confirm_payment
from anam.orders.payments.retry_payment import retry_payment
from anam.orders.tests.test_emails import emails_about, says
from anam.payments.actions.confirm_operation import Confirmation
from anam.payments.actions.execute import execute
from anam.payments.models import Payment, PaymentOperation, SandboxFault
from anam.people.models import User
from anam.policy.actions.change_policy import change_policy
from anam.refusals import Refused
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


def refuse_capture(cast: Cast) -> Order:
    """An order that has shipped, and that the gateway refuses to charge for."""
    order = cast.order()
    SandboxFault.objects.create(reference="", mode="refuse")
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", tracking="")
    execute(PaymentOperation.objects.get(payment__order=order).pk)
    SandboxFault.objects.all().delete()
    return order


def arrived(cast: Cast, order: Order) -> None:
    complete(order.number, buyer=cast.harbor, by=cast.ines)


def test_a_capture_that_is_refused_is_a_case_and_the_maker_is_told(cast: Cast) -> None:
    """M11"""
    order = refuse_capture(cast)
    case = Case.objects.get(order=order)
    assert (case.kind, case.title) == ("money", f"Capture of $165.00 was refused for order {order.number}")
    email = emails_about(order, "payment_refused")["Hanna"]
    assert says(email, "$165.00 could not be charged for order")
    assert "Ines" not in emails_about(order, "payment_refused")


@pytest.mark.parametrize("settled", ["tried again", "by hand"])
def test_neither_the_clock_nor_the_buyer_completes_what_was_not_paid_until_it_is_settled(
    cast: Cast, settled: str
) -> None:
    """M11"""
    order = refuse_capture(cast)
    at = database_now() - timedelta(days=30)
    Order.objects.filter(pk=order.pk).update(
        shipped_at=at, placed_at=at, accepted_at=at, decline_by=at + timedelta(hours=72)
    )
    Case.objects.all().update(closed_at=database_now(), outcome="answered")
    assert complete_shipped() == 0
    with pytest.raises(Refused) as no:
        arrived(cast, order)
    assert no.value.refusal.code == "payment_unsettled"
    operation = PaymentOperation.objects.get(payment__order=order)
    if settled == "by hand":
        said = Confirmation(done=True, amount=operation.amount, reference="transfer 7")
        confirm_payment(order.number, operation.pk, said, by=cast.sam)
    else:
        again = retry_payment(order.number, operation.pk)
        with pytest.raises(Refused):
            arrived(cast, order)
        execute(again)
    arrived(cast, order)
    order.refresh_from_db()
    assert order.status == "completed"


def test_the_pages_do_not_say_that_what_was_refused_is_under_way(cast: Cast, sign_in: Callable[[User], Client]) -> None:
    """M11, M2"""
    order = refuse_capture(cast)
    for person, address in ((cast.ines, f"/orders/{order.number}/"), (cast.hanna, order.get_absolute_url())):
        shown = " ".join(sign_in(person).get(address).content.decode().split())
        assert "is being charged" not in shown
        assert "$165.00 of it was to be charged, and was not: support looks after it." in shown
