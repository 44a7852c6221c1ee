"""Checkouts that come to nothing: no orders, and every authorisation given back (D8)."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from anam.catalog.stock import count
from anam.checkout.actions import carry_through as carrying
from anam.checkout.actions.abandon import abandon
from anam.checkout.basket import put_in
from anam.checkout.models import BasketLine, Checkout
from anam.checkout.tests.factories import (
    fill_basket,
    let_jobs_run,
    nothing_was_ordered,
    order_from,
    payments_of,
    press,
    rug_of,
    statuses,
    still_reserved,
    stock_of,
)
from anam.orders.models import Order
from anam.orders.tests.waiting import jobs_for
from anam.payments.actions.authorise import authorise
from anam.payments.models import Payment, PaymentOperation, SandboxCall, SandboxCharge, SandboxFault
from anam.payments.states import NotConfirmed, State
from conftest import Cast


class Killed(BaseException):
    """The web process ends here."""


@contextmanager
def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: object) -> Iterator[None]:
    """Let something happen after the first maker's payment was authorised, while the checkout is under way."""
    seen: list[Payment] = []

    def then_something_happens(payment: Payment) -> State:
        state = authorise(payment)
        seen.append(payment)
        if len(seen) == 1:
            happens()  # type: ignore[operator]
        return state

    with monkeypatch.context() as patched:
        patched.setattr(carrying, "authorise", then_something_happens)
        yield


def test_a_refused_card_orders_nothing(cast: Cast) -> None:
    fill_basket(cast)
    checkout = press(cast, card="0002")
    assert checkout.state == "failed"
    assert checkout.why == {"code": "card_was_refused"}
    assert checkout.why_words == "Your card was refused. Nothing was ordered and nothing was charged."
    assert jobs_for("checkout.abandon", checkout_id=checkout.pk) == 2  # at once, and the one for a dead process
    let_jobs_run(checkout)
    assert set(statuses(checkout)) == {"failed"}
    assert nothing_was_ordered(cast)
    assert still_reserved() == 0


def test_where_one_payment_is_refused_the_other_order_is_placed_and_the_first_says_why(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """D8: each order of a basket is placed or not by itself."""
    fill_basket(cast)
    with meanwhile(monkeypatch, lambda: SandboxFault.objects.create(reference="", mode="refuse", times=1)):
        checkout = press(cast)
    assert checkout.state == "placed"
    let_jobs_run(checkout)
    assert statuses(checkout) == ["authorised", "failed"]
    assert [order.maker for order in Order.objects.all()] == [cast.byrne]
    assert checkout.parts.get(maker=cast.weaves).why_words == "The gateway refused."
    assert [line.product for line in BasketLine.objects.all()] == [rug_of(cast)]
    assert stock_of(rug_of(cast)) == 5
    assert still_reserved() == 1


def test_giving_back_twice_asks_the_gateway_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """D7"""
    fill_basket(cast)
    with meanwhile(monkeypatch, lambda: count(cast.mug.pk, stock=1)):
        checkout = press(cast)
    for _ in range(3):
        let_jobs_run(checkout)
    assert SandboxCall.objects.get(kind="void").calls == 1
    assert PaymentOperation.objects.filter(kind="void").count() == 1


def test_a_gateway_that_is_down_orders_nothing_and_is_asked_until_it_answers(cast: Cast) -> None:
    fill_basket(cast)
    SandboxFault.objects.create(reference="", mode="down")
    checkout = press(cast)
    assert checkout.state == "failed"
    assert "does not answer" in checkout.why_words
    with pytest.raises(NotConfirmed):
        abandon(checkout.pk)
    SandboxFault.objects.all().delete()
    let_jobs_run(checkout)
    assert set(statuses(checkout)) == {"voided"}
    assert nothing_was_ordered(cast)
    assert still_reserved() == 0


def test_an_authorisation_whose_answer_was_lost_is_found_and_given_back(cast: Cast) -> None:
    """D8: its order is not placed, and the other one is."""
    fill_basket(cast)
    SandboxFault.objects.create(reference="", mode="timeout", times=1)
    checkout = press(cast)
    assert checkout.state == "placed"
    assert still_reserved() == 2
    assert sorted(statuses(checkout)) == ["authorised", "none"]
    let_jobs_run(checkout)
    assert sorted(statuses(checkout)) == ["authorised", "voided"]
    assert Order.objects.count() == 1
    assert SandboxCharge.objects.count() == 2
    assert still_reserved() == 1


@pytest.mark.parametrize("authorised", [0, 1, 2])
def test_a_checkout_whose_process_died_is_given_up_and_given_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, authorised: int
) -> None:
    """D7: wherever it died, each authorisation goes back, and what was not asked for yet is not asked for any more."""
    fill_basket(cast)
    done: list[Payment] = []

    def die_in_time(payment: Payment) -> State:
        if len(done) == authorised:
            raise Killed
        state = authorise(payment)
        done.append(payment)
        return state

    def die(_: Checkout) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(carrying, "authorise", die_in_time)
        patched.setattr(carrying, "_place_orders", die)
        with pytest.raises(Killed):
            press(cast)
    checkout = Checkout.objects.get()
    assert checkout.state == "under_way"
    assert still_reserved() == authorised
    let_jobs_run(checkout)
    checkout.refresh_from_db()
    assert checkout.state == "failed"
    assert sorted(statuses(checkout)) == ["none"] * (2 - authorised) + ["voided"] * authorised
    assert SandboxCharge.objects.count() == authorised
    assert nothing_was_ordered(cast)
    assert still_reserved() == 0


