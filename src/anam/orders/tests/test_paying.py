"""The buyer confirms or changes the card of an order that no bank holds money for: once, by whichever way (M6, D7)."""

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
from anam.orders.payments.cancel_unpaid import cancel_unpaid
from anam.orders.payments.go_on_paying import go_on_paying
from anam.orders.payments.release_if_cancelled import release_if_cancelled
from anam.orders.payments.renew_payment import payments_to_renew, renew_payment
from anam.orders.tests.waiting import jobs_for
from anam.payments.actions.execute import execute
from anam.payments.actions.hear_event import hear_event
from anam.payments.actions.look_at import look_at
from anam.payments.gateways.stripe.tests.factories import AtStripe
from anam.payments.models import GatewayEvent, GatewayPage, Payment, PaymentOperation, new_key
from anam.payments.states import NotConfirmed
from anam.people.models import Buyer, BuyerMember, User
from anam.refusals import Refused
from conftest import Cast

SignIn = Callable[[User], Client]
FAILS, ASKS_FIRST = "pm_card_chargeCustomerFail", "pm_card_authenticationRequired"
VISA, ASKS = "4242424242424242", "4000002760003184"
TOTAL = 16500


@pytest.fixture
def at_stripe(cast: Cast, stripe_stand_in: StandIn, settings: Any) -> AtStripe:
    settings.PAYMENT_GATEWAY = "stripe"
    settings.STRIPE_SECRET_KEY, settings.STRIPE_URL = stripe_stand_in.key, stripe_stand_in.url
    return AtStripe(stripe_stand_in, cast)


def accepted(at_stripe: AtStripe, card: str = FAILS) -> Order:
    """Six mugs and two bowls, $153.00 and $12.00 for shipping at most, by a card that was saved."""
    cast = at_stripe.cast
    order = cast.order(payment="none")
    Payment.objects.filter(pk=at_stripe.payment(card).pk).update(order=order, card="4242")
    Order.objects.filter(pk=order.pk).update(
        shipping_is_exact=False, contacted_at=order.placed_at, contacted_how="phone"
    )
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    return Order.objects.get(pk=order.pk)


def unpaid(at_stripe: AtStripe, card: str = FAILS) -> Order:
    """The maker was ready to ship it, and the bank refused."""
    order = accepted(at_stripe, card)
    with pytest.raises(Refused):
        hold_payment(order.number, maker=at_stripe.cast.byrne, shipping=940)
    return Order.objects.get(pk=order.pk)


def held(at_stripe: AtStripe, ends_in: timedelta, card: str = "pm_card_visa") -> Order:
    """The bank holds its money, and lets go of it soon."""
    order = accepted(at_stripe, card)
    hold_payment(order.number, maker=at_stripe.cast.byrne, shipping=940)
    Payment.objects.filter(order=order).update(held_until=database_now() + ends_in)
    return Order.objects.get(pk=order.pk)


def other_card(at_stripe: AtStripe, order: Order, card: str) -> None:
    """The saved card turns into one that behaves so."""
    customer, method = at_stripe.customer(card)
    Payment.objects.filter(order=order).update(gateway_customer=customer, gateway_method=method)


def somebody(email: str, buyer: Buyer) -> User:
    """Another member of `buyer`."""
    user = User.objects.create_user(email, name=email.split("@")[0].title())
    BuyerMember.objects.create(user=user, buyer=buyer)
    return user


def page_of(client: Client, order: Order, **more: Any) -> str:
    answer = client.get(f"/orders/{order.number}/pay/", **more)
    return " ".join(answer.content.decode().split())


def press(client: Client, order: Order) -> str:
    """Press the button: the address of Stripe's page."""
    answer = client.post(f"/orders/{order.number}/pay/")
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


def payment_of(order: Order) -> Payment:
    return Payment.objects.get(order=order)


def let_payments_run() -> None:
    """What is still to be released or taken, is."""
    for operation in PaymentOperation.objects.filter(state__in=("queued", "sent", "unknown")):
        execute(operation.pk)


