"""The maker's and the buyer's pages of orders, through the real HTTP client."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.html import squeezed

from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.orders.models import Order
from anam.people.models import User
from conftest import Cast, after_the_session

SignIn = Callable[[User], Client]
WORDS = "I am so sorry: my kiln is down until spring."


def write(cast: Cast, body: str = "Do you make these in blue?") -> None:
    write_as_buyer(body, buyer=cast.harbor, maker=cast.byrne, by=cast.ines)


def test_the_list_shows_the_most_urgent_first(cast: Cast, sign_in: SignIn) -> None:
    fresh, urgent = cast.order(placed=timedelta(hours=1)), cast.order(placed=timedelta(hours=70))
    page = sign_in(cast.hanna).get("/portal/orders/").content.decode()
    assert page.index(urgent.number) < page.index(fresh.number)
    assert "1 h 59 min left" in page


@pytest.mark.parametrize("path", ["", "contact/", "decline/", "accept/", "ship/"])
def test_a_rival_finds_no_page_of_another_makers_order(cast: Cast, sign_in: SignIn, path: str) -> None:
    """D1"""
    order = cast.order(told=True)
    address = f"/portal/orders/{order.number}/{path}"
    otto = sign_in(cast.otto)
    assert otto.get(address).status_code == 404
    posted = otto.post(address, {"reason": "too_late", "explanation": WORDS, "message": "x", "carrier": "x"})
    assert posted.status_code == 404
    assert Order.objects.get(pk=order.pk).status == "placed"


def test_the_whole_path_by_hand(cast: Cast, sign_in: SignIn) -> None:
    """D3, D5, D7, D10"""
    write(cast)
    order = cast.order()
    hanna = sign_in(cast.hanna)
    address = f"/portal/orders/{order.number}/"
    assert "Cancel Order…" in hanna.get(address).content.decode()
    assert hanna.get(address + "decline/").content.decode().count("Tell <bdi>Harbor") == 1
    told = hanna.post(address + "decline/tell/", {"reason": "too_late", "explanation": WORDS})
    assert told.status_code == 302
    assert Order.objects.get(pk=order.pk).contacted_at
    popup = hanna.get(told.url).content.decode()
    assert "will be released" in popup
    assert WORDS in popup
    answer = hanna.post(address + "decline/", {"reason": "too_late", "explanation": WORDS, "note": "kiln broke"})
    assert answer.status_code == 302
    page = hanna.get(address).content.decode()
    assert "This order is declined" in page
    assert "kiln broke" in page
    buyers = sign_in(cast.ines).get(f"/orders/{order.number}/").content.decode()
    assert WORDS in buyers
    assert "kiln broke" not in buyers


def test_what_is_wrong_with_the_form_is_said_and_what_was_typed_stays(cast: Cast, sign_in: SignIn) -> None:
    """D5"""
    order = cast.order(told=True)
    answer = sign_in(cast.hanna).post(
        f"/portal/orders/{order.number}/decline/", {"explanation": "too short", "note": "My note"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose the reason" in page
    assert "this has 9" in page
    assert "too short" in page
    assert "My note" in page


def test_an_expired_session_loses_none_of_the_typed_text(cast: Cast) -> None:
    order = cast.order(told=True)
    address = f"/portal/orders/{order.number}/decline/"
    client = after_the_session(cast.hanna)
    answer = client.post(address, {"reason": "too_late", "explanation": WORDS, "note": "A note"})
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.url
    assert Order.objects.get(pk=order.pk).status == "placed"
    client.post("/accounts/login/", {"login": cast.hanna.email, "password": "demo"})
    page = client.get(address).content.decode()
    assert WORDS in page
    assert "A note" in page
    assert "What you wrote is still here" in page
    assert 'value="too_late" required checked' in squeezed(page)


def test_a_page_from_before_the_last_sign_in_keeps_the_words(cast: Cast) -> None:
    order = cast.order(told=True)
    client = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    client.force_login(cast.hanna, backend="anam.people.signing_in.EmailBackend")
    address = f"/portal/orders/{order.number}/decline/"
    answer = client.post(address, {"reason": "too_late", "explanation": WORDS})
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert WORDS in page
    assert 'value="too_late" required checked' in squeezed(page)
    assert Order.objects.get(pk=order.pk).status == "placed"


@pytest.mark.parametrize("number", ["a%00b", "%00", "x" * 60, "..", "'%3B--"])
def test_a_number_that_cannot_be_is_no_page(cast: Cast, sign_in: SignIn, number: str) -> None:
    """D1"""
    assert sign_in(cast.hanna).get(f"/portal/orders/{number}/").status_code == 404
    assert sign_in(cast.ines).get(f"/orders/{number}/").status_code == 404


def test_what_nobody_can_see_explains_nothing(cast: Cast, sign_in: SignIn) -> None:
    """D5"""
    order = cast.order(told=True)
    fields = {"reason": "too_late", "explanation": "\u200b" * 12 + "\u202e", "stock-" + "9" * 40: "keep"}
    assert sign_in(cast.hanna).post(f"/portal/orders/{order.number}/decline/", fields).status_code == 422


def test_an_effect_that_was_not_announced_is_shown_first(cast: Cast, sign_in: SignIn) -> None:
    """D11"""
    order = cast.order(told=True)
    hanna, address = sign_in(cast.hanna), f"/portal/orders/{order.number}/decline/"
    shown = hanna.post(address + "preview/", {"reason": "too_late"}).context["plan"].preview_token
    answer = hanna.post(address, {"reason": "out_of_stock", "explanation": WORDS, "preview_token": shown})
    assert answer.status_code == 409
    assert "changed while you were writing" in answer.content.decode()
    again = {"reason": "out_of_stock", "explanation": WORDS, "preview_token": answer.context["plan"].preview_token}
    assert hanna.post(address, again).status_code == 302


def test_the_suggested_words_must_be_finished(cast: Cast, sign_in: SignIn) -> None:
    """D3"""
    write(cast)
    order = cast.order()
    hanna, address = sign_in(cast.hanna), f"/portal/orders/{order.number}/contact/"
    suggestion = hanna.get(address).context["write"].words
    assert hanna.post(address, {"message": suggestion}).status_code == 409
    assert Order.objects.get(pk=order.pk).contacted_at is None


def test_search_finds_by_number_buyer_and_product(cast: Cast, sign_in: SignIn) -> None:
    order, other = cast.order(lines=[(cast.mug, 1)]), cast.order(lines=[(cast.bowl, 1)])
    hanna = sign_in(cast.hanna)
    for words in (order.number, "mug", "harb mug"):
        page = hanna.get("/portal/orders/", {"q": words}).content.decode()
        assert order.number in page
        assert other.number not in page
    assert "No order matches" in hanna.get("/portal/orders/", {"q": "zebra"}).content.decode()


@pytest.mark.parametrize("cursor", ["", "x", "1.2.3", "99999999999999999999999.1", "-5.-5", "\x00"])
def test_a_cursor_that_makes_no_sense_is_the_first_page(cast: Cast, sign_in: SignIn, cursor: str) -> None:
    order = cast.order()
    answer = sign_in(cast.hanna).get("/portal/orders/", {"after": cursor})
    assert answer.status_code == 200
    if "." not in cursor:
        assert order.number in answer.content.decode()


def test_pages_follow_each_other_without_gap_or_repeat(cast: Cast, sign_in: SignIn) -> None:
    numbers = {cast.order(placed=timedelta(minutes=5), lines=[(cast.bowl, 1)]).number for _ in range(53)}
    hanna, seen, after = sign_in(cast.hanna), [], ""
    while True:
        page = hanna.get("/portal/orders/", {"after": after}).context["page"]
        seen += [order.number for order in page.orders]
        after = page.next
        if not after:
            break
    assert len(seen) == 53
    assert set(seen) == numbers


@pytest.mark.parametrize("orders", [3, 40])
def test_the_list_costs_the_same_queries_for_few_orders_and_for_many(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, orders: int
) -> None:
    for _ in range(orders):
        cast.order(lines=[(cast.bowl, 1)])
    hanna = sign_in(cast.hanna)
    with django_assert_num_queries(6):
        hanna.get("/portal/orders/")


@pytest.mark.parametrize("lines", [1, 30])
def test_the_editing_order_view_costs_the_same_queries_for_few_lines_and_for_many(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, lines: int
) -> None:
    order = cast.order(lines=[(cast.mug, 1)] * lines, told=True)
    for number in range(lines):
        write(cast, f"Message {number}")
    hanna = sign_in(cast.hanna)
    with django_assert_num_queries(10):
        hanna.get(f"/portal/orders/{order.number}/")


def test_a_decline_costs_at_most_ten_statements(
    cast: Cast, sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    order = cast.order(told=True)
    hanna = sign_in(cast.hanna)
    with django_assert_max_num_queries(10):
        hanna.post(f"/portal/orders/{order.number}/decline/", {"reason": "too_late", "explanation": WORDS})
    assert Order.objects.get(pk=order.pk).status == "declined"