def test_a_checkout_that_was_given_up_meanwhile_places_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """D8: the slow process finds its checkout given up, and has what it authorised since given back as well."""
    fill_basket(cast)
    with meanwhile(monkeypatch, lambda: abandon(Checkout.objects.get().pk)):
        checkout = press(cast)
    assert checkout.state == "failed"
    let_jobs_run(checkout)
    assert statuses(checkout) == ["voided", "none"]
    assert SandboxCharge.objects.count() == 1
    assert nothing_was_ordered(cast)
    assert still_reserved() == 0


def test_goods_that_went_meanwhile_lose_their_order_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """D8, D9: the maker whose goods are there gets an order."""
    fill_basket(cast)
    with meanwhile(monkeypatch, lambda: count(rug_of(cast).pk, stock=1)):
        checkout = press(cast)
    assert checkout.state == "placed"
    gone = checkout.parts.get(maker=cast.weaves)
    assert gone.why == {"code": "out_of_stock", "title": "Rug"}
    assert gone.why_words == "There is not enough of “Rug” any more."
    let_jobs_run(checkout)
    assert [order.maker for order in Order.objects.all()] == [cast.byrne]
    assert (stock_of(cast.mug), stock_of(rug_of(cast))) == (94, 1)
    assert statuses(checkout) == ["authorised", "voided"]
    assert [line.product for line in BasketLine.objects.all()] == [rug_of(cast)]


def test_where_all_goods_went_meanwhile_nothing_is_ordered(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """D8, D9"""
    put_in(cast.harbor, rug_of(cast), 2)
    with meanwhile(monkeypatch, lambda: count(rug_of(cast).pk, stock=1)):
        checkout = press(cast)
    assert checkout.state == "failed"
    assert checkout.why == {"code": "refused", "why": {"code": "out_of_stock", "title": "Rug"}}
    assert checkout.why_words == ("There is not enough of “Rug” any more. Nothing was ordered and nothing was charged.")
    let_jobs_run(checkout)
    assert statuses(checkout) == ["voided"]
    assert BasketLine.objects.count() == 1


def test_what_is_under_way_keeps_the_price_that_was_authorised(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_basket(cast)
    with meanwhile(monkeypatch, lambda: type(cast.mug).objects.filter(pk=cast.mug.pk).update(unit_price=9900)):
        press(cast)
    order = order_from(cast.byrne)
    assert order.total == order.payment.authorised
    assert [line.unit_price for line in order.lines.all()] == [1450]


def test_what_another_member_puts_in_meanwhile_stays_in_the_basket(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_basket(cast)
    with meanwhile(monkeypatch, lambda: put_in(cast.harbor, cast.bowl, 2)):
        press(cast)
    assert [line.product for line in BasketLine.objects.all()] == [cast.bowl]


def test_two_windows_with_one_basket_give_one_set_of_orders(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """D7: the second window has a key of its own, and both are under way at once."""
    fill_basket(cast)
    second: list[Checkout] = []
    with meanwhile(monkeypatch, lambda: second.append(press(cast, key=uuid.uuid4()))):
        first = press(cast)
    assert second[0].state == "placed"
    assert first.state == "failed"
    assert "ordered in another window" in first.why_words
    assert Order.objects.count() == 2
    let_jobs_run(first)
    assert set(statuses(first)) == {"voided"}
    assert still_reserved() == 2


def test_giving_up_does_nothing_to_orders_that_were_placed(cast: Cast) -> None:
    """D8"""
    fill_basket(cast)
    checkout = press(cast)
    let_jobs_run(checkout)
    assert {payment.status for payment in payments_of(checkout)} == {"authorised"}
    assert Order.objects.count() == 2
    assert still_reserved() == 2