def emails_of(kind: str, order: Order) -> dict[str, str]:
    """Whom the newest entry of that kind is told by email, and in which words."""
    entry = Entry.objects.filter(order=order, kind=kind).latest("id")
    notify_of(entry_id=entry.pk)
    found = Email.objects.filter(key__startswith=f"entry:{entry.pk}:")
    return {email.to: " ".join(f"{email.subject} {email.text}".split()) for email in found}


def verify(at_stripe: AtStripe) -> None:
    at_stripe.agree()
    assert [f"{one.rule} {what}" for one in INVARIANTS for _, what in ask(one).first] == []


def test_a_card_that_was_refused_is_replaced_at_stripes_page_and_the_order_ships(
    at_stripe: AtStripe, cast: Cast, sign_in: SignIn
) -> None:
    order, ines = unpaid(at_stripe), sign_in(cast.ines)
    assert order.is_unpaid
    page = page_of(ines, order)
    assert "is not paid yet" in page
    assert "$165.00 is held on it, and charged when Byrne Ceramics ships" in page
    assert "the order is cancelled. That costs you nothing." in page
    url = press(ines, order)
    [session] = at_stripe.stand_in.all("checkout.session")
    assert (session["mode"], session["amount_total"]) == ("payment", TOTAL)
    assert at_stripe.stand_in.fill(url, VISA).redirect.endswith(f"/orders/{order.number}/pay/")
    assert "Your card is authorised" in page_of(ines, order)
    order = Order.objects.get(pk=order.pk)
    payment = payment_of(order)
    assert (payment.status, payment.authorised, payment.card, order.pay_by) == ("authorised", TOTAL, "4242", None)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=940)
    let_payments_run()
    assert at_stripe.stand_in.sums().by_kind == {"authorised": TOTAL, "captured": 16240, "voided": 260}
    verify(at_stripe)


def test_a_bank_that_wants_to_hear_from_the_cards_owner_hears_from_them_there(
    at_stripe: AtStripe, cast: Cast, sign_in: SignIn
) -> None:
    order, ines = unpaid(at_stripe, ASKS_FIRST), sign_in(cast.ines)
    assert "wants you to confirm" in page_of(ines, order) or "confirm" in page_of(ines, order)
    assert at_stripe.stand_in.fill(press(ines, order), ASKS).redirect
    assert "Your card is authorised" in page_of(ines, order)
    assert at_stripe.stand_in.sums().by_kind == {"authorised": TOTAL}
    verify(at_stripe)


def test_everybody_is_told_that_it_is_not_paid_and_then_that_it_is(
    at_stripe: AtStripe, cast: Cast, sign_in: SignIn
) -> None:
    order, ines, hanna = unpaid(at_stripe), sign_in(cast.ines), sign_in(cast.hanna)
    told = emails_of("payment_failed", order)
    assert list(told) == [cast.ines.email]
    assert "Please confirm this card with your bank, or give another one by" in told[cast.ines.email]
    assert f"/orders/{order.number}/pay/" in told[cast.ines.email]
    for address, words in (
        (f"/portal/orders/{order.number}/", "Not paid yet: do not ship."),
        ("/portal/orders/?tab=accepted", "Not paid yet"),
    ):
        assert words in hanna.get(address).content.decode()
    for address in (f"/orders/{order.number}/", "/orders/"):
        assert f"/orders/{order.number}/pay/" in ines.get(address).content.decode()
    assert Case.objects.still_open().count() == 1
    at_stripe.stand_in.fill(press(ines, order), VISA)
    page_of(ines, order)
    assert set(emails_of("payment_authorised", order)) == {cast.hanna.email, cast.ravi.email}
    for client, address in ((hanna, f"/portal/orders/{order.number}/"), (ines, f"/orders/{order.number}/")):
        assert "ot paid yet" not in client.get(address).content.decode()
    assert not Case.objects.still_open().exists()
    verify(at_stripe)


