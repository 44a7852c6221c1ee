"""From a basket to one order for each maker: D7, D8 and D13 at the checkout."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from anam.catalog.models import Product, StockMovement, Storefront
from anam.catalog.stock import count
from anam.checkout.basket import parts_of, preview_token, put_in
from anam.checkout.models import BasketLine, Checkout
from anam.checkout.tests.factories import (
    MUGS,
    RUG,
    fill_basket,
    order_from,
    payments_of,
    press,
    rug_of,
    stock_of,
)
from anam.history.models import Entry
from anam.notifications.models import Notice
from anam.orders.cancellation.decline import decline
from anam.orders.models import Order
from anam.orders.tests.waiting import jobs_for
from anam.payments.actions.execute import execute
from anam.payments.models import Payment, PaymentOperation, SandboxCharge
from anam.people.models import Buyer
from anam.refusals import Refused
from conftest import Cast


def test_each_maker_gets_an_order_with_a_payment_and_stock_of_its_own(cast: Cast) -> None:
    fill_basket(cast)
    checkout = press(cast)
    assert checkout.state == "placed"
    mugs, rugs = order_from(cast.byrne), order_from(cast.weaves)
    assert (mugs.total, rugs.total) == (MUGS, RUG)
    assert (mugs.payment.authorised, rugs.payment.authorised) == (MUGS, RUG)
    assert {mugs.payment.status, rugs.payment.status} == {"authorised"}
    assert mugs.payment.card == "4242"
    charges = SandboxCharge.objects.values_list("reference", "authorised")
    assert set(charges) == {(mugs.payment.gateway_reference, MUGS), (rugs.payment.gateway_reference, RUG)}
    assert (stock_of(cast.mug), stock_of(rug_of(cast))) == (94, 3)
    assert [line.reserved for line in mugs.lines.all()] == [6]
    assert StockMovement.objects.get(line__order=rugs).quantity == -2
    assert not BasketLine.objects.exists()


def test_each_order_has_its_window_its_history_and_both_sides_notices(cast: Cast) -> None:
    """D2, D12"""
    fill_basket(cast)
    press(cast)
    for order, members in ((order_from(cast.byrne), {cast.hanna, cast.ravi}), (order_from(cast.weaves), {cast.otto})):
        assert order.decline_by == order.placed_at + timedelta(hours=72)
        assert order.placed_by == cast.ines
        entry = Entry.objects.get(order=order)
        assert entry.kind == "placed"
        assert {notice.user for notice in Notice.objects.filter(entry=entry)} == {*members, cast.ines}
        assert jobs_for("notifications.notify", entry_id=entry.pk) == 1


def test_declining_one_order_leaves_the_others_untouched(cast: Cast) -> None:
    """D7, D8, D9"""
    fill_basket(cast)
    press(cast)
    mugs = order_from(cast.byrne)
    Order.objects.filter(pk=mugs.pk).update(contacted_at=mugs.placed_at, contacted_how="message")
    decline(mugs.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation="My kiln is down, sorry.")
    execute(PaymentOperation.objects.get(kind="void").pk)
    mugs, rugs = order_from(cast.byrne), order_from(cast.weaves)
    assert (mugs.status, mugs.payment.status, stock_of(cast.mug)) == ("declined", "voided", 100)
    assert (rugs.status, rugs.payment.status, stock_of(rug_of(cast))) == ("placed", "authorised", 3)
    assert SandboxCharge.objects.get(voided=False).reference == rugs.payment.gateway_reference


def test_the_same_key_twice_gives_one_set_of_orders(cast: Cast) -> None:
    """D7"""
    fill_basket(cast)
    key = uuid.uuid4()
    first = press(cast, key=key)
    fill_basket(cast)
    assert press(cast, key=key).pk == first.pk
    assert Order.objects.count() == 2
    assert Payment.objects.count() == 2
    assert BasketLine.objects.count() == 2


def test_another_buyers_key_is_not_found(cast: Cast) -> None:
    fill_basket(cast)
    key = uuid.uuid4()
    theirs = Buyer.objects.create(slug="quay", name="North Quay")
    Checkout.objects.create(key=key, buyer=theirs, by=cast.ines, begun_at=datetime.now(UTC))
    with pytest.raises(Checkout.DoesNotExist):
        press(cast, key=key)
    assert not Order.objects.exists()


def test_an_empty_basket_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        press(cast)
    assert refused.value.refusal.code == "basket_empty"
    assert not Checkout.objects.exists()


def test_each_makers_order_minimum_counts_for_itself(cast: Cast) -> None:
    put_in(cast.harbor, cast.mug, 3)
    put_in(cast.harbor, rug_of(cast), 2)
    with pytest.raises(Refused, match=r"Add \$6.50 more to check out: Byrne Ceramics takes orders from \$50.00"):
        press(cast)
    assert not Payment.objects.exists()
    put_in(cast.harbor, cast.mug, 1)
    assert press(cast).state == "placed"


def test_the_order_minimum_itself_is_enough(cast: Cast) -> None:
    Storefront.objects.filter(maker=cast.byrne).update(order_minimum=4 * 1450)
    put_in(cast.harbor, cast.mug, 4)
    assert press(cast).state == "placed"


def test_more_than_there_is_is_refused_before_any_money(cast: Cast) -> None:
    fill_basket(cast)
    count(cast.mug.pk, stock=5)
    with pytest.raises(Refused, match="There are only 5 of “Mug, oatmeal”"):
        press(cast)
    assert not Checkout.objects.exists()
    assert not Payment.objects.exists()
    assert BasketLine.objects.count() == 2


@pytest.mark.parametrize(
    "changes", [{"retired_at": datetime(2026, 1, 1, tzinfo=UTC)}, {"unit_price": 1500}, {"stock": 2}]
)
def test_a_product_that_changed_since_the_page_was_shown_is_refused(cast: Cast, changes: dict[str, object]) -> None:
    """D11: what the page announced is what is ordered, or nothing is."""
    fill_basket(cast)
    announced = preview_token(parts_of(cast.harbor))
    Product.objects.filter(pk=cast.mug.pk).update(**changes)
    with pytest.raises(Refused) as refused:
        press(cast, announced=announced)
    assert refused.value.refusal.code in ("basket_wrong", "basket_changed")
    assert not Payment.objects.exists()
    assert BasketLine.objects.count() == 2


def test_a_basket_that_another_member_filled_further_is_looked_at_again(cast: Cast) -> None:
    """D11"""
    fill_basket(cast)
    announced = preview_token(parts_of(cast.harbor))
    put_in(cast.harbor, cast.bowl, 1)
    with pytest.raises(Refused, match="changed while you were looking"):
        press(cast, announced=announced)
    assert press(cast, announced=preview_token(parts_of(cast.harbor, to="US"))).state == "placed"


def test_another_currency_is_authorised_in_that_currency(cast: Cast) -> None:
    Storefront.objects.filter(maker=cast.weaves).update(currency="JPY", shipping=900)
    fill_basket(cast)
    yen = payments_of(press(cast))[1]
    assert (yen.currency, yen.authorised) == ("JPY", 18_900)
    assert SandboxCharge.objects.get(reference=yen.gateway_reference).currency == "JPY"
