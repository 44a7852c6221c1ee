"""A checkout whose card is entered at Stripe's own page: once, by whichever way we hear of it (D7, D8, M6, M9)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.stripe_stand_in import StandIn

from anam.audit.invariants import INVARIANTS, ask
from anam.catalog.actions.archive_product import archive_product
from anam.catalog.actions.edit_storefront import edit_storefront
from anam.catalog.models import Storefront
from anam.catalog.product_data import storefront_version
from anam.catalog.product_writing import Author
from anam.catalog.stock import count
from anam.checkout.actions import carry_through as carrying
from anam.checkout.actions.abandon import abandon
from anam.checkout.actions.go_on import go_on
from anam.checkout.models import BasketLine, Checkout
from anam.checkout.tests.factories import MUGS, fill_basket, let_jobs_run, order_from, rug_of
from anam.checkout.tests.test_checkout_page import form_of
from anam.clock import database_now
from anam.orders.models import Order
from anam.payments.actions.hear_event import hear_event
from anam.payments.gateways.stripe.tests.factories import AtStripe
from anam.payments.models import GatewayCustomer, GatewayEvent, GatewayPage, Payment, PaymentOperation
from anam.payments.states import NotConfirmed
from anam.people.models import Maker, User
from conftest import Cast

SignIn = Callable[[User], Client]
VISA, DECLINED, ASKS_FIRST, CHARGES_FAIL = (
    "4242424242424242",
    "4000000000000002",
    "4000002760003184",
    "4000000000000341",
)


@pytest.fixture
def at_stripe(cast: Cast, stripe_stand_in: StandIn, settings: Any) -> AtStripe:
    """Hanna promises within 3 days, Otto within 10."""
    settings.PAYMENT_GATEWAY = "stripe"
    settings.STRIPE_SECRET_KEY, settings.STRIPE_URL = stripe_stand_in.key, stripe_stand_in.url
    Storefront.objects.filter(maker=cast.byrne).update(lead_time_days=3)
    Storefront.objects.filter(maker=cast.weaves).update(lead_time_days=10)
    fill_basket(cast)
    return AtStripe(stripe_stand_in, cast)


@pytest.fixture
def ines(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.ines)


def press(ines: Client) -> str:
    """Press the button: the address of Stripe's page."""
    answer = ines.post("/checkout/", form_of(ines))
    assert answer.status_code == 302
    return str(answer.url)


def come_back(ines: Client, url: str) -> str:
    """Go where Stripe's page leads, or its link to cancel: what is shown there."""
    return ines.get(url.removeprefix("http://127.0.0.1:8000"), follow=True).content.decode()


def pay(at_stripe: AtStripe, ines: Client, card: str = VISA) -> str:
    return come_back(ines, at_stripe.stand_in.fill(press(ines), card).redirect)


def verify() -> list[str]:
    return [one.words for one in INVARIANTS if ask(one).count]


def test_the_form_leads_to_stripes_page_and_says_what_becomes_of_the_card(
    at_stripe: AtStripe, ines: Client, cast: Cast
) -> None:
    page = ines.get("/checkout/").content.decode()
    assert "test card" not in page
    assert "sandbox" not in page
    assert "You enter your card on the next page" in page
    url = press(ines)
    assert url.startswith(at_stripe.stand_in.url)
    [session] = at_stripe.stand_in.all("checkout.session")
    assert (session["mode"], session["customer"]) == ("setup", GatewayCustomer.objects.get().reference)
    assert 30 * 60 <= session["expires_at"] - session["created"] <= 36 * 60
    assert "charged to it when its maker ships it" in session["custom_text"]["submit"]["message"]
    assert not Order.objects.exists()
    assert at_stripe.stand_in.movements() == []


