"""A product's own page: what everybody sees of it, and when there is none."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from anam.catalog.actions.archive_product import archive_product
from anam.catalog.actions.sell_again import sell_again
from anam.catalog.actions.set_shipping_rate import set_shipping_rate
from anam.catalog.models import Product, ShopPicture, Storefront
from anam.catalog.product_writing import Author
from anam.catalog.tests.factories import added
from anam.people.models import User
from conftest import Cast

SignIn = Callable[[User], Client]
ARABIC = "إبريق شاي من الخزف الأزرق"


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def page_of(product: Product) -> str:
    return Product.objects.select_related("maker").get(pk=product.pk).get_absolute_url()


def test_everybody_sees_a_product_with_its_price_and_its_terms(cast: Cast) -> None:
    Product.objects.filter(pk=cast.mug.pk).update(description="Holds\n\nmuch <b>tea</b>.")
    page = read(Client(), f"/m/byrne/{cast.mug.pk}-mug-oatmeal/")
    for words in (
        "<h1><bdi>Mug, oatmeal</bdi></h1>",
        '<a href="/m/byrne/"><bdi>Byrne Ceramics</bdi></a>',
        "<p>Holds</p>",
        "much &lt;b&gt;tea&lt;/b&gt;.",
        "$14.50",
        "100 in stock",
        "Everywhere",
        "At most $12.00 an order",
        "In about 10 days",
        "$50.00",
    ):
        assert words in page


def test_where_it_ships_is_said_and_the_most_that_costs(cast: Cast) -> None:
    for country, most in (("IE", 900), ("FR", 2100)):
        set_shipping_rate(cast.byrne, country=country, shipping=most)
    page = read(Client(), page_of(cast.mug))
    assert "France and Ireland" in page
    assert "At most $21.00 an order" in page
    assert "Everywhere" not in page


def test_what_is_made_to_order_and_what_is_sold_out_say_so(cast: Cast, sign_in: SignIn) -> None:
    Product.objects.filter(pk=cast.mug.pk).update(stock=0)
    ines = sign_in(cast.ines)
    made, sold_out = read(ines, page_of(cast.bowl)), read(ines, page_of(cast.mug))
    assert "Made to order" in made
    assert f'name="product" value="{cast.bowl.pk}"' in made
    assert "Sold out" in sold_out
    assert 'id="quantity-' not in sold_out
    assert "Ships in" not in sold_out


def test_only_a_shop_can_add_it(cast: Cast, sign_in: SignIn) -> None:
    for person in (cast.hanna, cast.otto, cast.sam):
        page = read(sign_in(person), page_of(cast.mug))
        assert 'name="product"' not in page
        assert "Sign in as a shop" not in page
    assert f"/accounts/login/?next={page_of(cast.mug)}" in read(Client(), page_of(cast.mug))


def test_another_title_is_another_address_and_the_old_one_leads_there(cast: Cast) -> None:
    old = page_of(cast.mug)
    Product.objects.filter(pk=cast.mug.pk).update(title="Grüne Tasse")
    for address in (old, f"/m/byrne/{cast.mug.pk}/", f"/m/byrne/0{cast.mug.pk}-x/"):
        answer = Client().get(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/m/byrne/{cast.mug.pk}-grune-tasse/")


def test_a_product_is_found_at_its_own_maker_only(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    for client in (Client(), sign_in(cast.otto), sign_in(cast.hanna)):
        assert client.get(page_of(cast.mug).replace("byrne", "weaves")).status_code == 404
        assert client.get(page_of(cast.mug).replace("byrne", "nobody")).status_code == 404


@pytest.mark.parametrize("product", ["0", "x", "-", "-1", "mug-oatmeal", "9" * 18, "9" * 19, "1_0", "²"])
def test_a_product_that_there_is_not_is_not_found(cast: Cast, product: str) -> None:
    assert Client().get(f"/m/byrne/{product}/").status_code == 404


def test_what_is_archived_says_that_it_is_not_for_sale_and_nothing_of_itself(cast: Cast) -> None:
    """It may be a draft that nobody has ever been shown. Sold again, it is there as before."""
    archive_product(cast.mug, author=Author(cast.hanna))
    for address in (page_of(cast.mug), f"/m/byrne/{cast.mug.pk}/"):
        answer = Client().get(address)
        assert answer.status_code == 410
        page = answer.content.decode()
        assert "This product is not for sale" in page
        assert 'href="/m/byrne/"' in page
        assert "oatmeal" not in page
    sell_again(cast.mug, author=Author(cast.hanna))
    assert "Mug, oatmeal" in read(Client(), page_of(cast.mug))


def test_while_a_storefront_is_closed_its_products_are_not_found(cast: Cast) -> None:
    Storefront.objects.filter(maker=cast.byrne).update(open=False)
    archive_product(cast.bowl, author=Author(cast.hanna))
    assert Client().get(page_of(cast.mug)).status_code == 404
    assert Client().get(page_of(cast.bowl)).status_code == 404
    Storefront.objects.filter(maker=cast.byrne).delete()
    assert Client().get(page_of(cast.mug)).status_code == 404


def test_all_pictures_that_are_ready_are_shown_each_in_a_place_kept_free(cast: Cast) -> None:
    red, green = added(cast.mug, "red", "green")
    added(cast.mug, "blue", ready=False)
    ShopPicture.objects.filter(pk=green.pk).update(alt="From “above”")
    page = read(Client(), page_of(cast.mug))
    first = page.index(f'src="/pictures/{red.key}/480.webp"')
    assert first < page.index(f'src="/pictures/{green.key}/480.webp"')
    assert page.count('width="300" height="200"') == 2
    assert page.count("fetchpriority=") == page.count('loading="lazy"') == 1
    assert 'width="300" height="200" alt="Mug, oatmeal" fetchpriority="high"' in page
    assert 'alt="From “above”" loading="lazy"' in page


def test_without_pictures_an_initial_stands_in_their_place(cast: Cast) -> None:
    page = read(Client(), page_of(cast.bowl))
    assert "/pictures/" not in page
    assert 'aria-hidden="true">B</div>' in page


def test_a_very_long_name_and_one_from_right_to_left_have_pages(cast: Cast) -> None:
    long = "Teapot " * 157
    Product.objects.filter(pk=cast.mug.pk).update(title=long)
    Product.objects.filter(pk=cast.bowl.pk).update(title=ARABIC, description=ARABIC)
    assert len(page_of(cast.mug)) < 90
    assert f"<h1><bdi>{long}</bdi></h1>" in read(Client(), page_of(cast.mug))
    page = read(Client(), f"/m/byrne/{cast.bowl.pk}/")
    assert f"<h1><bdi>{ARABIC}</bdi></h1>" in page
    assert f'dir="auto"><p>{ARABIC}</p>' in page


def test_what_a_maker_writes_is_escaped_on_a_page_of_its_own(cast: Cast) -> None:
    nasty = "<script>alert(1)</script>"
    [red] = added(cast.mug, "red")
    ShopPicture.objects.filter(pk=red.pk).update(alt=nasty)
    Product.objects.filter(pk=cast.mug.pk).update(title=nasty, description=nasty)
    assert nasty not in read(Client(), page_of(cast.mug))


@pytest.mark.parametrize("pictures", [0, 1, 3])
def test_a_page_costs_the_same_queries_for_few_pictures_and_for_many(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, pictures: int
) -> None:
    added(cast.mug, *["red", "green", "blue"][:pictures])
    address = page_of(cast.mug)
    Client().get(address)
    with django_assert_num_queries(3):  # the product, its pictures, where it ships
        Client().get(address)