def test_any_number_of_ways_to_hear_of_it_authorise_once(at_stripe: AtStripe, cast: Cast, sign_in: SignIn) -> None:
    """D7, M9: the page that the buyer comes back to, the webhook twice, the job, out of order."""
    order, ines = unpaid(at_stripe), sign_in(cast.ines)
    at_stripe.stand_in.fill(press(ines, order), VISA)
    payment = payment_of(order)
    event = at_stripe.stand_in.events("checkout.session.completed")[0]
    session = event["data"]["object"]["id"]
    for number in range(2):
        heard = GatewayEvent.objects.create(
            gateway="stripe",
            event_id=f"evt_{number}",
            topic="page",
            subject=session,
            reference=session,
            received_at=database_now(),
        )
        hear_event(heard.pk)
    assert jobs_for("orders.go_on_paying", payment_id=payment.pk) == 3
    for _ in range(2):
        go_on_paying(payment.pk)
        page_of(ines, order)
        look_at(payment.pk)
        go_on_paying(payment.pk, close=True)
    assert PaymentOperation.objects.filter(kind="authorise", state="done").count() == 1
    assert Entry.objects.filter(order=order, kind="payment_authorised").count() == 1
    verify(at_stripe)


def test_a_double_click_and_the_second_member_are_led_to_one_page(
    at_stripe: AtStripe, cast: Cast, sign_in: SignIn
) -> None:
    """D7"""
    order = unpaid(at_stripe)
    ines, paula = sign_in(cast.ines), sign_in(somebody("paula@harbor.example", cast.harbor))
    first = press(ines, order)
    assert press(ines, order) == press(paula, order) == first
    assert GatewayPage.objects.filter(payment=payment_of(order)).count() == 1
    at_stripe.stand_in.fill(first, VISA)
    assert "Your card is authorised" in page_of(paula, order)
    assert "Your card is authorised" in ines.post(f"/orders/{order.number}/pay/").content.decode()


