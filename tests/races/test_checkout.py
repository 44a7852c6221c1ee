"""Buyers who race for the last pieces, and buttons that are pressed twice: D7 and D8 at the checkout."""

import uuid
from collections.abc import Callable

from django.db import connection

from anam.catalog.models import Product
from anam.catalog.stock import count
from anam.checkout.actions.check_out import check_out
from anam.checkout.basket import put_in
from anam.checkout.models import BasketLine, Checkout
from anam.orders.models import Order
from anam.payments.models import Payment, SandboxCharge
from anam.people.models import Buyer, BuyerMember, User
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
