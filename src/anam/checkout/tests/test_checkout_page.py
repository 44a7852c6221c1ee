"""The last page before ordering, and what came of it."""

import re
import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from anam.catalog.models import Product
from anam.checkout.models import Checkout
from anam.checkout.tests.factories import fill_basket, press
from anam.orders.models import Order
from anam.payments.models import Payment
from anam.people.models import Buyer, BuyerMember, User
from conftest import Cast

SignIn = Callable[[User], Client]


def form_of(client: Client) -> dict[str, str]:
    page = client.get("/checkout/").content.decode()
    return dict(re.findall(r'<input type="hidden" name="(key|announced)" value="([^"]+)"', page))


def test_a_whole_checkout_by_hand(cast: Cast, sign_in: SignIn) -> None:
    fill_basket(cast)
    ines = sign_in(cast.ines)
    page = ines.get("/checkout/").content.decode()
    assert "2 orders, one for each maker" in page
    assert "6 × Mug, oatmeal" in page
    assert "$291.00" in page
    answer = ines.post("/checkout/", {**form_of(ines), "card": "4242"}, follow=True)
    done = answer.content.decode()
    assert "Your orders are with their makers." in done
    for order in Order.objects.all():
        assert f'href="/orders/{order.number}/"' in done
    assert Order.objects.count() == 2


def test_a_double_click_orders_once(cast: Cast, sign_in: SignIn) -> None:
    """D7"""
    fill_basket(cast)
    ines = sign_in(cast.ines)
    form = {**form_of(ines), "card": "4242"}
    first, second = ines.post("/checkout/", form), ines.post("/checkout/", form)
    assert first.url == second.url
    assert Order.objects.count() == 2


def test_a_refused_card_is_said_and_the_basket_stays(cast: Cast, sign_in: SignIn) -> None:
    fill_basket(cast)
    ines = sign_in(cast.ines)
    page = ines.post("/checkout/", {**form_of(ines), "card": "0002"}, follow=True).content.decode()
    assert "Your card was refused. Nothing was ordered and nothing was charged." in page
    assert "Your basket is as it was." in page
    assert not Order.objects.exists()


def test_a_price_that_changed_is_shown_before_it_is_paid(cast: Cast, sign_in: SignIn) -> None:
    """D11"""
    fill_basket(cast)
    ines = sign_in(cast.ines)
    form = form_of(ines)
    Product.objects.filter(pk=cast.mug.pk).update(unit_price=1500)
    answer = ines.post("/checkout/", {**form, "card": "4242"})
    assert answer.status_code == 409
    assert "changed while you were looking" in answer.content.decode()
    assert "$294.00" in answer.content.decode()
    assert not Order.objects.exists()


def test_pages_without_anything_to_order_say_so(cast: Cast, sign_in: SignIn) -> None:
    ines = sign_in(cast.ines)
    assert "Your basket is empty" in ines.get("/checkout/").content.decode()
    answer = ines.post("/checkout/", {"key": str(uuid.uuid4())})
    assert answer.status_code == 409
    assert "The basket is empty." in answer.content.decode()


@pytest.mark.parametrize("key", ["", "x", "\x00", "1" * 5000, "00000000-0000-0000-0000-00000000000g", "{}"])
def test_a_key_that_makes_no_sense_shows_the_page_again(cast: Cast, sign_in: SignIn, key: str) -> None:
    fill_basket(cast)
    answer = sign_in(cast.ines).post("/checkout/", {"key": key, "card": "4242"})
    assert (answer.status_code, answer.url) == (302, "/checkout/")
    assert not Payment.objects.exists()


@pytest.mark.parametrize("sent", [{"card": "\x00"}, {"card": "9" * 9000}, {}, {"announced": "\x00"}])
def test_other_nonsense_is_never_an_error_of_ours(cast: Cast, sign_in: SignIn, sent: dict[str, str]) -> None:
    fill_basket(cast)
    answer = sign_in(cast.ines).post("/checkout/", {"key": str(uuid.uuid4()), **sent})
    assert answer.status_code in (302, 409)


def test_somebody_elses_checkout_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    fill_basket(cast)
    checkout = press(cast)
    tess = User.objects.create(email="tess@test.example", name="Tess")
    BuyerMember.objects.create(user=tess, buyer=Buyer.objects.create(slug="quay", name="North Quay"))
    address = f"/checkout/{checkout.key}/"
    assert sign_in(cast.ines).get(address).status_code == 200
    assert sign_in(tess).get(address).status_code == 404
    assert sign_in(cast.hanna).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert sign_in(tess).post("/checkout/", {"key": str(checkout.key)}).status_code == 404
    assert sign_in(cast.ines).get(f"/checkout/{uuid.uuid4()}/").status_code == 404


def test_a_checkout_under_way_says_so(cast: Cast, sign_in: SignIn) -> None:
    fill_basket(cast)
    checkout = press(cast)
    Checkout.objects.filter(pk=checkout.pk).update(state="under_way")
    assert "Your orders are being placed" in sign_in(cast.ines).get(f"/checkout/{checkout.key}/").content.decode()