def test_what_is_promised_soon_is_authorised_and_the_rest_keeps_the_card(
    at_stripe: AtStripe, ines: Client, cast: Cast
) -> None:
    """M6"""
    done = pay(at_stripe, ines)
    soon, later = order_from(cast.byrne).payment, order_from(cast.weaves).payment
    assert (soon.status, soon.authorised, soon.card) == ("authorised", MUGS, "4242")
    assert (later.status, later.authorised, later.card, later.has_saved_card) == ("none", 0, "4242", True)
    assert later.gateway_customer == soon.gateway_customer == GatewayCustomer.objects.get().reference
    assert (later.gateway_account, later.livemode) == ("acct_standin", False)
    assert at_stripe.stand_in.sums().by_kind == {"authorised": MUGS}
    assert soon.transfer_group == later.transfer_group == str(Checkout.objects.get().key)
    assert "Your card was checked; it is charged when this ships." in done
    assert "Your card is authorised; it is charged when this ships." in done
    assert not BasketLine.objects.exists()
    at_stripe.agree()
    assert not verify()


def test_a_buyer_is_one_customer_and_again_where_that_one_was_deleted(
    at_stripe: AtStripe, ines: Client, cast: Cast
) -> None:
    count(rug_of(cast).pk, stock=50)
    pay(at_stripe, ines)
    fill_basket(cast)
    pay(at_stripe, ines)
    [customer] = at_stripe.stand_in.all("customer")
    at_stripe.stand_in.engine.key_pattern = None
    at_stripe.stand_in.client().v1.customers.delete(customer["id"])
    fill_basket(cast)
    pay(at_stripe, ines)
    assert Order.objects.count() == 6
    assert GatewayCustomer.objects.get().reference != customer["id"]


def test_any_number_of_ways_to_hear_of_it_give_one_set_of_orders(at_stripe: AtStripe, ines: Client, cast: Cast) -> None:
    """D7, M9"""
    url = at_stripe.stand_in.fill(press(ines), VISA).redirect
    checkout = Checkout.objects.get()
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
    before = ProcrastinateJob.objects.filter(task_name="checkout.go_on").count()
    assert before == 3  # the one for a buyer who never comes back, and one for each event
    for _ in range(3):
        go_on(checkout.pk)
        come_back(ines, url)
        come_back(ines, f"/checkout/{checkout.key}/cancel/")
    assert Order.objects.count() == 2
    assert at_stripe.stand_in.sums().by_kind == {"authorised": MUGS}
    assert Checkout.objects.get().state == "placed"
    abandon(checkout.pk)
    assert at_stripe.stand_in.sums().by_kind == {"authorised": MUGS}


def test_the_webhook_alone_is_enough(at_stripe: AtStripe, ines: Client, settings: Any) -> None:
    """M9"""
    secret = "whsec_ours_0123456789"
    settings.STRIPE_WEBHOOK_SECRETS = [secret]
    at_stripe.stand_in.fill(press(ines), VISA)
    event = at_stripe.stand_in.events("checkout.session.completed")[0]
    body, signature = at_stripe.stand_in.signed(event, [secret])
    sent = {"content_type": "application/json", "headers": {"Stripe-Signature": signature}}
    for _ in range(2):
        assert Client().post("/payments/stripe/webhook/", body, **sent).status_code == 200  # type: ignore[arg-type]
    hear_event(GatewayEvent.objects.get().pk)
    [job] = ProcrastinateJob.objects.filter(task_name="checkout.go_on", scheduled_at=None)
    go_on(job.args["checkout_id"])
    assert Order.objects.count() == 2


def test_whoever_comes_back_without_a_card_is_led_there_again(at_stripe: AtStripe, ines: Client) -> None:
    url = press(ines)
    checkout = Checkout.objects.get()
    page = come_back(ines, f"/checkout/{checkout.key}/")
    assert "Nothing is ordered before it is." in page
    assert url in page
    go_on(checkout.pk)
    assert Checkout.objects.get().state == "under_way"


def test_who_cancels_there_has_ordered_nothing_and_their_page_is_closed(
    at_stripe: AtStripe, ines: Client, cast: Cast
) -> None:
    press(ines)
    session = at_stripe.stand_in.all("checkout.session")[0]
    page = come_back(ines, session["cancel_url"])
    assert "You left the page for your card. Nothing was ordered and nothing was charged." in page
    assert at_stripe.stand_in.get(session["id"])["status"] == "expired"
    let_jobs_run(Checkout.objects.get())
    assert not Order.objects.exists()
    assert cast.harbor.basket.count() == 2
    assert at_stripe.stand_in.all("payment_intent") == []
    assert not verify()


