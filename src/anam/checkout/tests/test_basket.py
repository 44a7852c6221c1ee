"""The basket's pages: what a shop is about to order, by maker."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from anam.catalog.models import Product, Storefront
from anam.catalog.stock import count
from anam.checkout.basket import put_in
from anam.checkout.models import BasketLine
from anam.people.models import BuyerMember, User
from conftest import Cast

SignIn = Callable[[User], Client]
NONSENSE = ["", "-1", "1.5", "\x00", "two", "1e3", "²", "9" * 400, "NaN", " ", "--", "0x10"]


def reserved(cast: Cast) -> dict[str, int]:
    return {line.product.sku: line.quantity for line in BasketLine.objects.filter(buyer=cast.harbor)}


def put(client: Client, product: Product, quantity: object) -> int:
    return client.post("/basket/", {"product": product.pk, "quantity": str(quantity)}).status_code


def test_what_is_added_twice_adds_up_and_is_shown_by_maker(cast: Cast, sign_in: SignIn) -> None:
    ines = sign_in(cast.ines)
    put(ines, cast.mug, 2)
    put(ines, cast.mug, 3)
    assert reserved(cast) == {"MUG-01": 5}
    page = ines.get("/basket/").content.decode()
    assert "Byrne Ceramics" in page
    assert "$84.50" in page  # 5 × 14.50 and 12.00 for shipping


def test_members_of_a_shop_share_one_basket(cast: Cast, sign_in: SignIn) -> None:
    tess = User.objects.create(email="tess@test.example", name="Tess")
    BuyerMember.objects.create(user=tess, buyer=cast.harbor)
    put(sign_in(cast.ines), cast.mug, 2)
    put(sign_in(tess), cast.mug, 2)
    assert reserved(cast) == {"MUG-01": 4}
    assert "Mug, oatmeal" in sign_in(tess).get("/basket/").content.decode()


def test_another_quantity_replaces_and_none_takes_out(cast: Cast, sign_in: SignIn) -> None:
    ines = sign_in(cast.ines)
    put(ines, cast.mug, 2)
    ines.post("/basket/change/", {"product": cast.mug.pk, "quantity": "7"})
    assert reserved(cast) == {"MUG-01": 7}
    ines.post("/basket/change/", {"product": cast.mug.pk, "quantity": "0"})
    assert reserved(cast) == {}


def test_a_change_puts_nothing_in_that_was_not_there(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.ines).post("/basket/change/", {"product": cast.mug.pk, "quantity": "7"})
    assert reserved(cast) == {}


def test_the_basket_holds_at_most_9999_of_one(cast: Cast, sign_in: SignIn) -> None:
    ines = sign_in(cast.ines)
    put(ines, cast.bowl, 9_000)
    put(ines, cast.bowl, 999_999_999)
    assert reserved(cast) == {"BWL-03": 9_999}
    ines.post("/basket/change/", {"product": cast.bowl.pk, "quantity": "999999"})
    assert reserved(cast) == {"BWL-03": 9_999}


@pytest.mark.parametrize("quantity", NONSENSE)
def test_a_quantity_that_makes_no_sense_changes_nothing_and_is_said(cast: Cast, sign_in: SignIn, quantity: str) -> None:
    ines = sign_in(cast.ines)
    put_in(cast.harbor, cast.mug, 3)
    for address in ("/basket/", "/basket/change/"):
        answer = ines.post(address, {"product": cast.mug.pk, "quantity": quantity}, follow=True)
        assert answer.status_code == 200
        assert "Say how many" in answer.content.decode()
    assert reserved(cast) == {"MUG-01": 3}


def test_none_of_a_product_is_not_added(cast: Cast, sign_in: SignIn) -> None:
    put(sign_in(cast.ines), cast.mug, 0)
    assert reserved(cast) == {}


@pytest.mark.parametrize("product", [*NONSENSE, "0", "999999999999999999"])
def test_a_product_that_there_is_not_is_not_found(cast: Cast, sign_in: SignIn, product: str) -> None:
    ines = sign_in(cast.ines)
    assert ines.post("/basket/", {"product": product, "quantity": "1"}).status_code == 404
    assert ines.post("/basket/change/", {"product": product, "quantity": "1"}).status_code == 302
    assert ines.post("/basket/", {}).status_code == 404
    assert reserved(cast) == {}


def test_what_is_not_sold_cannot_be_added(cast: Cast, sign_in: SignIn) -> None:
    ines = sign_in(cast.ines)
    Product.objects.filter(pk=cast.mug.pk).update(retired_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert put(ines, cast.mug, 1) == 404
    Storefront.objects.filter(maker=cast.byrne).update(open=False)
    assert put(ines, cast.bowl, 1) == 404
    Storefront.objects.filter(maker=cast.byrne).delete()
    assert put(ines, cast.bowl, 1) == 404
    assert ines.get("/basket/").status_code == 200


def test_a_retired_product_is_said_and_can_be_taken_out(cast: Cast, sign_in: SignIn) -> None:
    ines = sign_in(cast.ines)
    put(ines, cast.mug, 4)
    Product.objects.filter(pk=cast.mug.pk).update(retired_at=datetime(2026, 1, 1, tzinfo=UTC))
    page = ines.get("/basket/").content.decode()
    assert "“Mug, oatmeal” is not sold any more." in page
    assert "Before you can check out" in page
    assert 'href="/checkout/"' not in page
    assert ines.post("/basket/change/", {"product": cast.mug.pk, "quantity": "0"}).status_code == 302
    assert reserved(cast) == {}


def test_what_stands_in_the_way_is_said_at_its_maker(cast: Cast, sign_in: SignIn) -> None:
    ines = sign_in(cast.ines)
    put(ines, cast.mug, 3)
    assert (
        "Add $6.50 more to check out: Byrne Ceramics takes orders from $50.00." in ines.get("/basket/").content.decode()
    )
    put(ines, cast.mug, 7)
    count(cast.mug.pk, stock=9)
    assert "There are only 9 of “Mug, oatmeal”." in ines.get("/basket/").content.decode()
    Storefront.objects.filter(maker=cast.byrne).update(open=False)
    assert "Byrne Ceramics takes no orders at the moment." in ines.get("/basket/").content.decode()


def test_an_empty_basket_says_where_to_look(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.ines).get("/basket/").content.decode()
    assert "Your basket is empty" in page
    assert 'href="/checkout/"' not in page


@pytest.mark.parametrize("path", ["/basket/", "/basket/change/", "/checkout/"])
def test_a_basket_is_for_buyers_only(cast: Cast, sign_in: SignIn, path: str) -> None:
    sent = {"product": str(cast.mug.pk), "quantity": "1"}
    for person in (cast.hanna, cast.sam):
        assert sign_in(person).get(path).status_code == 404
        assert sign_in(person).post(path, sent).status_code == 404
    for answer in (Client().get(path), Client().post(path, sent)):
        assert answer.status_code == 302
        assert answer.url.startswith("/accounts/login/?next=")
    assert not BasketLine.objects.exists()
