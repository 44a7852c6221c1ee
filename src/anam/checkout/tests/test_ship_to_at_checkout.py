"""Where a basket is sent: chosen at checkout, kept on each order, and where a maker does not ship."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from anam.catalog.actions.set_shipping_rate import set_shipping_rate
from anam.catalog.models import ShippingRate
from anam.checkout.actions.check_out import check_out
from anam.checkout.models import Checkout
from anam.checkout.tests.factories import fill_basket, order_from, press
from anam.orders.models import Order
from anam.people.models import User
from anam.postal.actions.keep_address import keep_address
from anam.postal.address import Address
from anam.postal.models import PostalAddress, ShopAddress
from anam.refusals import Refused
from conftest import WHARF, Cast

SignIn = Callable[[User], Client]
GALWAY = Address(name="Ines", line1="7 Kiln Lane", city="Galway", region="Co. Galway", country="IE")


def in_galway(cast: Cast) -> ShopAddress:
    return keep_address(GALWAY, buyer=cast.harbor, by=cast.ines)


def test_every_order_of_the_basket_keeps_a_copy_of_its_own(cast: Cast) -> None:
    fill_basket(cast)
    press(cast)
    kept = [order.ship_to for order in Order.objects.select_related("ship_to")]
    assert [one.address for one in kept if one] == [WHARF, WHARF]
    assert len({one.pk for one in kept if one}) == 2
    own = ShopAddress.objects.get()
    assert own.address_id not in {one.pk for one in kept if one}
    checkout = Checkout.objects.get()
    assert checkout.ship_to
    assert checkout.ship_to.line1 == "", "a checkout that is over holds no address"


def test_another_address_than_the_preferred_one_is_chosen_on_the_page(cast: Cast, sign_in: SignIn) -> None:
    fill_basket(cast)
    other, ines = in_galway(cast), sign_in(cast.ines)
    page = ines.get("/checkout/").content.decode()
    assert WHARF.line1 in page
    page = ines.get(f"/checkout/?ship_to={other.pk}").content.decode()
    assert f'name="ship_to" value="{other.pk}"' in page
    ines.post("/checkout/", {"key": str(uuid.uuid4()), "card": "4242", "ship_to": str(other.pk)})
    assert {order.ship_to.line1 for order in Order.objects.select_related("ship_to") if order.ship_to} == {
        "7 Kiln Lane"
    }


def test_without_an_address_nothing_is_ordered_and_the_page_leads_to_one(cast: Cast, sign_in: SignIn) -> None:
    fill_basket(cast)
    ShopAddress.objects.all().delete()
    ines = sign_in(cast.ines)
    assert "Where are the orders to be sent?" in ines.get("/checkout/").content.decode()
    with pytest.raises(Refused) as refused:
        press(cast)
    assert refused.value.refusal.code == "address_needed"
    answer = ines.post("/checkout/address/", {**vars(GALWAY), "shape": "IE"}, follow=True)
    assert "7 Kiln Lane" in answer.content.decode()
    assert "Place 2 orders" in " ".join(answer.content.decode().split())


def test_an_address_that_a_colleague_removed_meanwhile_is_not_replaced_unseen(cast: Cast) -> None:
    fill_basket(cast)
    gone = in_galway(cast).pk
    ShopAddress.objects.filter(pk=gone).delete()
    with pytest.raises(Refused) as refused:
        check_out(buyer=cast.harbor, by=cast.ines, key=uuid.uuid4(), ship_to=gone)
    assert refused.value.refusal.code == "address_needed"
    assert not Order.objects.exists()


def test_another_shops_address_is_no_address(cast: Cast) -> None:
    """D1"""
    fill_basket(cast)
    with pytest.raises(Refused):
        check_out(buyer=cast.harbor, by=cast.ines, key=uuid.uuid4(), ship_to=10**9)


def test_what_shipping_costs_there_is_what_the_order_says(cast: Cast) -> None:
    fill_basket(cast)
    set_shipping_rate(cast.byrne, country="US", shipping=2500)
    set_shipping_rate(cast.byrne, country="", shipping=4000)
    press(cast)
    assert order_from(cast.byrne).shipping == 2500
    assert order_from(cast.weaves).shipping == 1200


def test_a_maker_who_does_not_ship_there_is_named_before_anything_is_ordered(cast: Cast, sign_in: SignIn) -> None:
    fill_basket(cast)
    set_shipping_rate(cast.byrne, country="IE", shipping=900)
    page = sign_in(cast.ines).get("/checkout/").content.decode()
    assert "Byrne Ceramics does not ship to United States." in page
    with pytest.raises(Refused, match="does not ship to United States"):
        press(cast)
    assert not Order.objects.exists()
    other = in_galway(cast)
    made = check_out(buyer=cast.harbor, by=cast.ines, key=uuid.uuid4(), ship_to=other.pk, card="4242")
    assert made.state == "placed"
    assert order_from(cast.byrne).shipping == 900


def test_the_maker_says_where_they_ship_to(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    assert "You ship everywhere, for at most $12.00 an order." in hanna.get("/portal/shipping/").content.decode()
    for country, sum_ in (("IE", "9.00"), ("else", "40"), ("IE", "8.50")):
        assert hanna.post("/portal/shipping/", {"country": country, "shipping": sum_}).status_code == 302
    assert dict(ShippingRate.objects.values_list("country", "shipping")) == {"IE": 850, "": 4000}
    assert "Ireland and elsewhere" in sign_in(cast.ines).get("/m/byrne/").content.decode()
    for wrong in (
        {"country": "XX", "shipping": "1"},
        {"country": "", "shipping": "1"},
        {"country": "US", "shipping": "a"},
    ):
        assert hanna.post("/portal/shipping/", wrong).status_code == 422
    hanna.post("/portal/shipping/remove/", {"country": "else"})
    assert ShippingRate.objects.count() == 1
    assert ShippingRate.objects.get().maker == cast.byrne


def test_what_came_of_a_checkout_that_failed_holds_no_address(cast: Cast) -> None:
    fill_basket(cast)
    assert press(cast, card="0002").state == "failed"
    assert set(PostalAddress.objects.values_list("line1", flat=True)) == {WHARF.line1, ""}
    assert not Order.objects.exists()