def test_a_card_that_was_entered_before_somebody_cancelled_counts(at_stripe: AtStripe, ines: Client) -> None:
    """They agreed there, and Stripe says so: an old page's link does not undo it."""
    session = at_stripe.stand_in.fill(press(ines), VISA)
    assert session.redirect
    come_back(ines, f"/checkout/{Checkout.objects.get().key}/cancel/")
    assert Order.objects.count() == 2


def test_a_page_that_nobody_finished_is_looked_at_and_given_up(at_stripe: AtStripe, ines: Client) -> None:
    press(ines)
    checkout = Checkout.objects.get()
    at_stripe.stand_in.advance(36 * 60)
    go_on(checkout.pk)
    checkout.refresh_from_db()
    assert checkout.why_words == "No card was entered in time. Nothing was ordered and nothing was charged."
    assert at_stripe.stand_in.movements() == []


@pytest.mark.parametrize("minutes", [1, 40])
def test_who_never_comes_back_has_ordered_all_the_same(at_stripe: AtStripe, ines: Client, minutes: int) -> None:
    at_stripe.stand_in.fill(press(ines), VISA)
    at_stripe.stand_in.advance(minutes * 60)
    go_on(Checkout.objects.get().pk)
    assert Order.objects.count() == 2


def test_stripe_that_does_not_answer_orders_nothing_and_says_so(at_stripe: AtStripe, ines: Client, cast: Cast) -> None:
    at_stripe.stand_in.fail("unreachable", "/v1/checkout/sessions")
    answer = ines.post("/checkout/", form_of(ines), follow=True)
    assert "The payment gateway does not answer." in answer.content.decode()
    let_jobs_run(Checkout.objects.get())
    assert at_stripe.stand_in.all("payment_intent") == []
    pay(at_stripe, ines)
    assert Order.objects.count() == 2


def test_stripe_that_does_not_say_what_became_of_the_page_is_asked_again(at_stripe: AtStripe, ines: Client) -> None:
    url = at_stripe.stand_in.fill(press(ines), VISA).redirect
    at_stripe.stand_in.fail("unreachable", "/v1/checkout/sessions*", "GET", times=2)
    come_back(ines, url)
    assert not Order.objects.exists()
    with pytest.raises(NotConfirmed):
        go_on(Checkout.objects.get().pk)
    come_back(ines, url)
    assert Order.objects.count() == 2


def test_a_card_whose_charge_is_refused_loses_one_order_and_not_the_other(
    at_stripe: AtStripe, ines: Client, cast: Cast
) -> None:
    """M6: it was checked when it was saved, and the bank refuses what is authorised at once."""
    done = pay(at_stripe, ines, CHARGES_FAIL)
    assert order_from(cast.weaves).payment.has_saved_card
    assert not Order.objects.filter(maker=cast.byrne).exists()
    assert "Byrne Ceramics: The card was declined." in done
    assert "What was not placed is still in your basket." in done
    assert [line.product for line in BasketLine.objects.all()] == [cast.mug]
    let_jobs_run(Checkout.objects.get())
    assert at_stripe.stand_in.movements() == []
    assert not verify()


def test_goods_that_went_meanwhile_lose_their_order_alone_and_what_was_held_is_released(
    at_stripe: AtStripe, ines: Client, cast: Cast
) -> None:
    """D8"""
    url = at_stripe.stand_in.fill(press(ines), VISA).redirect
    count(cast.mug.pk, stock=1)
    done = come_back(ines, url)
    assert "Byrne Ceramics: There is not enough of “Mug, oatmeal” any more." in done
    assert order_from(cast.weaves)
    assert at_stripe.stand_in.sums().by_kind == {"authorised": MUGS}
    let_jobs_run(Checkout.objects.get())
    assert at_stripe.stand_in.sums().by_kind == {"authorised": MUGS, "voided": MUGS}
    at_stripe.agree()
    assert not verify()


def close(maker: Maker, *, until: datetime | None = None) -> None:
    """As its own page does it."""
    front = Storefront.objects.get(maker=maker)
    edit_storefront(maker, base_version=storefront_version(front), open=until is not None, closed_until=until)