def test_nobody_else_sees_or_opens_the_page(at_stripe: AtStripe, cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    order = unpaid(at_stripe)
    address = f"/orders/{order.number}/pay/"
    nora = somebody("nora@quay.example", Buyer.objects.create(name="North Quay", slug="north-quay"))
    for stranger in (nora, cast.hanna, cast.otto):
        client = sign_in(stranger)
        assert client.get(address).status_code == client.post(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert not GatewayPage.objects.exists()


@pytest.mark.parametrize("how", ["saved", "held", "declined", "elsewhere"])
def test_where_nothing_is_asked_it_says_so_and_leads_nowhere(
    at_stripe: AtStripe, cast: Cast, sign_in: SignIn, how: str
) -> None:
    order = accepted(at_stripe, "pm_card_visa") if how != "declined" else unpaid(at_stripe)
    if how == "held":
        hold_payment(order.number, maker=cast.byrne, shipping=940)
    if how == "declined":
        declined(cast, order)
    if how == "elsewhere":
        Payment.objects.update(holder="external", holder_name="invoice", gateway_method="")
    ines = sign_in(cast.ines)
    answer = ines.post(f"/orders/{order.number}/pay/")
    assert answer.status_code == 409
    words = {
        "saved": "Your card was checked, and it is charged when this ships.",
        "held": "Your card is authorised",
        "declined": "cancelled this order on",
        "elsewhere": "Nothing is asked of you",
    }
    assert words[how] in answer.content.decode()
    assert words[how] in page_of(ines, order)
    assert "asked_to_pay" not in page_of(ines, order)
    assert not GatewayPage.objects.exists()


def declined(cast: Cast, order: Order) -> None:
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation="My kiln is down, sorry.")


def test_what_is_paid_for_an_order_that_was_declined_meanwhile_is_released_at_once(
    at_stripe: AtStripe, cast: Cast, sign_in: SignIn
) -> None:
    """D8: the page is closed, and what was paid there before that goes back."""
    order, ines = unpaid(at_stripe), sign_in(cast.ines)
    url = press(ines, order)
    declined(cast, order)
    payment = payment_of(order)
    assert jobs_for("orders.end_paying", payment_id=payment.pk) == 1
    at_stripe.stand_in.fill(url, VISA)
    assert "cancelled this order on" in page_of(ines, order)
    release_if_cancelled(payment.pk)
    let_payments_run()
    assert at_stripe.stand_in.sums().by_kind == {"authorised": TOTAL, "voided": TOTAL}
    verify(at_stripe)


def test_the_page_of_a_declined_order_takes_no_card(at_stripe: AtStripe, cast: Cast, sign_in: SignIn) -> None:
    order, ines = unpaid(at_stripe), sign_in(cast.ines)
    url = press(ines, order)
    declined(cast, order)
    go_on_paying(payment_of(order).pk, close=True)
    assert not at_stripe.stand_in.fill(url, VISA).redirect
    assert at_stripe.stand_in.movements() == []
    verify(at_stripe)


def test_a_second_hold_gives_way_where_the_maker_had_the_bank_asked_meanwhile(
    at_stripe: AtStripe, cast: Cast, sign_in: SignIn
) -> None:
    """D8: whichever is heard of last stands, the other is released; and one that comes after the capture is."""
    order, ines = unpaid(at_stripe), sign_in(cast.ines)
    url = press(ines, order)
    other_card(at_stripe, order, "pm_card_visa")
    PaymentOperation.objects.update(closed_at=database_now() - timedelta(hours=2))
    hold_payment(order.number, maker=cast.byrne, shipping=940)
    at_stripe.stand_in.fill(url, VISA)
    go_on_paying(payment_of(order).pk)
    let_payments_run()
    assert at_stripe.stand_in.sums().reserved == TOTAL
    verify(at_stripe)


def test_what_is_paid_after_the_order_has_shipped_is_released(at_stripe: AtStripe, cast: Cast, sign_in: SignIn) -> None:
    order, ines = unpaid(at_stripe), sign_in(cast.ines)
    url = press(ines, order)
    other_card(at_stripe, order, "pm_card_visa")
    PaymentOperation.objects.update(closed_at=database_now() - timedelta(hours=2))
    hold_payment(order.number, maker=cast.byrne, shipping=940)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=940)
    at_stripe.stand_in.fill(url, VISA)
    go_on_paying(payment_of(order).pk)
    let_payments_run()
    assert at_stripe.stand_in.sums().by_kind == {"authorised": 2 * TOTAL, "captured": 16240, "voided": TOTAL + 260}
    verify(at_stripe)


def test_a_page_that_stripe_cannot_open_asks_to_try_again_and_opens_later(
    at_stripe: AtStripe, cast: Cast, sign_in: SignIn
) -> None:
    order, ines = unpaid(at_stripe), sign_in(cast.ines)
    at_stripe.stand_in.fail("unreachable", "/v1/checkout/sessions")
    answer = ines.post(f"/orders/{order.number}/pay/")
    assert answer.status_code == 409
    assert "The payment provider does not answer." in answer.content.decode()
    GatewayPage.objects.update(closes_at=database_now() + timedelta(minutes=20))
    assert at_stripe.stand_in.fill(press(ines, order), VISA).redirect
    assert "Your card is authorised" in page_of(ines, order)


def test_a_page_that_is_over_is_followed_by_another_one(at_stripe: AtStripe, cast: Cast, sign_in: SignIn) -> None:
    order, ines = unpaid(at_stripe), sign_in(cast.ines)
    first = press(ines, order)
    [session] = at_stripe.stand_in.all("checkout.session")
    at_stripe.stand_in.client().v1.checkout.sessions.expire(session["id"], {}, {"idempotency_key": new_key("page")})
    GatewayPage.objects.update(closes_at=database_now() - timedelta(minutes=1))
    second = press(ines, order)
    assert second != first
    assert [page.state for page in GatewayPage.objects.order_by("id")] == ["closed", "open"]


