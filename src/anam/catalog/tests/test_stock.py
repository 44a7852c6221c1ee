"""Stock: relative moves, each with its row, so that their sum is what there is (D9)."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Sum

from anam.catalog.models import Product, StockMovement
from anam.catalog.stock import Release, count, release, reserve
from anam.clock import database_now
from anam.people.models import User
from conftest import Cast


def stock_of(product: Product) -> int | None:
    return Product.objects.get(pk=product.pk).stock


def sum_of_moves(product: Product) -> int:
    return StockMovement.objects.filter(product=product).aggregate(sum=Sum("quantity"))["sum"] or 0


def cancellation_of(line: Any) -> int:
    """The record that stock goes back for; what it says does not matter here."""
    made = line.order.cancellations.create(
        maker_id=line.maker_id,
        final=False,
        key="one",
        on_behalf_of="maker",
        amount=0,
        explanation="They broke.",
        reason=apps.get_model("policy", "Reason").objects.get(key="out_of_stock"),
        at=database_now(),
        in_time=True,
        by=User.objects.get(name="Hanna"),
    )
    return int(made.pk)


def test_a_count_is_written_as_the_difference(cast: Cast) -> None:
    count(cast.mug.pk, stock=40)
    count(cast.mug.pk, stock=70)
    moves = StockMovement.objects.filter(product=cast.mug).order_by("pk")
    assert [(move.cause, move.quantity) for move in moves] == [("counted", 100), ("counted", -60), ("counted", 30)]
    assert stock_of(cast.mug) == sum_of_moves(cast.mug) == 70


def test_to_count_what_was_not_counted_begins_anew(cast: Cast) -> None:
    count(cast.bowl.pk, stock=7)
    assert stock_of(cast.bowl) == sum_of_moves(cast.bowl) == 7


def test_what_is_held_is_not_free_any_more(cast: Cast) -> None:
    assert reserve({cast.mug.pk: 30}) == {cast.mug.pk}
    assert stock_of(cast.mug) == 70


def test_all_that_there_is_can_be_held_and_no_more(cast: Cast) -> None:
    assert reserve({cast.mug.pk: 101}) == set()
    assert stock_of(cast.mug) == 100
    assert reserve({cast.mug.pk: 100}) == {cast.mug.pk}
    assert stock_of(cast.mug) == 0
    assert reserve({cast.mug.pk: 1}) == set()


def test_of_several_those_that_suffice_are_held(cast: Cast) -> None:
    """The caller sees from the answer which are missing, and takes all of it back."""
    vase = Product.objects.create(maker=cast.byrne, sku="VAS-01", title="Vase", unit_price=100, stock=1)
    assert reserve({vase.pk: 2, cast.mug.pk: 2, cast.bowl.pk: 2}) == {cast.mug.pk}
    assert (stock_of(vase), stock_of(cast.mug), stock_of(cast.bowl)) == (1, 98, None)
    assert reserve({}) == set()


def test_stock_below_zero_is_refused_by_the_database(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Product.objects.filter(pk=cast.mug.pk).update(stock=-1)


def test_what_is_released_goes_back_once_for_each_line(cast: Cast) -> None:
    """D7, D9"""
    line = cast.order(lines=[(cast.mug, 10)]).lines.get()
    assert stock_of(cast.mug) == 90
    given, cause = [Release(line.pk, cast.mug.pk, returned=10, zeroed=False)], cancellation_of(line)
    release(given, at=database_now(), cancellation_id=cause)
    assert stock_of(cast.mug) == sum_of_moves(cast.mug) == 100
    with pytest.raises(IntegrityError), transaction.atomic():
        release(given, at=database_now(), cancellation_id=cause)
    assert stock_of(cast.mug) == 100


def test_out_of_stock_leaves_none(cast: Cast) -> None:
    """D9"""
    line = cast.order(lines=[(cast.mug, 10)]).lines.get()
    zeroed = [Release(line.pk, cast.mug.pk, returned=0, zeroed=True)]
    release(zeroed, at=database_now(), cancellation_id=cancellation_of(line))
    assert stock_of(cast.mug) == sum_of_moves(cast.mug) == 0


def test_two_lines_of_one_product_go_back_together(cast: Cast) -> None:
    """D9"""
    lines = list(cast.order(lines=[(cast.mug, 3), (cast.mug, 4)]).lines.order_by("pk"))
    assert stock_of(cast.mug) == 93
    given = [Release(line.pk, cast.mug.pk, returned=line.reserved, zeroed=False) for line in lines]
    release(given, at=database_now(), cancellation_id=cancellation_of(lines[0]))
    assert stock_of(cast.mug) == sum_of_moves(cast.mug) == 100


def test_where_one_line_says_none_are_left_none_are(cast: Cast) -> None:
    """D9"""
    first, second = cast.order(lines=[(cast.mug, 3), (cast.mug, 4)]).lines.order_by("pk")
    release(
        [Release(first.pk, cast.mug.pk, returned=3, zeroed=False), Release(second.pk, cast.mug.pk, 0, zeroed=True)],
        at=database_now(),
        cancellation_id=cancellation_of(first),
    )
    assert stock_of(cast.mug) == sum_of_moves(cast.mug) == 0


def test_what_is_not_counted_is_left_alone(cast: Cast) -> None:
    """D9"""
    line = cast.order(lines=[(cast.bowl, 3)]).lines.get()
    cause = cancellation_of(line)
    release([Release(line.pk, cast.bowl.pk, returned=3, zeroed=True)], at=database_now(), cancellation_id=cause)
    release([], at=database_now(), cancellation_id=cause)
    assert stock_of(cast.bowl) is None
    assert not StockMovement.objects.filter(product=cast.bowl).exists()