@pytest.mark.parametrize("for_good", [True, False])
def test_a_storefront_that_closes_while_the_card_is_entered_gets_no_order_and_nothing_is_held_for_it(
    at_stripe: AtStripe, ines: Client, cast: Cast, for_good: bool
) -> None:
    """D8: the other maker's order is placed, and the basket keeps what was not."""
    url = at_stripe.stand_in.fill(press(ines), VISA).redirect
    until = None if for_good else database_now() + timedelta(days=9)
    close(cast.byrne, until=until)
    done = come_back(ines, url)
    assert "Byrne Ceramics: The storefront was closed before your order was placed." in done
    assert ("It takes orders again from" in done) is not for_good
    assert "What was not placed is still in your basket." in done
    assert order_from(cast.weaves)
    assert not Order.objects.filter(maker=cast.byrne).exists()
    assert [line.product for line in BasketLine.objects.all()] == [cast.mug]
    let_jobs_run(Checkout.objects.get())
    assert at_stripe.stand_in.all("payment_intent") == []
    again = ines.post("/checkout/", {"key": str(uuid4())})
    assert again.status_code == 409
    assert ("takes no orders at the moment" if for_good else "takes orders again from") in again.content.decode()
    assert not verify()


def test_where_the_only_storefront_closes_meanwhile_nothing_was_ordered(
    at_stripe: AtStripe, ines: Client, cast: Cast
) -> None:
    BasketLine.objects.filter(product__maker=cast.weaves).delete()
    url = at_stripe.stand_in.fill(press(ines), VISA).redirect
    close(cast.byrne)
    words = "The storefront was closed before your order was placed. Nothing was ordered and nothing was charged."
    assert words in come_back(ines, url)
    let_jobs_run(Checkout.objects.get())
    assert cast.harbor.basket.count() == 1
    assert at_stripe.stand_in.movements() == []