def test_where_less_is_due_meanwhile_the_page_for_more_is_closed(
    at_stripe: AtStripe, cast: Cast, sign_in: SignIn
) -> None:
    """M5: nobody is shown a sum that is not so any more."""
    order, ines = unpaid(at_stripe), sign_in(cast.ines)
    first = press(ines, order)
    line = order.lines.order_by("id")[0]
    decline(
        order.number,
        maker=cast.byrne,
        by=cast.hanna,
        reason="damaged",
        explanation="One of them broke, sorry.",
        quantities={line.pk: 1},
    )
    assert press(ines, order) != first
    assert not at_stripe.stand_in.fill(first, VISA).redirect
    open_one = GatewayPage.objects.get(state="open")
    assert open_one.amount == TOTAL - line.unit_price


def test_who_leaves_the_page_has_confirmed_nothing(at_stripe: AtStripe, cast: Cast, sign_in: SignIn) -> None:
    order, ines = unpaid(at_stripe), sign_in(cast.ines)
    url = press(ines, order)
    assert "is not paid yet" in page_of(ines, order)
    assert press(ines, order) == url
    assert Order.objects.get(pk=order.pk).is_unpaid


# Renewals


def test_what_will_end_is_asked_for_anew_and_the_old_hold_released_then(at_stripe: AtStripe, cast: Cast) -> None:
    order = held(at_stripe, timedelta(hours=20))
    payment = payment_of(order)
    first = payment.gateway_reference
    assert payments_to_renew() == [payment.pk]
    renew_payment(payment.pk)
    payment = payment_of(order)
    assert payment.gateway_reference != first
    assert payment.held_until is not None
    assert payment.held_until > database_now() + timedelta(hours=90)
    let_payments_run()
    assert at_stripe.stand_in.get(first)["status"] == "canceled"
    assert at_stripe.stand_in.sums().reserved == TOTAL
    assert payments_to_renew() == []
    for _ in range(2):
        renew_payment(payment.pk)
    assert at_stripe.stand_in.sums().by_kind == {"authorised": 2 * TOTAL, "voided": TOTAL}
    verify(at_stripe)


def test_what_holds_for_long_and_what_has_shipped_is_left_alone(at_stripe: AtStripe, cast: Cast) -> None:
    order = held(at_stripe, timedelta(hours=30))
    assert payments_to_renew() == []
    renew_payment(payment_of(order).pk)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=940)
    Payment.objects.update(held_until=database_now() + timedelta(hours=2))
    assert payments_to_renew() == []
    renew_payment(payment_of(order).pk)
    assert PaymentOperation.objects.filter(kind="authorise").count() == 1


@pytest.mark.parametrize("card", [FAILS, ASKS_FIRST])
def test_a_renewal_that_is_refused_keeps_the_old_hold_and_asks_the_buyer(
    at_stripe: AtStripe, cast: Cast, sign_in: SignIn, card: str
) -> None:
    order, ines = held(at_stripe, timedelta(hours=20)), sign_in(cast.ines)
    other_card(at_stripe, order, card)
    payment = payment_of(order)
    for _ in range(2):
        renew_payment(payment.pk)
    assert payments_to_renew() == []
    assert payment_of(order).is_held
    told = emails_of("payment_not_renewed", order)
    assert "did not agree to hold it for longer" in told[cast.ines.email]
    assert f"/orders/{order.number}/pay/" in told[cast.ines.email]
    assert not Order.objects.get(pk=order.pk).is_unpaid
    assert "and no longer" in ines.get(f"/orders/{order.number}/").content.decode()
    at_stripe.stand_in.fill(press(ines, order), VISA)
    assert "Your card is authorised" in page_of(ines, order)
    let_payments_run()
    assert at_stripe.stand_in.sums().reserved == TOTAL
    verify(at_stripe)


