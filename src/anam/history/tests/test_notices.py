"""The bell's page: what is new, and what was read and stays."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries
from tests.html import squeezed

from anam.history import views
from anam.notifications.models import Notice
from anam.people.models import User
from conftest import Cast

SignIn = Callable[[User], Client]


def notices(client: Client, address: str = "/notices/") -> str:
    return squeezed(client.get(address).content.decode())


def test_what_was_read_stays_and_is_no_longer_new(cast: Cast, sign_in: SignIn) -> None:
    order, hanna = cast.order(), sign_in(cast.hanna)
    first = notices(hanna)
    assert ">New</h2>" in first
    assert order.number in first
    assert not Notice.objects.of_user(cast.hanna).unread().exists()
    again = notices(hanna)
    assert ">New</h2>" not in again
    assert ">Earlier</h2>" in again
    assert order.number in again


@pytest.mark.parametrize("many", [1, 12])
def test_the_list_costs_the_same_queries_for_one_notice_and_for_many(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    for _ in range(many):
        cast.order()
    hanna = sign_in(cast.hanna)
    with django_assert_num_queries(5):
        hanna.get("/notices/")


def test_older_ones_are_a_page_further_and_reading_them_marks_nothing(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MAX_SHOWN", 2)
    orders, hanna = [cast.order() for _ in range(3)], sign_in(cast.hanna)
    newest = Notice.objects.of_user(cast.hanna).order_by("-id")
    second = newest[1].pk
    older = notices(hanna, f"/notices/?before={second}")
    assert orders[0].number in older
    assert orders[2].number not in older
    assert newest.unread().count() == len(newest)
    assert f'href="?before={second}"' in notices(hanna)
    assert 'rel="next"' not in older


@pytest.mark.parametrize("before", ["x", "9" * 40, "-1", ""])
def test_what_is_no_number_is_the_first_page(cast: Cast, sign_in: SignIn, before: str) -> None:
    order = cast.order()
    assert order.number in notices(sign_in(cast.hanna), f"/notices/?before={before}")


def test_without_any_the_page_says_what_comes_here(cast: Cast, sign_in: SignIn) -> None:
    assert "No notices yet" in notices(sign_in(cast.otto))