def test_a_storefront_that_closes_while_the_bank_is_asked_gets_no_order_and_what_was_held_is_released(
    at_stripe: AtStripe, ines: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """D8"""
    url, real = at_stripe.stand_in.fill(press(ines), VISA).redirect, carrying.authorise

    def closes(payment: Payment) -> Any:
        close(cast.byrne)
        return real(payment)

    monkeypatch.setattr(carrying, "authorise", closes)
    assert "The storefront was closed before your order was placed." in come_back(ines, url)
    assert not Order.objects.filter(maker=cast.byrne).exists()
    let_jobs_run(Checkout.objects.get())
    assert at_stripe.stand_in.sums().by_kind == {"authorised": MUGS, "voided": MUGS}
    at_stripe.agree()
    assert not verify()


def test_a_product_that_is_archived_while_the_card_is_entered_is_not_ordered(
    at_stripe: AtStripe, ines: Client, cast: Cast
) -> None:
    url = at_stripe.stand_in.fill(press(ines), VISA).redirect
    archive_product(cast.mug, author=Author(cast.hanna))
    assert "“Mug, oatmeal” was withdrawn from sale before your order was placed." in come_back(ines, url)
    assert order_from(cast.weaves)
    let_jobs_run(Checkout.objects.get())
    assert at_stripe.stand_in.all("payment_intent") == []


def test_an_order_that_is_placed_stands_whatever_its_maker_closes_then(
    at_stripe: AtStripe, ines: Client, cast: Cast
) -> None:
    pay(at_stripe, ines)
    close(cast.byrne)
    archive_product(cast.mug, author=Author(cast.hanna))
    order = order_from(cast.byrne)
    assert (order.status, order.payment.status) == ("placed", "authorised")
    assert ">Orders placed<" in ines.get(f"/checkout/{Checkout.objects.get().key}/").content.decode()


def test_where_no_order_could_be_placed_nothing_was_ordered(at_stripe: AtStripe, ines: Client, cast: Cast) -> None:
    Storefront.objects.filter(maker=cast.weaves).update(lead_time_days=2)
    done = pay(at_stripe, ines, CHARGES_FAIL)
    assert "Your card was refused. Nothing was ordered and nothing was charged." in done
    assert cast.harbor.basket.count() == 2
    assert not verify()


def test_an_answer_that_was_lost_is_looked_up_and_released(at_stripe: AtStripe, ines: Client, cast: Cast) -> None:
    """D8: whoever hears nothing does not order, and nothing stays on the card."""
    at_stripe.stand_in.fail("lost", "*/confirm")
    done = pay(at_stripe, ines)
    assert "Byrne Ceramics: The payment gateway did not answer." in done
    assert order_from(cast.weaves)
    let_jobs_run(Checkout.objects.get())
    assert at_stripe.stand_in.sums().by_kind == {"authorised": MUGS, "voided": MUGS}
    at_stripe.agree()


def test_two_that_come_at_once_do_not_lose_an_order_to_each_other(
    at_stripe: AtStripe, ines: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """D7: the webhook's job comes while the browser's request authorises; it leaves that alone."""
    url = at_stripe.stand_in.fill(press(ines), VISA).redirect
    real, seen = carrying.authorise, []

    def meanwhile(payment: Payment) -> Any:
        with pytest.raises(NotConfirmed):
            go_on(Checkout.objects.get().pk)
        seen.append(payment)
        return real(payment)

    monkeypatch.setattr(carrying, "authorise", meanwhile)
    come_back(ines, url)
    assert len(seen) == 1
    assert Order.objects.count() == 2


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_process_that_dies_is_taken_over_once_its_time_is_up(
    at_stripe: AtStripe, ines: Client, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """D7, D8: before the bank was asked, or after it has said yes."""

    class Killed(BaseException):
        pass

    at_stripe.stand_in.fill(press(ines), VISA)
    checkout = Checkout.objects.get()

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(carrying, "authorise" if where == "before" else "_place_orders", die)
        with pytest.raises(Killed):
            go_on(checkout.pk)
    with pytest.raises(NotConfirmed):
        go_on(checkout.pk)
    Checkout.objects.update(claimed_until=database_now() - timedelta(seconds=1))
    go_on(checkout.pk)
    assert Order.objects.count() == 2
    assert at_stripe.stand_in.sums().by_kind == {"authorised": MUGS}
    at_stripe.agree()


def test_what_was_never_asked_of_the_bank_is_not_asked_when_a_checkout_is_given_up(
    at_stripe: AtStripe, ines: Client, cast: Cast
) -> None:
    """The basket was ordered in another window: no hold comes and goes on the buyer's card."""
    url = at_stripe.stand_in.fill(press(ines), VISA).redirect
    BasketLine.objects.all().delete()
    assert "ordered in another window" in come_back(ines, url)
    let_jobs_run(Checkout.objects.get())
    assert at_stripe.stand_in.all("payment_intent") == []
    assert PaymentOperation.objects.get().state == "superseded"
    assert not verify()


def test_a_card_that_the_bank_refuses_is_said_on_stripes_own_page(at_stripe: AtStripe, ines: Client) -> None:
    url = press(ines)
    assert at_stripe.stand_in.fill(url, DECLINED).error
    assert come_back(ines, at_stripe.stand_in.fill(url, VISA).redirect)
    assert Order.objects.count() == 2


def test_pressing_twice_leads_to_one_page(at_stripe: AtStripe, ines: Client) -> None:
    """D7"""
    form = form_of(ines)
    first, second = (ines.post("/checkout/", form).url for _ in range(2))
    assert first == second
    assert GatewayPage.objects.count() == 1


def test_a_sum_that_no_card_can_carry_is_said_before_anything_begins(
    at_stripe: AtStripe, ines: Client, cast: Cast
) -> None:
    """M10"""
    type(cast.mug).objects.filter(pk=cast.mug.pk).update(unit_price=40_000_000)
    answer = ines.post("/checkout/", form_of(ines))
    assert answer.status_code == 409
    assert "Byrne Ceramics: A card cannot be charged more than" in answer.content.decode()
    assert not Checkout.objects.exists()


def test_nobody_elses_checkout_is_cancelled(at_stripe: AtStripe, ines: Client, cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    press(ines)
    address = f"/checkout/{Checkout.objects.get().key}/cancel/"
    assert sign_in(cast.hanna).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert Checkout.objects.get().state == "under_way"