def test_a_hold_that_ended_is_asked_for_anew_and_where_that_is_refused_the_order_is_not_paid(
    at_stripe: AtStripe, cast: Cast
) -> None:
    order = held(at_stripe, timedelta(minutes=-1))
    payment = payment_of(order)
    at_stripe.stand_in.expire(payment.gateway_reference)
    other_card(at_stripe, order, FAILS)
    renew_payment(payment.pk)
    assert jobs_for("orders.renew_payment", payment_id=payment.pk) == 1
    renew_payment(payment.pk)
    order = Order.objects.get(pk=order.pk)
    assert (payment_of(order).status, order.is_unpaid) == ("expired", True)
    assert Entry.objects.filter(order=order, kind="payment_failed").count() == 1
    verify(at_stripe)


@pytest.mark.parametrize("fault", ["lost", "unreachable", "broken_after"])
@pytest.mark.parametrize("where", ["*/confirm", "*/cancel", "/v1/payment_intents"])
def test_a_renewal_that_breaks_off_holds_once_in_the_end(
    at_stripe: AtStripe, cast: Cast, fault: str, where: str
) -> None:
    """D8: whatever is lost, the job tries again, and one hold is left."""
    order = held(at_stripe, timedelta(hours=20))
    payment = payment_of(order)
    at_stripe.stand_in.fail(fault, where, "POST")
    for _ in range(3):
        try:
            renew_payment(payment.pk)
        except NotConfirmed:
            assert payment_of(order).is_held
    for operation in PaymentOperation.objects.all():
        at_stripe.until_closed(operation.pk)
    let_payments_run()
    assert payment_of(order).is_held
    assert at_stripe.stand_in.sums().reserved == TOTAL
    verify(at_stripe)


def test_a_capture_that_was_decided_before_the_renewal_stood_is_of_the_old_hold(
    at_stripe: AtStripe, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """D7: it ships while the bank is asked; the new hold is released, and the old one is taken."""
    order = held(at_stripe, timedelta(hours=20))
    payment = payment_of(order)
    at_stripe.stand_in.fail("lost", "*/confirm", "POST")
    with pytest.raises(NotConfirmed):
        renew_payment(payment.pk)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=940)
    let_payments_run()
    let_payments_run()
    assert at_stripe.stand_in.sums().by_kind == {"authorised": 2 * TOTAL, "captured": 16240, "voided": TOTAL + 260}
    verify(at_stripe)


def test_an_order_that_is_declined_while_its_renewal_is_asked_for_holds_nothing(
    at_stripe: AtStripe, cast: Cast
) -> None:
    order = held(at_stripe, timedelta(hours=20))
    payment = payment_of(order)
    at_stripe.stand_in.fail("lost", "*/confirm", "POST")
    with pytest.raises(NotConfirmed):
        renew_payment(payment.pk)
    declined(cast, order)
    for _ in range(2):
        let_payments_run()
        release_if_cancelled(payment.pk)
    assert at_stripe.stand_in.sums().reserved == 0
    verify(at_stripe)


# The end of it


def later(order: Order) -> int:
    """The hours are over; the id of its payment."""
    Order.objects.filter(pk=order.pk).update(pay_by=database_now() - timedelta(minutes=1))
    return payment_of(order).pk


def test_the_hours_are_the_policys_and_begin_when_the_bank_refuses(at_stripe: AtStripe) -> None:
    """D13, M6"""
    order = unpaid(at_stripe)
    assert order.pay_by is not None
    left = order.pay_by - database_now()
    assert timedelta(hours=71, minutes=59) < left <= timedelta(hours=72)
    payment = payment_of(order)
    cancel_unpaid(payment.pk)
    assert Order.objects.get(pk=order.pk).status == "accepted"


def test_an_order_that_nobody_paid_is_cancelled_and_all_are_told(
    at_stripe: AtStripe, cast: Cast, sign_in: SignIn
) -> None:
    """D9, D10, M6"""
    order = unpaid(at_stripe)
    payment_id = later(order)
    for _ in range(2):
        cancel_unpaid(payment_id)
    order = Order.objects.get(pk=order.pk)
    assert (order.status, order.is_unpaid) == ("cancelled", False)
    cancellation = order.cancellation
    assert cancellation
    assert (cancellation.reason.key, cancellation.on_behalf_of, cancellation.by) == (
        "payment_failed",
        "marketplace",
        None,
    )
    told = emails_of("cancelled", order)
    assert {cast.ines.email, cast.hanna.email, cast.ravi.email} == set(told)
    for words in told.values():
        assert "was not confirmed or changed within 72 hours" in words
        assert "wrote:" not in words
    assert "within 72 hours" in sign_in(cast.ines).get(f"/orders/{order.number}/").content.decode()
    assert not Case.objects.still_open().exists()
    assert at_stripe.stand_in.movements() == []
    verify(at_stripe)


