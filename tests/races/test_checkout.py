"""Buyers who race for the last pieces, and buttons that are pressed twice: D7 and D8 at the checkout."""

import uuid
from collections.abc import Callable

from django.db import connection

from anam.catalog.actions.edit_storefront import edit_storefront
from anam.catalog.models import Product, Storefront
from anam.catalog.product_data import storefront_version
from anam.catalog.stock import count
from anam.checkout.actions.check_out import check_out
from anam.checkout.basket import put_in
from anam.checkout.models import BasketLine, Checkout
from anam.orders.models import Order
from anam.payments.models import Payment, SandboxCharge
from anam.people.models import Buyer, BuyerMember, Maker, User
from anam.postal.actions.keep_address import keep_address
from conftest import WHARF, Cast
from tests.conftest import Live, wait_for
from tests.races.clients import at_once
from tests.races.locks import holding, wait_until_stopped
from tests.races.proof import assert_stock


def press(buyer: Buyer, by: User, key: uuid.UUID) -> Callable[[], Checkout]:
    """Press "Place the orders", in a thread of its own."""

    def click() -> Checkout:
        try:
            return check_out(buyer=buyer, by=by, key=key, card="4242")
        finally:
            connection.close()

    return click


def another_shop(scenario: Cast) -> tuple[Buyer, User]:
    mark = scenario.harbor.slug.removeprefix("harbor")
    tess = User.objects.create(email=f"tess{mark}@test.example", name="Tess")
    quay = Buyer.objects.create(slug=f"quay{mark}", name="North Quay")
    BuyerMember.objects.create(user=tess, buyer=quay)
    keep_address(WHARF, buyer=quay, by=tess)
    return quay, tess


def test_the_last_pieces_are_sold_once(live: Live, scenario: Cast) -> None:
    """D7, D8: both were authorised; one has the goods, the other their money."""
    quay, tess = another_shop(scenario)
    count(scenario.mug.pk, stock=4)
    for buyer in (scenario.harbor, quay):
        put_in(buyer, scenario.mug, 4)
    presses = [press(scenario.harbor, scenario.ines, uuid.uuid4()), press(quay, tess, uuid.uuid4())]
    with holding(live, ("SELECT FROM product WHERE id = %s FOR NO KEY UPDATE", (scenario.mug.pk,))) as held:

        def let_go() -> None:
            try:
                wait_until_stopped(2, by=held)  # both baskets were good, and both cards are authorised
            finally:
                held.rollback()
                connection.close()

        first, second, _ = at_once(*presses, let_go)
    assert isinstance(first, Checkout)
    assert isinstance(second, Checkout)
    assert {first.state, second.state} == {"placed", "failed"}
    assert_stock(scenario.mug, 0)
    winner, loser = (first, second) if first.state == "placed" else (second, first)
    assert "There is not enough of “Mug, oatmeal” any more." in loser.why_words
    assert Order.objects.filter(buyer__in=[scenario.harbor, quay]).get().buyer == winner.buyer
    assert not BasketLine.objects.filter(buyer=winner.buyer).exists()
    assert BasketLine.objects.get(buyer=loser.buyer).quantity == 4
    returned = loser.parts.get().payment
    wait_for(lambda: Payment.objects.get(pk=returned.pk).status == "voided", what="the loser's money to go back")
    assert SandboxCharge.objects.get(reference=returned.gateway_reference).voided
    kept = winner.parts.get().payment
    assert not SandboxCharge.objects.get(reference=kept.gateway_reference).voided


def test_one_press_of_the_button_that_arrives_twice_gives_one_set_of_orders(live: Live, scenario: Cast) -> None:
    """D7"""
    rug = Product.objects.create(maker=scenario.weaves, sku="RUG-01", title="Rug", unit_price=9000)
    for _ in range(4):
        count(scenario.mug.pk, stock=100)
        put_in(scenario.harbor, scenario.mug, 4)
        put_in(scenario.harbor, rug, 1)
        key = uuid.uuid4()
        before = Order.objects.filter(buyer=scenario.harbor).count()
        both = at_once(*[press(scenario.harbor, scenario.ines, key)] * 2)
        assert both[0].pk == both[1].pk
        checkout = Checkout.objects.get(key=key)
        assert checkout.state == "placed"
        orders = list(Order.objects.filter(buyer=scenario.harbor).order_by("-pk")[:2])
        assert Order.objects.filter(buyer=scenario.harbor).count() == before + 2
        assert {order.maker for order in orders} == {scenario.byrne, scenario.weaves}
        assert {order.payment.pk for order in orders} == set(checkout.parts.values_list("payment", flat=True))
        assert_stock(scenario.mug, 96)


def close(maker: Maker) -> None:
    """As its own page does it, in a thread of its own."""
    try:
        front = Storefront.objects.get(maker=maker)
        edit_storefront(maker, base_version=storefront_version(front), open=False)
    finally:
        connection.close()


def test_a_storefront_that_closes_first_gets_no_order_and_the_money_goes_back(live: Live, scenario: Cast) -> None:
    """D8: the checkout waits for what is being closed, and then sees that it is."""
    put_in(scenario.harbor, scenario.mug, 4)
    closing = ("UPDATE storefront SET open = false WHERE maker_id = %s", (scenario.byrne.pk,))
    with holding(live, closing) as held:

        def commit() -> None:
            try:
                wait_until_stopped(1, by=held)  # the card is authorised
                held.commit()
            finally:
                connection.close()

        checkout, _ = at_once(press(scenario.harbor, scenario.ines, uuid.uuid4()), commit)
    assert isinstance(checkout, Checkout)
    assert checkout.state == "failed"
    assert "The storefront was closed before your order was placed." in checkout.why_words
    assert BasketLine.objects.get(buyer=scenario.harbor).quantity == 4
    assert_stock(scenario.mug, 100)
    payment = checkout.parts.get().payment
    wait_for(lambda: Payment.objects.get(pk=payment.pk).status == "voided", what="the money to go back")


def test_a_storefront_that_closes_while_an_order_is_being_placed_gets_that_one_still(
    live: Live, scenario: Cast
) -> None:
    """D7: its closing waits for the order that came first."""
    put_in(scenario.harbor, scenario.mug, 4)
    with holding(live, ("SELECT FROM product WHERE id = %s FOR NO KEY UPDATE", (scenario.mug.pk,))) as held:

        def let_go() -> None:
            try:
                wait_until_stopped(2, by=held)  # the checkout, and the closing behind it
            finally:
                held.rollback()
                connection.close()

        def close_then() -> None:
            wait_until_stopped(1, by=held)
            close(scenario.byrne)

        placing = press(scenario.harbor, scenario.ines, uuid.uuid4())
        checkout, *_ = at_once(placing, close_then, let_go)
    assert isinstance(checkout, Checkout)
    assert checkout.state == "placed"
    assert Order.objects.get(buyer=scenario.harbor).status == "placed"
    assert not Storefront.objects.get(maker=scenario.byrne).open
