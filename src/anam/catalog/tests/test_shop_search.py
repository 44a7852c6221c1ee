"""Looking for makers and products, with typing mistakes, by kind, page by page."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from anam.catalog.models import Product, ShopWord, Storefront
from anam.catalog.shop_search import MAX_PRODUCTS
from anam.catalog.shop_words import as_probably_meant, learn_words
from anam.people.models import Maker
from conftest import Cast


def read(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def learnt(cast: Cast) -> Cast:
    learn_words()
    return cast


def test_a_product_is_found_with_its_maker(cast: Cast) -> None:
    page = read("/?q=oatmeal")
    assert "<bdi>Mug, oatmeal</bdi>" in page
    assert "<bdi>Byrne Ceramics</bdi>" in page
    assert "Bowl" not in page


@pytest.mark.parametrize(
    ("typed", "title"), [("mugs", "Mug"), ("oatmeal mugs", "Mug, oatmeal"), ("byrne mugs", "Mug"), ("dishes", "Dish")]
)
def test_what_is_asked_for_in_the_plural_is_found_in_the_singular(cast: Cast, typed: str, title: str) -> None:
    Product.objects.create(maker=cast.byrne, sku="DSH-01", title="Dish", unit_price=1200)
    assert f"<bdi>{title}" in read(f"/?q={quote(typed)}")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mgu", "mug"),
        ("oatmeel mug", "oatmeal mug"),
        ("byren", "byrne"),
        ("ceramcis", "ceramics"),
        ("bowll", "bowl"),
        ("OATMAEL", "oatmeal"),
    ],
)
def test_a_typing_mistake_is_forgiven_and_said(learnt: Cast, typed: str, meant: str) -> None:
    page = read(f"/?q={quote(typed)}")
    assert f"Showing what matches <strong>{meant}</strong>" in page
    assert "Byrne Ceramics" in page


def test_what_is_near_nothing_finds_nothing_and_what_is_known_is_left_alone(learnt: Cast) -> None:
    assert "Nothing matches “zeppelin”" in read("/?q=zeppelin")
    assert as_probably_meant("mug oatmeal") == ""
    assert as_probably_meant("oat mug") == ""
    assert as_probably_meant("") == ""


def test_of_two_words_that_are_as_near_the_one_used_more_is_meant(cast: Cast) -> None:
    ShopWord.objects.bulk_create([ShopWord(word="cap", uses=1), ShopWord(word="cup", uses=40)])
    assert as_probably_meant("cxp") == "cup"


def test_a_makers_name_beside_a_products_finds_it(cast: Cast) -> None:
    page = read("/?q=byrne+mug")
    assert "<bdi>Mug, oatmeal</bdi>" in page
    assert "Bowl" not in page


def test_words_come_and_go_with_what_is_sold(learnt: Cast) -> None:
    assert set(ShopWord.objects.values_list("word", flat=True)) >= {"mug", "oatmeal", "bowl", "byrne", "otto"}
    Product.objects.filter(pk=learnt.bowl.pk).update(retired_at=datetime.now(UTC))
    Storefront.objects.filter(maker=learnt.weaves).update(open=False)
    Product.objects.create(maker=learnt.byrne, sku="T", title="Grüne Teekanne", unit_price=1)
    learn_words()
    words = set(ShopWord.objects.values_list("word", flat=True))
    assert {"grune", "teekanne"} <= words
    assert not {"bowl", "otto"} & words


def test_a_kind_is_a_way_to_browse_and_a_filter_of_a_search(cast: Cast) -> None:
    Product.objects.filter(pk=cast.mug.pk).update(kind="ceramics")
    rug = Product.objects.create(maker=cast.weaves, sku="R", title="Rug", unit_price=100, kind="textiles")
    start = read("/")
    assert 'href="?kind=ceramics"' in start
    assert 'href="?kind=textiles"' in start
    assert 'href="?kind=glass"' not in start
    textiles = read("/?kind=textiles")
    assert "<bdi>Rug</bdi>" in textiles
    assert "Otto Weaves" in textiles
    assert "Byrne" not in textiles
    assert "Nothing matches “mug”" in read("/?q=mug&kind=textiles")
    Product.objects.filter(pk=rug.pk).update(retired_at=datetime.now(UTC))
    assert "Nothing of this kind" in read("/?kind=textiles")


@pytest.mark.parametrize("nonsense", ["kind=nonsense", "kind=%00", "after=x", "q=%00", "after=99999999999999999999"])
def test_what_makes_no_sense_is_left_out(cast: Cast, nonsense: str) -> None:
    assert "Byrne Ceramics" in read(f"/?{nonsense}")


def test_what_can_be_had_comes_first_and_the_rest_is_a_page_away(cast: Cast) -> None:
    Product.objects.bulk_create(
        Product(maker=cast.byrne, sku=f"J{n}", title=f"Jug {n:03}", unit_price=100, stock=0 if n < 5 else 1)
        for n in range(MAX_PRODUCTS + 7)
    )
    first = read("/?q=jug")
    assert "Jug 005" in first
    assert "Jug 000" not in first
    assert f'href="?q=jug&amp;after={MAX_PRODUCTS}"' in first
    second = read(f"/?q=jug&after={MAX_PRODUCTS}")
    assert "Jug 000" in second
    assert "More products" not in second


def test_a_storefront_that_is_closed_and_what_is_archived_are_not_found(cast: Cast) -> None:
    Storefront.objects.filter(maker=cast.byrne).update(open=False)
    assert "Nothing matches “mug”" in read("/?q=mug")


def test_a_search_takes_as_many_statements_however_much_it_finds(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def look() -> None:
        with django_assert_num_queries(3):  # the kinds, the products, the makers
            Client().get("/?q=jug")

    Product.objects.create(maker=cast.byrne, sku="J", title="Jug", unit_price=1)
    look()
    for n in range(30):
        maker = Maker.objects.create(slug=f"m{n}", name=f"Jugs {n}", order_prefix=f"M{n}")
        Storefront.objects.create(maker=maker)
        Product.objects.create(maker=maker, sku="J", title=f"Jug {n}", unit_price=1)
    look()
