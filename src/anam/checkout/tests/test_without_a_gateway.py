"""A marketplace without a payment gateway: it says so, or takes orders on invoice where its policy allows it (M1)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from anam.audit.invariants import INVARIANTS, ask
from anam.checkout.actions.abandon import abandon
from anam.checkout.models import Checkout
from anam.checkout.tests.factories import fill_basket, press
from anam.orders.cancellation.decline import decline
from anam.orders.models import Order
from anam.orders.payments.external_money import external_money
from anam.payments.models import Payment, PaymentOperation, SandboxCharge
from anam.people.models import User
from anam.policy.actions.change_policy import change_policy
from anam.refusals import Refused
from conftest import Cast


@pytest.fixture(autouse=True)
def _no_cards(settings: Any) -> None:
    settings.PAYMENT_GATEWAY = ""


def test_the_checkout_says_plainly_that_orders_cannot_be_paid_here(
    cast: Cast, sign_in: Callable[[User], Client]
) -> None:
    fill_basket(cast)
    page = sign_in(cast.ines).get("/checkout/").content.decode()
    assert "Orders cannot be paid here yet." in page
    assert "test card" not in page
    with pytest.raises(Refused) as no:
        press(cast)
    assert no.value.refusal.code == "cannot_pay_here"
    assert not Checkout.objects.exists()


def test_on_invoice_nothing_is_held_and_nothing_is_said_to_be(cast: Cast, sign_in: Callable[[User], Client]) -> None:
    change_policy(by=cast.sam, why="We know our shops", orders_on_invoice=True)
    fill_basket(cast)
    page = sign_in(cast.ines).get("/checkout/").content.decode()
    assert "You pay each of them on invoice." in page
    assert "test card" not in page
    checkout = press(cast)
    assert checkout.state == "placed"
    assert Order.objects.count() == 2
    assert {(one.holder, one.holder_name, one.status) for one in Payment.objects.all()} == {
        ("external", "invoice", "none")
    }
    assert not PaymentOperation.objects.exists()
    assert not SandboxCharge.objects.exists()
    order = Order.objects.get(maker=cast.byrne)
    assert external_money(order) == ["It is to be paid on invoice."]
    Order.objects.filter(pk=order.pk).update(contacted_at=order.placed_at, contacted_how="phone")
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation="My kiln is down.")
    assert not PaymentOperation.objects.exists()
    abandon(checkout.pk)
    assert not [one.words for one in INVARIANTS if ask(one).count]
