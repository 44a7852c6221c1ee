"""Long lists of products, a page at a time: the storefront that shops look at, and the maker's own list."""

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.html import squeezed

from anam.catalog.models import Product
from anam.catalog.paging import CARDS, ROWS
from anam.catalog.restock import RestockAlert
from anam.people.models import User
from conftest import Cast

SignIn = Callable[[User], Client]
# The session, the person, the storefront, what it sells, a page of it, its shipping, and the two of every page.
_STATEMENTS = 7
FRONT, OWN = "/m/byrne/", "/portal/products/"


def stocked(cast: Cast, most: int, **facts: object) -> list[Product]:
    """So many products, of which the maker has no others."""
    Product.objects.of_maker(cast.byrne).exclude(title__startswith="Vase").update(retired_at=cast.hanna.joined_at)
    return Product.objects.bulk_create(
        Product(maker=cast.byrne, sku=f"V{n:03}", title=f"Vase {n:03}", unit_price=100, **{"stock": 5, **facts})
        for n in range(most)
    )


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return squeezed(answer.content.decode())


def link(page: str, rel: str) -> str:
    """Where the link of that relation leads; "" where there is none."""
    found = re.search(rf'rel="{rel}" href="([^"]*)"', page)
    return unescape(found[1]) if found else ""


def walked(client: Client, path: str) -> Iterator[str]:
    """Its pages, one after the other, as the links lead."""
    page = read(client, path)
    yield page
    while following := link(page, "next"):
        page = read(client, path.partition("?")[0] + following)
        yield page


def titles(page: str) -> list[str]:
    return re.findall(r"(?:<bdi>|\">)(Vase \d{3})<", page)


def test_a_storefront_shows_each_product_once_on_a_page_of_its_own(cast: Cast) -> None:
    made = stocked(cast, 2 * CARDS + 1)
    pages = list(walked(Client(), FRONT))
    assert [len(titles(page)) for page in pages] == [CARDS, CARDS, 1]
    assert [title for page in pages for title in titles(page)] == [one.title for one in made]


def test_a_page_says_where_it_is_and_leads_both_ways(cast: Cast) -> None:
    stocked(cast, 2 * CARDS + 1)
    first, second, last = walked(Client(), FRONT)
    assert f"Products 1–{CARDS} of {2 * CARDS + 1}" in first
    assert f"Products {2 * CARDS + 1} of {2 * CARDS + 1}" in last
    assert "<title>Byrne Ceramics · " in first
    assert "<title>Byrne Ceramics, page 2 · " in second
    assert (link(first, "prev"), link(first, "next")) == ("", "?page=2#products")
    assert (link(second, "prev"), link(second, "next")) == ("?#products", "?page=3#products")
    assert (link(last, "prev"), link(last, "next")) == ("?page=2#products", "")


@pytest.mark.parametrize("most", [0, 1, CARDS])
def test_a_storefront_that_fits_has_no_pages(cast: Cast, most: int) -> None:
    stocked(cast, most)
    page = read(Client(), FRONT)
    assert len(titles(page)) == most
    assert 'aria-label="Pages"' not in page
    assert ("No products yet" in page) == (not most)


def test_variants_are_one_and_stay_together_wherever_a_page_ends(cast: Cast) -> None:
    made = stocked(cast, CARDS + 2)
    cups = made[CARDS - 1 :]
    Product.objects.filter(pk__in=[cup.pk for cup in cups]).update(group="Vase 023")
    page = read(Client(), FRONT)
    assert len(titles(page)) == CARDS
    assert "3 variants" in page
    assert 'aria-label="Pages"' not in page


@pytest.mark.parametrize(
    ("asked", "number"), [("0", 2), ("-1", 2), ("x", 1), ("", 1), ("%00", 1), ("²", 1), ("99", 2), ("9" * 5000, 1)]
)
def test_a_page_that_there_is_not_is_the_nearest(cast: Cast, asked: str, number: int) -> None:
    stocked(cast, CARDS + 1)
    expected = CARDS if number == 1 else 1
    assert len(titles(read(Client(), f"{FRONT}?page={asked}"))) == expected


def test_who_signs_in_comes_back_to_the_same_page(cast: Cast) -> None:
    stocked(cast, CARDS + 1)
    assert f"/accounts/login/?next={FRONT}%3Fpage%3D2" in read(Client(), f"{FRONT}?page=2")


