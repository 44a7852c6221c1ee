"""What comes in is known by what its source knows it by: twice is once, and a dry run is the run."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from anam.catalog.models import Product, StockMovement
from anam.imports.tests.export import BOWL, RUG, order, text_of
from anam.imports.tests.samples import faire, olist_in, shopify, woocommerce
from anam.orders.models import Order
from anam.payments.models import PaymentOperation
from conftest import Cast

HEADER = (
    "Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,"
    "Variant Price\n"
)
TWO = (
    f"{HEADER}star-winter,Winter,Byrne Ceramics,Pack,1,STAR-1,,,9.00\n"
    "star-forest,Forest,Byrne Ceramics,Pack,1,STAR-1,,,11.00\n"
)
SIZES = HEADER + "apron,Apron,Byrne Ceramics,Size,S,APR-7,shopify,4,30.00\napron,,,,M,APR-7,shopify,2,31.00\n"


def products(folder: Path, text: str, **options: object) -> tuple[str, str]:
    return run("products", folder, text, format="shopify-csv", **options)


def run(what: str, folder: Path, text: str, **options: object) -> tuple[str, str]:
    """What it says at its end, and of single ones."""
    path, out, err = folder / "file", StringIO(), StringIO()
    path.write_text(text)
    return finish(lambda: call_command(f"import_{what}", path, stdout=out, stderr=err, **options), out, err)


def finish(call: Callable[[], None], out: StringIO, err: StringIO) -> tuple[str, str]:
    try:
        call()
    except CommandError as error:
        return str(error), err.getvalue()
    return out.getvalue(), err.getvalue()


def sold() -> dict[str, tuple[str, int]]:
    new = Product.objects.exclude(source_key="").order_by("id")
    return {one.sku: (one.title, one.unit_price) for one in new}


def everything() -> list[object]:
    return [list(table.objects.order_by("pk").values_list()) for table in (Product, StockMovement, Order)]


def test_one_sku_of_two_products_brings_both_in_and_names_the_other(cast: Cast, tmp_path: Path) -> None:
    out, err = products(tmp_path, TWO)
    assert "2 products read: 2 imported" in out
    assert sold() == {"STAR-1": ("Winter, 1", 900), "star-forest-1": ("Forest, 1", 1100)}
    assert "The SKU “STAR-1” of “Forest, 1” belongs to another product" in err
    assert "here it is “star-forest-1”" in err


def test_one_sku_of_all_variants_brings_each_in(cast: Cast, tmp_path: Path) -> None:
    assert "1 imported" in products(tmp_path, SIZES)[0]
    assert sold() == {"APR-7": ("Apron, S", 3000), "apron-m": ("Apron, M", 3100)}
    assert [Product.objects.get(sku=sku).stock for sku in ("APR-7", "apron-m")] == [4, 2]


@pytest.mark.parametrize("text", [TWO, SIZES])
def test_run_again_or_in_another_order_it_changes_nothing(cast: Cast, tmp_path: Path, text: str) -> None:
    products(tmp_path, text)
    before = everything()
    again, _ = products(tmp_path, text)
    assert "0 imported, 0 changed" in again
    head, *rows = text.splitlines(keepends=True)
    if text is TWO:
        assert "0 imported, 0 changed" in products(tmp_path, head + "".join(reversed(rows)))[0]
    assert everything() == before


def test_a_product_that_was_here_by_its_sku_is_taken_over_once(cast: Cast, tmp_path: Path) -> None:
    own = Product.objects.create(maker=cast.byrne, sku="STAR-1", title="Star", unit_price=5)
    products(tmp_path, TWO)
    own.refresh_from_db()
    assert (own.title, own.unit_price) == ("Winter, 1", 900)
    assert len(sold()) == 2


def test_an_option_that_is_called_otherwise_now_is_the_same_variant(cast: Cast, tmp_path: Path) -> None:
    text = HEADER + "apron,Apron,Byrne Ceramics,Size,S,APR-S,,,30.00\napron,,,,M,APR-M,,,31.00\n"
    products(tmp_path, text)
    products(tmp_path, text.replace(",M,", ",Medium,"))
    assert sold() == {"APR-S": ("Apron, S", 3000), "APR-M": ("Apron, Medium", 3100)}


def test_a_sku_that_changed_there_changes_here(cast: Cast, tmp_path: Path) -> None:
    products(tmp_path, SIZES)
    assert "1 changed" in products(tmp_path, SIZES.replace("M,APR-7", "M,APR-8"))[0]
    assert set(sold()) == {"APR-7", "APR-8"}


@pytest.mark.parametrize("length", [64, 65, 255, 256, 400])
def test_skus_of_any_length_come_in_and_a_cut_one_is_named(cast: Cast, tmp_path: Path, length: int) -> None:
    text = HEADER + "".join(f"p{one},P,Byrne Ceramics,,,{'S' * length}{one},,,9.00\n" for one in "12")
    out, err = products(tmp_path, text)
    assert "2 imported" in out
    assert ("it was cut" in err) == (length >= 255)
    assert "0 imported, 0 changed, 2 already there" in products(tmp_path, text)[0]


def test_a_long_handle_without_a_sku_and_long_titles_come_in_whole(cast: Cast, tmp_path: Path) -> None:
    text = f"{HEADER}{'h' * 250},{'t' * 255},Byrne Ceramics,Size,{'o' * 255},,,,9.00\n"
    assert "1 imported" in products(tmp_path, text)[0]
    ((sku, (title, _)),) = sold().items()
    assert (len(sku), title) == (255, f"{'t' * 255}, {'o' * 255}")


PRODUCT_FILES = {
    "two": TWO,
    "sizes": SIZES,
    "twice": TWO + TWO.removeprefix(HEADER),
    "both": TWO + SIZES.removeprefix(HEADER),
    "back and forth": TWO + TWO.removeprefix(HEADER).replace("STAR-1", "STAR-2").replace("9.00", "9.50"),
    "new maker": TWO.replace("Byrne Ceramics", "Moss Pots") + SIZES.removeprefix(HEADER),
    "swapped": SIZES + "b,B,Byrne Ceramics,,,apron-m,,,1.00\n" + SIZES.removeprefix(HEADER).replace("APR-7", "APR-9"),
    "bad": TWO + "x,X,Byrne Ceramics,,,STAR-1,,,free\n",
}


@pytest.mark.parametrize("what", sorted(PRODUCT_FILES))
@pytest.mark.parametrize("after", [False, True])
def test_a_dry_run_of_products_says_what_the_run_says(cast: Cast, tmp_path: Path, what: str, after: bool) -> None:
    """D11: also where some of it is there."""
    if after:
        products(tmp_path, SIZES + TWO.removeprefix(HEADER).replace("star-winter", "other"))
    before = everything()
    said, named = products(tmp_path, PRODUCT_FILES[what], dry_run=True)
    assert everything() == before
    really, of_each = products(tmp_path, PRODUCT_FILES[what])
    assert (said.replace(" Nothing was changed: this was a dry run.", ""), named) == (really, of_each)


LATER = {
    "financial_status": "refunded",
    "cancelled_at": "2026-01-07T10:00:00Z",
    "cancel_reason": "customer",
    "refunds": [{"transactions": [{"kind": "refund", "status": "success", "amount": "36.99"}]}],
}
ORDER_FILES = {
    "shopify-json": json.dumps([shopify(), shopify(), shopify(**LATER), shopify(id=2, name="#2", email="")]),
    "woocommerce-json": json.dumps([woocommerce(), woocommerce(number="727b"), woocommerce(
        status="completed", date_completed_gmt="2026-01-08T10:00:00"), woocommerce(status="trash")]),
    "faire-json": json.dumps([faire(), faire(state="CANCELED"), faire(id="bo_2", display_id="B2")]),
    "shopify-csv": text_of(
        order("#1", {}, BOWL, RUG, total="180.50"), order("#1", {}, BOWL, RUG, total="180.50", Refunded_Amount="1.00"),
        order("#2", {"Vendor": "Moss Pots"}, total="14.50", Email="", Billing_Company="-"),
        order("#3", {"Vendor": "Moss Pots"}, total="14.50", Email="", Billing_Company="N/A"),
        order("#3", {"Vendor": "Moss Pots"}, total="14.50", Email="b@shop.example", Fulfillment_Status="odd"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("format", sorted(ORDER_FILES))
@pytest.mark.parametrize("after", [False, True])
def test_a_dry_run_of_orders_says_what_the_run_says(cast: Cast, tmp_path: Path, format: str, after: bool) -> None:
    """D11"""
    if after:
        run("orders", tmp_path, ORDER_FILES[format], format=format)
    said, named = run("orders", tmp_path, ORDER_FILES[format], format=format, dry_run=True)
    really, of_each = run("orders", tmp_path, ORDER_FILES[format], format=format)
    assert (said.replace(" Nothing was changed: this was a dry run.", ""), named) == (really, of_each)
    assert "read: 0 imported" not in really or after


def test_a_dry_run_of_olists_says_what_the_run_says(cast: Cast, tmp_path: Path) -> None:
    """D11"""
    olist_in(tmp_path)
    found = []
    for dry in (True, False):
        out, err = StringIO(), StringIO()
        call_command("import_orders", tmp_path, format="olist", time_zone="UTC", dry_run=dry, stdout=out, stderr=err)
        found.append((out.getvalue().replace(" Nothing was changed: this was a dry run.", ""), err.getvalue()))
    assert found[0] == found[1]


def test_an_order_that_changed_there_is_named_with_both_values_and_moves_no_money(cast: Cast, tmp_path: Path) -> None:
    run("orders", tmp_path, json.dumps([shopify()]), format="shopify-json")
    before = everything()
    out, err = run("orders", tmp_path, json.dumps([shopify(**LATER)]), format="shopify-json")
    assert "1 already there" in out
    assert "There is something to know of 1" in out
    assert "status was “paid” and is “refunded”" in err
    assert "refunded was “$0.00” and is “$36.99”" in err
    assert "cancelled was “no” and is “yes”" in err
    assert "Here it stays as it is: waiting for the maker." in err
    assert everything() == before
    assert not PaymentOperation.objects.exists()


def test_the_same_order_in_another_format_or_under_another_name_is_the_same(cast: Cast, tmp_path: Path) -> None:
    """The number that people see can be changed there; the id cannot."""
    run("orders", tmp_path, json.dumps([shopify()]), format="shopify-json")
    again = [
        run("orders", tmp_path, json.dumps([shopify(name="BC-1051")]), format="shopify-json"),
        run(
            "orders",
            tmp_path,
            text_of(
                order(
                    "#1051",
                    {"Lineitem quantity": "2", "Lineitem price": "9.50"},
                    {**RUG, "Lineitem price": "10.00"},
                    total="36.99",
                    Id="7300400500551",
                    Shipping="7.00",
                    Taxes="2.00",
                    Discount_Amount="1.01",
                    Outstanding_Balance="0.00",
                    Paid_at="2026-01-05 10:00:05 -0500",
                )
            ),
            format="shopify-csv",
        ),
    ]
    assert [("1 already there" in out, err.count("refused"), "changed" in err) for out, err in again] == [
        (True, 0, False),
        (True, 0, False),
    ]


def test_many_buyers_of_one_name_each_get_an_address(cast: Cast, tmp_path: Path) -> None:
    many = [shopify(id=one, name=f"#{one}", email=f"b{one}@shop.example") for one in range(30)]
    assert "30 imported" in run("orders", tmp_path, json.dumps(many), format="shopify-json")[0]


def test_two_orders_of_one_number_whose_shops_tell_them_by_nothing_else_are_named(cast: Cast, tmp_path: Path) -> None:
    """Old versions have no key: what was placed at another moment is another order, and is told from the first."""
    one, other = (woocommerce(order_key="", date_created_gmt=f"2026-01-0{day}T15:00:00") for day in (5, 4))
    run("orders", tmp_path, json.dumps([one]), format="woocommerce-json")
    _, err = run("orders", tmp_path, json.dumps([other]), format="woocommerce-json")
    assert "placed was “2026-01-05 15:00:00 UTC” and is “2026-01-04 15:00:00 UTC”" in err


def test_a_handle_of_two_makers_is_a_product_of_each(cast: Cast, tmp_path: Path) -> None:
    text = f"{HEADER}jug,Jug,Byrne Ceramics,,,J-1,,,9.00\njug,Jug,Otto Weaves,,,J-1,,,11.00\n"
    assert "2 products read: 2 imported" in products(tmp_path, text)[0]
    found = Product.objects.exclude(source_key="").order_by("id").values_list("maker__name", "sku", "unit_price")
    assert list(found) == [("Byrne Ceramics", "J-1", 900), ("Otto Weaves", "J-1", 1100)]


def test_more_pieces_than_anybody_counts_are_a_product_all_the_same(cast: Cast, tmp_path: Path) -> None:
    out, err = products(tmp_path, f"{HEADER}jug,Jug,Byrne Ceramics,,,J-1,shopify,99999999999,9.00\n")
    assert "1 imported" in out
    assert "no more than 1,000,000 pieces are counted" in err
    assert Product.objects.get(sku="J-1").stock == 1_000_000
