"""What leads to a product's own page, and from there into the basket."""

from collections.abc import Callable

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from anam.catalog.actions.archive_product import archive_product
from anam.catalog.actions.sell_again import sell_again
from anam.catalog.models import Product, Storefront
from anam.catalog.product_writing import Author
from anam.checkout.basket import put_in
from anam.checkout.models import BasketLine
from anam.people.models import User
from conftest import Cast

SignIn = Callable[[User], Client]


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_shop_adds_it_and_stays_on_its_page(cast: Cast, sign_in: SignIn) -> None:
    ines = sign_in(cast.ines)
    assert 'name="back" value="product"' in read(ines, cast.mug.get_absolute_url())
    assert 'name="back"' not in read(ines, "/m/byrne/")
    answer = ines.post("/basket/", {"product": cast.mug.pk, "quantity": "3", "back": "product"})
    assert answer.headers["Location"] == cast.mug.get_absolute_url()
    assert BasketLine.objects.get(buyer=cast.harbor).quantity == 3
    answer = ines.post("/basket/", {"product": cast.mug.pk, "quantity": "1", "back": "//evil.example"})
    assert answer.headers["Location"] == "/m/byrne/"


def test_cards_and_lines_lead_to_it_while_it_is_for_sale(cast: Cast, sign_in: SignIn) -> None:
    put_in(cast.harbor, cast.mug, 2)
    order, ines, link = cast.order(), sign_in(cast.ines), f'href="{cast.mug.get_absolute_url()}"'
    lines = ("/basket/", f"/orders/{order.number}/")
    for address in ("/m/byrne/", *lines):
        assert link in read(ines, address)
    archive_product(cast.mug, author=Author(cast.hanna))
    for address in ("/m/byrne/", *lines):
        assert link not in read(ines, address)
    sell_again(cast.mug, author=Author(cast.hanna))
    Storefront.objects.filter(maker=cast.byrne).update(open=False)
    for address in lines:
        page = read(ines, address)
        assert link not in page
        assert "Mug, oatmeal" in page


def test_lines_that_lead_to_products_cost_no_query_each(
    cast: Cast, sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ines, few, many = sign_in(cast.ines), cast.order(lines=[(cast.mug, 1)]), cast.order(lines=[(cast.mug, 1)] * 30)
    with django_assert_max_num_queries(30) as asked:
        ines.get(f"/orders/{few.number}/")
    with django_assert_max_num_queries(len(asked)):
        ines.get(f"/orders/{many.number}/")
    for number in range(10):
        product = Product.objects.create(maker=cast.byrne, sku=f"P-{number}", title=f"Pot {number}", unit_price=1)
        put_in(cast.harbor, product, 1)
    with django_assert_max_num_queries(8):
        ines.get("/basket/")
