"""Rows of statements that are written by hand are read by names."""

import re
from dataclasses import dataclass

import pytest
from django.core.exceptions import FieldFetchBlocked

from anam.catalog.models import Product
from anam.orders.cancellation.context import load_context
from anam.partial import without
from anam.policy.models import Reason
from anam.sql import execute, fetch_all, fetch_first, fetch_one, fetch_value, fetch_values
from conftest import Cast
from tests.rooms import HOME


@dataclass(frozen=True)
class Jug:
    price: int
    title: str


def test_columns_find_their_fields_in_any_order(db: None) -> None:
    assert fetch_all(Jug, "SELECT 'Jug' AS title, 1450 AS price") == [Jug(1450, "Jug")]
    assert fetch_one(Jug, "SELECT %(title)s AS title, 1 AS price", {"title": "Tall jug"}) == Jug(1, "Tall jug")
    assert fetch_first(Jug, "SELECT 'Jug' AS title, 1450 AS price WHERE false") is None
    with pytest.raises(LookupError):
        fetch_one(Jug, "SELECT 'Jug' AS title, 1450 AS price WHERE false")


def test_a_column_that_is_no_field_is_an_error(db: None) -> None:
    with pytest.raises(TypeError):
        fetch_all(Jug, "SELECT 'Jug' AS title, 1450 AS cost")


def test_one_column_is_its_values(db: None) -> None:
    assert fetch_values("SELECT generate_series(1, %s)", [3]) == [1, 2, 3]
    assert fetch_value("SELECT 7") == 7
    assert fetch_value("SELECT 7 WHERE false") is None


def test_a_change_says_how_many_rows_it_changed(db: None) -> None:
    assert execute("UPDATE policy SET why = 'Again' WHERE false") == 0


def test_an_object_without_some_columns_does_not_look_whole(cast: Cast) -> None:
    product = without(Product.objects.all(), "description").get(pk=cast.mug.pk)
    assert product.title == "Mug, oatmeal"
    with pytest.raises(FieldFetchBlocked):
        assert product.description


def test_the_reason_and_the_payment_of_a_plan_are_whole(cast: Cast) -> None:
    order = cast.order()
    reason = Reason.objects.get(key="out_of_stock", until=None)
    found = load_context(order, reason_key="out_of_stock").reason
    assert found
    assert {name.attname: getattr(found, name.attname) for name in Reason._meta.concrete_fields} == {
        name.attname: getattr(reason, name.attname) for name in Reason._meta.concrete_fields
    }
    assert not order.payment.get_deferred_fields()


def test_columns_are_left_out_in_one_way() -> None:
    files = {path: path.read_text() for path in HOME.rglob("*.py") if "tests" not in path.parts}
    found = [path.name for path, text in files.items() if re.search(r"(?<!jobs)\.(?:only|defer)\([\"'*]", text)]
    assert found == ["partial.py"]
