"""Olist's folder: its files brought together, to plain orders, and what is refused, with its line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from anam.imports.parsed import UnusableFile
from anam.imports.tests.samples import OLIST, olist_in, read

pytestmark = [pytest.mark.django_db]
ZONE = "America/Sao_Paulo"


def test_it_brings_the_files_together(tmp_path: Path) -> None:
    orders, bad, _ = read("olist", olist_in(tmp_path), zone=ZONE)
    first = orders[0]
    assert [(line.maker, line.quantity, line.unit_price, line.shipping, line.place) for line in first.lines] == [
        ("Seller s1", 2, 4130, 2440, "Olinda"),
        ("Seller s2", 1, 1000, 100, ""),
    ]
    assert (first.buyer.name, first.buyer.place, first.buyer.country) == ("Customer u1", "Natal", "BR")
    assert first.placed_at == datetime(2017, 1, 5, 12, tzinfo=UTC)  # summer time in São Paulo
    assert (first.payment.captured, first.completed_at is not None) == (11800, True)
    assert (orders[1].cancel_reason, orders[1].payment.status) == ("out_of_stock", "none")
    assert orders[2].accepted_at == datetime(2017, 1, 5, 15, 10, tzinfo=UTC)
    assert [(one.line_number, one.name) for one in bad] == [(4, "o3")]
    assert "none of its items is in the file" in bad[0].why


def test_an_hour_that_came_twice_is_the_second_where_the_first_was_before(tmp_path: Path) -> None:
    """Summer time ended in São Paulo at midnight of 18 February 2017: 23:10 came twice."""
    orders = OLIST["olist_orders_dataset.csv"].replace("2017-01-05 13:00:00", "2017-02-18 23:50:00")
    orders = orders.replace("2017-01-05 13:10:00", "2017-02-18 23:10:00")
    found, _, _ = read("olist", olist_in(tmp_path, orders=orders), zone=ZONE)
    last = found[-1]
    assert last.accepted_at
    assert (last.accepted_at - last.placed_at).seconds == 20 * 60


def test_without_its_zone_it_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="as in --time-zone America/Sao_Paulo"):
        read("olist", olist_in(tmp_path))


def test_missing_files_and_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="no column order_status"):
        read("olist", olist_in(tmp_path, orders="order_id,customer_id\n"), zone=ZONE)
    olist_in(tmp_path)
    (tmp_path / "olist_sellers_dataset.csv").unlink()
    with pytest.raises(UnusableFile, match=r"There is no file .*olist_sellers"):
        read("olist", tmp_path, zone=ZONE)


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("orders", "o1,c1,delivered", "o1,c1,lost", "none that we know"),
        ("orders", "2017-01-09 10:00:00", "2017-01-06 09:00:00", "arrived before it was shipped"),
        ("orders", ",2017-01-09 10:00:00,", ",,", "does not say when"),
        ("orders", "2017-01-05 10:00:00", "2017-01-32 10:00:00", "no time in any calendar"),
        ("orders", "o1,c1", "o1\0,c1", "NUL byte"),
        ("order_items", "o1,1,p1,s1,x,41.30", "o1,1,p1,s1,x,-1.00", "not an amount of money"),
        ("order_items", "o1,1,p1,s1,x,41.30", "o1,2,p1,s1,x,1.00", "there twice"),
        ("order_items", "o1,1,p1,s1", "o1,1,p1,", "does not say what it is"),
        ("order_items", "o1,1,p1,s1,x,41.30,12.20", 'o1,1,"p1,s1', "cannot be read"),
    ],
)
def test_what_cannot_be_true_is_refused_and_spoils_nothing_else(
    tmp_path: Path, file: str, old: str, new: str, words: str
) -> None:
    text = OLIST[f"olist_{file}_dataset.csv"]
    assert old in text
    orders, bad, _ = read("olist", olist_in(tmp_path, **{file: text.replace(old, new, 1)}), zone=ZONE)
    assert len(orders) == 2
    assert words in bad[0].why


def test_items_of_an_order_that_is_not_there_are_named(tmp_path: Path) -> None:
    items = OLIST["olist_order_items_dataset.csv"] + "o9,1,p1,s1,x,41.30,12.20\n"
    _, bad, _ = read("olist", olist_in(tmp_path, order_items=items), zone=ZONE)
    assert (bad[-1].name, bad[-1].why) == ("o9", "Its order is not in olist_orders_dataset.csv.")