@pytest.mark.parametrize("quantity", ["1", "nonsense", "9999"])
def test_who_adds_to_the_basket_comes_back_to_the_same_page(cast: Cast, sign_in: SignIn, quantity: str) -> None:
    last = stocked(cast, CARDS + 1)[-1]
    ines = sign_in(cast.ines)
    assert '<input type="hidden" name="page" value="2">' in read(ines, f"{FRONT}?page=2")
    assert 'name="page"' not in read(ines, FRONT)
    sent = {"product": last.pk, "quantity": quantity}
    assert ines.post("/basket/", {**sent, "page": "2"}).url == f"{FRONT}?page=2"
    assert ines.post("/basket/", sent).url == FRONT
    assert ines.post("/basket/", {**sent, "page": "2&next=//elsewhere.test"}).url == FRONT


def test_who_waits_for_a_product_comes_back_to_the_same_page(cast: Cast, sign_in: SignIn) -> None:
    last = stocked(cast, CARDS + 1, stock=0)[-1]
    ines = sign_in(cast.ines)
    assert '<input type="hidden" name="page" value="2">' in read(ines, f"{FRONT}?page=2")
    sent = {"product": last.pk, "back": "storefront", "page": "2"}
    assert ines.post("/alerts/ask/", sent).url == f"{FRONT}?page=2"
    assert RestockAlert.objects.filter(product=last).exists()
    assert ines.post("/alerts/stop/", sent).url == f"{FRONT}?page=2"


def test_a_storefront_takes_as_many_statements_however_much_it_sells(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ines = sign_in(cast.ines)
    stocked(cast, 3)
    ines.get(FRONT)
    with django_assert_num_queries(_STATEMENTS):
        ines.get(FRONT)
    Product.objects.filter(title__startswith="Vase").delete()
    stocked(cast, 3 * CARDS)
    with django_assert_num_queries(_STATEMENTS):
        ines.get(f"{FRONT}?page=2")


def test_the_makers_own_list_shows_each_product_once(cast: Cast, sign_in: SignIn) -> None:
    made = stocked(cast, 2 * ROWS + 1)
    pages = list(walked(sign_in(cast.hanna), OWN))
    assert [title for page in pages for title in titles(page)] == [one.title for one in made]
    assert f"Products {ROWS + 1}–{2 * ROWS} of {2 * ROWS + 1}" in pages[1]
    assert "<title>Products, page 2 · " in pages[1]


def test_the_pages_of_a_search_and_of_the_archive_stay_in_them(cast: Cast, sign_in: SignIn) -> None:
    stocked(cast, ROWS + 1, retired_at=cast.hanna.joined_at)
    first, last = walked(sign_in(cast.hanna), f"{OWN}?tab=archived&q=vase")
    assert link(first, "next") == "?tab=archived&q=vase&page=2#products"
    assert link(last, "prev") == "?tab=archived&q=vase#products"
    assert len(titles(last)) == 1


def test_a_new_count_leaves_the_maker_on_the_page_and_all_others_as_they_are(cast: Cast, sign_in: SignIn) -> None:
    last = stocked(cast, ROWS + 1)[-1]
    hanna = sign_in(cast.hanna)
    for stock in ("7", "nonsense"):
        answer = hanna.post(f"{OWN}?q=vase&page=2", {"product": last.pk, "stock": stock})
        assert answer.url == f"{OWN}?q=vase&page=2"
    counted = dict(Product.objects.filter(title__startswith="Vase").values_list("title", "stock"))
    assert counted.pop(last.title) == 7
    assert set(counted.values()) == {5}


def test_who_edits_archives_or_sells_again_comes_back_to_the_page_it_is_on(cast: Cast, sign_in: SignIn) -> None:
    made = stocked(cast, 2 * ROWS + 1)
    hanna, last, middle, first = sign_in(cast.hanna), made[-1], made[ROWS], made[0]
    for product, page in ((last, "?page=3"), (middle, "?page=2"), (first, "")):
        path = f"{OWN}{product.pk}/edit/"
        form = {field.name: field.value() or "" for field in hanna.get(path).context["form"]}
        assert hanna.post(path, form).url == f"{OWN}{page}"
    assert hanna.post(f"{OWN}{last.pk}/archive/").url == f"{OWN}?page=3"
    assert hanna.get(f"{OWN}?page=3").status_code == 200  # it was the only one there
    assert hanna.post(f"{OWN}{last.pk}/archive/").url == f"{OWN}?tab=archived"
    assert hanna.post(f"{OWN}{last.pk}/sell/").url == f"{OWN}?page=3"
