"""Ready to ship: what was not held so far is authorised first, and nothing ships that is not paid (M6, D8)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.stripe_stand_in import StandIn

from anam.audit.invariants import INVARIANTS, ask
from anam.cases.models import Case
from anam.clock import database_now
from anam.history.models import Entry
from anam.mail.models import Email
from anam.notifications.engine import notify_of
from anam.orders.cancellation.decline import decline
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.hold_payment import hold_payment
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Order
from anam.orders.payments.release_if_cancelled import release_if_cancelled
from anam.orders.tests.waiting import jobs_for
from anam.payments.actions.execute import execute
from anam.payments.gateways.stripe.tests.factories import AtStripe
from anam.payments.models import Payment, PaymentOperation
from anam.people.models import User
from anam.refusals import Refused
from conftest import Cast

SignIn = Callable[[User], Client]
FAILS, ASKS_FIRST = "pm_card_chargeCustomerFail", "pm_card_authenticationRequired"


@pytest.fixture
def at_stripe(cast: Cast, stripe_stand_in: StandIn, settings: Any) -> AtStripe:
    settings.PAYMENT_GATEWAY = "stripe"
    settings.STRIPE_SECRET_KEY, settings.STRIPE_URL = stripe_stand_in.key, stripe_stand_in.url
    return AtStripe(stripe_stand_in, cast)


def accepted(at_stripe: AtStripe, card: str = "pm_card_visa") -> Order:
    """Six mugs and two bowls, $153.00 and $12.00 for shipping at most, by a card that was saved."""
    cast = at_stripe.cast
    order = cast.order(payment="none")
    Payment.objects.filter(pk=at_stripe.payment(card).pk).update(order=order, card="4242")
    Order.objects.filter(pk=order.pk).update(
        shipping_is_exact=False, contacted_at=order.placed_at, contacted_how="phone"
    )
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    return Order.objects.get(pk=order.pk)


def ready_to_ship(cast: Cast, order: Order) -> None:
    hold_payment(order.number, maker=cast.byrne, shipping=940)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=940)


def payment_of(order: Order) -> Payment:
    return Payment.objects.get(order=order)


def verify() -> list[str]:
    return [f"{one.rule} {what}" for one in INVARIANTS for _, what in ask(one).first]


def test_one_press_authorises_and_ships_and_takes_what_is_due(at_stripe: AtStripe, cast: Cast, sign_in: SignIn) -> None:
    """M5, M6"""
    order = accepted(at_stripe)
    hanna = sign_in(cast.hanna)
    assert "Card ending 4242 was checked; it is charged when this ships." in " ".join(
        sign_in(cast.ines).get(f"/orders/{order.number}/").content.decode().split()
    )
    sent = {"carrier": "An Post", "tracking": "", "shipping": "9.40"}
    assert hanna.post(f"/portal/orders/{order.number}/ship/", sent).status_code == 302
    assert Order.objects.get(pk=order.pk).status == "shipped"
    assert execute(PaymentOperation.objects.get(kind="capture").pk) == "done"
    assert at_stripe.stand_in.sums().by_kind == {"authorised": 16500, "captured": 16240, "voided": 260}
    at_stripe.agree()
    assert not verify()


@pytest.mark.parametrize("card", [FAILS, ASKS_FIRST])
def test_a_bank_that_refuses_keeps_the_order_from_shipping_and_everybody_is_told(
    at_stripe: AtStripe, cast: Cast, sign_in: SignIn, card: str
) -> None:
    order = accepted(at_stripe, card)
    sent = {"carrier": "An Post", "tracking": "", "shipping": "9.40"}
    answer = sign_in(cast.hanna).post(f"/portal/orders/{order.number}/ship/", sent)
    assert answer.status_code == 409
    assert "Not paid yet, do not ship" in answer.content.decode()
    assert Order.objects.get(pk=order.pk).status == "accepted"
    entry = Entry.objects.get(order=order, kind="payment_failed")
    notify_of(entry_id=entry.pk)
    [email] = Email.objects.filter(key__startswith=f"entry:{entry.pk}:")
    assert email.to == cast.ines.email
    text = " ".join(email.text.split())
    assert "your bank did not authorise $165.00 on card ending 4242" in text
    assert "Nothing is held, and nothing was charged." in text
    assert Case.objects.get().title == f"Order {order.number} is not paid: the bank did not authorise $165.00"
    page = " ".join(sign_in(cast.ines).get(f"/orders/{order.number}/").content.decode().split())
    assert "this order is not paid yet" in page
    assert at_stripe.stand_in.movements() == []
    assert not verify()


def test_a_bank_that_has_said_no_is_asked_again_after_an_hour_and_may_say_yes(at_stripe: AtStripe, cast: Cast) -> None:
    order = accepted(at_stripe, FAILS)
    for _ in range(3):
        with pytest.raises(Refused) as no:
            ready_to_ship(cast, order)
        assert no.value.refusal.code == "not_paid"
    assert len(at_stripe.stand_in.all("payment_intent")) == 1
    assert Case.objects.count() == 1
    _, method = at_stripe.customer()
    customer = at_stripe.stand_in.get(method)["customer"]
    Payment.objects.update(gateway_method=method, gateway_customer=customer)
    PaymentOperation.objects.update(closed_at=database_now() - timedelta(minutes=61))
    ready_to_ship(cast, order)
    assert payment_of(order).status == "authorised"
    assert not verify()


def test_ship_alone_refuses_what_is_not_held(at_stripe: AtStripe, cast: Cast) -> None:
    """M6: whoever calls it."""
    order = accepted(at_stripe)
    with pytest.raises(Refused) as no:
        ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=940)
    assert no.value.refusal.code == "not_paid"


def test_where_the_bank_does_not_say_nothing_ships_and_trying_again_asks_once(at_stripe: AtStripe, cast: Cast) -> None:
    """D7, M4"""
    order = accepted(at_stripe)
    at_stripe.stand_in.fail("lost", "*/confirm")
    with pytest.raises(Refused) as no:
        ready_to_ship(cast, order)
    assert no.value.refusal.code == "payment_unknown"
    assert jobs_for("payments.execute_operation", operation_id=PaymentOperation.objects.get().pk) == 1
    ready_to_ship(cast, order)
    assert Order.objects.get(pk=order.pk).status == "shipped"
    assert at_stripe.stand_in.sums().by_kind == {"authorised": 16500}


@pytest.mark.parametrize("fault", ["late", "lost"])
def test_an_order_that_is_declined_while_the_bank_is_asked_holds_nothing_in_the_end(
    at_stripe: AtStripe, cast: Cast, fault: str
) -> None:
    """D8: the decline found nothing to release; what the bank holds since is released by a job."""
    order = accepted(at_stripe)
    at_stripe.stand_in.fail(fault, "*/confirm", seconds=0.1)
    if fault == "lost":
        with pytest.raises(Refused):
            hold_payment(order.number, maker=cast.byrne, shipping=940)
        declined(cast, order)
        execute(PaymentOperation.objects.get(kind="authorise").pk)
    else:
        hold_payment(order.number, maker=cast.byrne, shipping=940)
        Payment.objects.update(status="none")  # as the decline has read it
        declined(cast, order)
        Payment.objects.update(status="authorised")
    payment = payment_of(order)
    assert payment.status == "authorised"
    assert jobs_for("orders.release_if_cancelled", payment_id=payment.pk) == 1
    for _ in range(2):
        release_if_cancelled(payment.pk)
    assert execute(PaymentOperation.objects.get(kind="void").pk) == "done"
    assert at_stripe.stand_in.sums().reserved == 0
    at_stripe.agree()
    assert not verify()


def declined(cast: Cast, order: Order) -> None:
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation="My kiln is down, sorry.")


def test_an_order_that_goes_on_keeps_what_is_held(at_stripe: AtStripe, cast: Cast) -> None:
    order = accepted(at_stripe)
    hold_payment(order.number, maker=cast.byrne, shipping=940)
    release_if_cancelled(payment_of(order).pk)
    assert payment_of(order).status == "authorised"


def test_what_is_wrong_with_the_shipping_is_said_before_the_bank_is_asked(at_stripe: AtStripe, cast: Cast) -> None:
    order = accepted(at_stripe)
    for said, code in ((None, "shipping_needed"), (1201, "shipping_above_announced")):
        with pytest.raises(Refused) as no:
            hold_payment(order.number, maker=cast.byrne, shipping=said)
        assert no.value.refusal.code == code
    assert at_stripe.stand_in.all("payment_intent") == []


def test_a_hold_whose_time_is_up_is_asked_for_anew_though_nobody_told_us(at_stripe: AtStripe, cast: Cast) -> None:
    """M6"""
    order = accepted(at_stripe)
    hold_payment(order.number, maker=cast.byrne, shipping=940)
    at_stripe.stand_in.expire(payment_of(order).gateway_reference)
    Payment.objects.update(held_until=database_now() - timedelta(minutes=1))
    ready_to_ship(cast, order)
    assert execute(PaymentOperation.objects.get(kind="capture").pk) == "done"
    assert at_stripe.stand_in.sums().received == 16240
    assert not verify()


def test_a_declined_order_with_a_saved_card_has_nothing_to_release_and_says_so(
    at_stripe: AtStripe, cast: Cast, sign_in: SignIn
) -> None:
    """D8"""
    order = accepted(at_stripe)
    declined(cast, order)
    page = " ".join(sign_in(cast.ines).get(f"/orders/{order.number}/").content.decode().split())
    assert "Nothing was held on it, and nothing was charged." in page
    assert not PaymentOperation.objects.exists()
    assert not verify()


def test_another_makers_order_is_not_there(at_stripe: AtStripe, cast: Cast) -> None:
    """D1"""
    order = accepted(at_stripe)
    with pytest.raises(Order.DoesNotExist):
        hold_payment(order.number, maker=cast.weaves)
    assert at_stripe.stand_in.all("payment_intent") == []
