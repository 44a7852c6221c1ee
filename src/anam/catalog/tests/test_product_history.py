"""Who changed what of a product: price, stock, archived or sold again, in the same transaction as the change."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from anam.catalog.actions.archive_product import archive_product
from anam.catalog.actions.count_stock import count_stock
from anam.catalog.actions.sell_again import sell_again
from anam.catalog.models import ProductChange
from anam.catalog.product_writing import Author
from anam.catalog.stock import reserve
from anam.people.models import User
from anam.sql import execute
from conftest import Cast

SignIn = Callable[[User], Client]


def written(cast: Cast) -> list[tuple[str, dict[str, list[object]]]]:
    found = ProductChange.objects.of_product(cast.mug)
    return [(one.by.name if one.by else "", one.changes) for one in reversed(found)]


def test_each_change_is_written_with_who_made_it(cast: Cast) -> None:
    count_stock(cast.mug, stock=40, author=Author(cast.hanna))
    archive_product(cast.mug, author=Author(cast.ravi))
    archive_product(cast.mug, author=Author(cast.hanna))
    sell_again(cast.mug, author=Author(cast.hanna))
    assert written(cast) == [
        (cast.hanna.name, {"stock": [100, 40]}),
        (cast.ravi.name, {"archived": [False, True]}),
        (cast.hanna.name, {"archived": [True, False]}),
    ]


@pytest.mark.parametrize(
    "statement", ["UPDATE product_change SET changes = '{}'", "DELETE FROM product_change", "TRUNCATE product_change"]
)
def test_the_database_itself_changes_no_history_of_a_product(cast: Cast, statement: str) -> None:
    """D12"""
    count_stock(cast.mug, stock=40, author=Author(cast.hanna))
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        execute(statement)


def test_a_count_that_finds_no_difference_and_what_orders_take_are_no_change_by_anybody(cast: Cast) -> None:
    count_stock(cast.mug, stock=100, author=Author(cast.hanna))
    reserve({cast.mug.pk: 6})
    assert written(cast) == []


def test_members_read_it_on_the_products_page_and_nobody_else(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    path = f"/portal/products/{cast.mug.pk}/edit/"
    hanna = sign_in(cast.hanna)
    sent = {field.name: field.value() or "" for field in hanna.get(path).context["form"]}
    hanna.post(path, {**sent, "price": "16.00"})
    archive_product(cast.mug, author=Author(cast.ravi, "api"))
    page = " ".join(sign_in(cast.ravi).get(path).content.decode().split())
    assert "Price: $14.50 → $16.00" in page
    assert "Archived" in page
    assert f"{cast.ravi.name}, API" in page
    assert sign_in(cast.otto).get(path).status_code == 404