def test_the_stock_of_an_order_that_nobody_paid_is_free_again(at_stripe: AtStripe, cast: Cast) -> None:
    """D9"""
    cast.mug.refresh_from_db()
    order = unpaid(at_stripe)
    line = order.lines.get(product=cast.mug)
    reserved = line.reserved
    before = type(cast.mug).objects.get(pk=cast.mug.pk).stock
    cancel_unpaid(later(order))
    after = type(cast.mug).objects.get(pk=cast.mug.pk).stock
    if before is not None and after is not None:
        assert after == before + reserved


def test_what_was_paid_at_the_last_moment_counts(at_stripe: AtStripe, cast: Cast, sign_in: SignIn) -> None:
    order, ines = unpaid(at_stripe), sign_in(cast.ines)
    at_stripe.stand_in.fill(press(ines, order), VISA)
    cancel_unpaid(later(order))
    order = Order.objects.get(pk=order.pk)
    assert (order.status, order.pay_by, payment_of(order).status) == ("accepted", None, "authorised")
    verify(at_stripe)


def test_while_stripe_does_not_say_nobody_cancels(at_stripe: AtStripe, cast: Cast, sign_in: SignIn) -> None:
    order, ines = unpaid(at_stripe), sign_in(cast.ines)
    at_stripe.stand_in.fill(press(ines, order), VISA)
    at_stripe.stand_in.fail("unreachable", "/v1/checkout/sessions*", "GET", times=1)
    at_stripe.stand_in.fail("unreachable", "/v1/checkout/sessions*", "POST", times=1)
    payment_id = later(order)
    for _ in range(2):
        with pytest.raises(NotConfirmed):
            cancel_unpaid(payment_id)
        assert Order.objects.get(pk=order.pk).status == "accepted"
    cancel_unpaid(payment_id)
    assert payment_of(order).is_held


def test_an_order_that_a_bank_is_asked_about_just_now_is_not_cancelled(at_stripe: AtStripe, cast: Cast) -> None:
    order = unpaid(at_stripe)
    other_card(at_stripe, order, "pm_card_visa")
    PaymentOperation.objects.update(closed_at=database_now() - timedelta(hours=2))
    at_stripe.stand_in.fail("lost", "*/confirm", "POST")
    with pytest.raises(Refused):
        hold_payment(order.number, maker=cast.byrne, shipping=940)
    payment_id = later(order)
    with pytest.raises(NotConfirmed):
        cancel_unpaid(payment_id)
    let_payments_run()
    cancel_unpaid(payment_id)
    assert Order.objects.get(pk=order.pk).status == "accepted"
    verify(at_stripe)


def test_an_old_hold_that_was_charged_in_stripes_pages_stands_and_the_new_one_is_released(
    at_stripe: AtStripe, cast: Cast
) -> None:
    """D8, M7: nobody is charged for one authorisation and held for another."""
    order = held(at_stripe, timedelta(hours=20))
    payment = payment_of(order)
    first = payment.gateway_reference
    part = {"amount_to_capture": TOTAL - 600}
    at_stripe.stand_in.client().v1.payment_intents.capture(first, part, {"idempotency_key": new_key("capture")})  # type: ignore[arg-type]
    renew_payment(payment.pk)
    let_payments_run()
    let_payments_run()
    look_at(payment.pk)
    payment = payment_of(order)
    assert (payment.gateway_reference, payment.status, payment.captured) == (first, "captured", TOTAL - 600)
    assert at_stripe.stand_in.sums().reserved == 0
    verify(at_stripe)
