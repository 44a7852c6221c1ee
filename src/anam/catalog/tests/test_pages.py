"""Storefronts, and the maker's own page of products."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client

from anam.catalog.models import Product, StockMovement, Storefront
from anam.people.models import Maker, User
from conftest import Cast

SignIn = Callable[[User], Client]


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_everybody_sees_the_open_storefronts(cast: Cast) -> None:
    Storefront.objects.filter(maker=cast.weaves).update(open=False)
    page = read(Client(), "/")
    assert 'href="/m/byrne/"' in page
    assert "weaves" not in page


def test_a_marketplace_without_storefronts_says_so(db: None) -> None:
    assert "No makers yet" in read(Client(), "/")


def test_a_storefront_shows_its_terms_and_what_can_be_had(cast: Cast) -> None:
    Product.objects.create(maker=cast.byrne, sku="VAS-01", title="Vase", unit_price=100, stock=0)
    page = read(Client(), "/m/byrne/")
    for words in ("$50.00 minimum", "Shipping at most $12.00", "$14.50", "Made to order", "Sold out"):
        assert words in page


def test_only_a_shop_can_put_things_into_its_basket(cast: Cast, sign_in: SignIn) -> None:
    assert "How many of Mug, oatmeal" in read(sign_in(cast.ines), "/m/byrne/")
    assert 'href="/messages/to/byrne/"' in read(sign_in(cast.ines), "/m/byrne/")
    for client in (Client(), sign_in(cast.hanna), sign_in(cast.otto), sign_in(cast.sam)):
        assert "How many of" not in read(client, "/m/byrne/")
    assert "/accounts/login/?next=/m/byrne/" in read(Client(), "/m/byrne/")


def test_what_there_is_none_of_cannot_be_put_into_the_basket(cast: Cast, sign_in: SignIn) -> None:
    Product.objects.filter(pk=cast.mug.pk).update(stock=0)
    page = read(sign_in(cast.ines), "/m/byrne/")
    assert f'id="quantity-{cast.mug.pk}"' not in page
    assert f'id="quantity-{cast.bowl.pk}"' in page


def test_a_retired_product_is_not_shown(cast: Cast) -> None:
    Product.objects.filter(pk=cast.mug.pk).update(retired_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert "Mug, oatmeal" not in read(Client(), "/m/byrne/")


def test_a_storefront_with_nothing_for_sale_says_so(cast: Cast) -> None:
    assert "No products yet" in read(Client(), "/m/weaves/")


def test_a_closed_or_unknown_storefront_is_not_found(cast: Cast) -> None:
    Storefront.objects.filter(maker=cast.weaves).update(open=False)
    assert Client().get("/m/weaves/").status_code == 404
    assert Client().get("/m/nobody/").status_code == 404


def test_what_a_maker_writes_is_escaped(cast: Cast) -> None:
    nasty = "<script>alert(1)</script>"
    Storefront.objects.filter(maker=cast.byrne).update(tagline=nasty, story=nasty)
    Product.objects.filter(pk=cast.mug.pk).update(title=nasty, description=nasty)
    for address in ("/", "/m/byrne/"):
        page = read(Client(), address)
        assert nasty not in page
        assert "&lt;script&gt;" in page


def test_the_maker_counts_a_product(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    answer = hanna.post("/portal/products/", {"product": cast.mug.pk, "stock": " 1000 "}, follow=True)
    assert "Mug, oatmeal: 1000 in stock." in answer.content.decode()
    assert Product.objects.get(pk=cast.mug.pk).stock == 1000
    moved = StockMovement.objects.filter(product=cast.mug).latest("pk")
    assert (moved.cause, moved.quantity) == ("counted", 900)


@pytest.mark.parametrize(
    "stock", ["", "-1", "1.5", "\x00", "many", "²", "1000001", "9" * 500, "<b>7</b>", "NaN", "1e3"]
)
def test_a_count_that_makes_no_sense_changes_nothing(cast: Cast, sign_in: SignIn, stock: str) -> None:
    moves = StockMovement.objects.count()
    answer = sign_in(cast.hanna).post("/portal/products/", {"product": cast.mug.pk, "stock": stock}, follow=True)
    assert answer.status_code == 200
    assert "stays as it was" in answer.content.decode()
    assert "<b>7" not in answer.content.decode()
    assert Product.objects.get(pk=cast.mug.pk).stock == 100
    assert StockMovement.objects.count() == moves


def test_the_largest_count_is_a_million(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.hanna).post("/portal/products/", {"product": cast.mug.pk, "stock": "1000000"})
    assert Product.objects.get(pk=cast.mug.pk).stock == 1_000_000


def test_another_makers_product_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    otto = sign_in(cast.otto)
    assert otto.post("/portal/products/", {"product": cast.mug.pk, "stock": "0"}).status_code == 404
    assert "Mug" not in read(otto, "/portal/products/")
    assert Product.objects.get(pk=cast.mug.pk).stock == 100


@pytest.mark.parametrize("product", ["", "0", "-1", "x", "\x00", "9" * 18, "9" * 19, "²"])
def test_a_product_that_there_is_not_is_not_found(cast: Cast, sign_in: SignIn, product: str) -> None:
    assert sign_in(cast.hanna).post("/portal/products/", {"product": product, "stock": "1"}).status_code == 404


def test_the_products_page_is_for_makers(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.ines).get("/portal/products/").status_code == 404
    assert sign_in(cast.sam).get("/portal/products/").status_code == 404
    assert Client().get("/portal/products/").url.startswith("/accounts/login/")


def test_a_maker_without_storefront_or_products_sees_an_empty_page(cast: Cast, sign_in: SignIn) -> None:
    assert "No products yet" in read(sign_in(cast.otto), "/portal/products/")
    Storefront.objects.all().delete()
    assert sign_in(cast.hanna).get("/portal/products/").status_code == 200
    assert Maker.objects.count() == 2


def test_a_storefront_is_found_by_its_maker_its_place_and_what_it_sells(cast: Cast) -> None:
    Product.objects.create(maker=cast.byrne, sku="CAF-01", title="Café cup", unit_price=100)
    Maker.objects.filter(pk=cast.weaves.pk).update(name="Łódź Weaves")
    for asked in ("cafe", "CAFE\u0301 cup", "caf-01", "CAF01"):
        page = read(Client(), f"/?q={asked}")
        assert 'href="/m/byrne/"' in page
        assert "weaves" not in page
    assert "Łódź Weaves" in read(Client(), "/?q=lodz")
    assert "Nothing matches" in read(Client(), "/?q=nowhere")


def test_what_is_no_longer_sold_finds_no_storefront(cast: Cast) -> None:
    Product.objects.create(maker=cast.byrne, sku="OLD", title="Teapot", unit_price=1, retired_at=datetime.now(UTC))
    assert "Nothing matches" in read(Client(), "/?q=teapot")


def test_a_maker_finds_a_product_by_its_title_and_its_sku(cast: Cast, sign_in: SignIn) -> None:
    Product.objects.create(maker=cast.byrne, sku="VAS-01", title="Grüne Vase", unit_price=100, stock=2)
    hanna = sign_in(cast.hanna)
    for asked in ("grune", "Gru\u0308ne vase", "vas01", "VAS-01"):
        page = read(hanna, f"/portal/products/?q={asked}")
        assert "Grüne Vase" in page
        assert "Mug" not in page
    assert "No product matches" in read(hanna, "/portal/products/?q=nothing")


def test_products_are_found_by_the_index_on_what_they_are_found_by(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "product_search" in Product.objects.matching("cafe").explain()
