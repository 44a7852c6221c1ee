"""`anam import-products`: variants, stock, prices, drafts; twice is once, and changes are brought up to date."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from anam.catalog.actions.archive_product import archive_product
from anam.catalog.models import Product, ProductChange, StockMovement
from anam.catalog.product_writing import Author
from anam.imports.tests.samples import FILES
from anam.people.models import Maker
from conftest import Cast

HEADER = (
    "Handle,Title,Body (HTML),Vendor,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,"
    "Variant Inventory Qty,Variant Price,Image Src,Status\n"
)
VASE = (
    "vase,Vase,<p>Tall &amp; blue</p>,Byrne Ceramics,true,Size,Small,VASE-S,shopify,7,20.00,https://x/1.jpg,active\n"
    "vase,,,,,,Large,VASE-L,shopify,3,30.00,,\n"
    "vase,,,,,,,,,,,https://x/2.jpg,\n"
)


def run(folder: Path, text: str, **options: object) -> str:
    path, out = folder / "products.csv", StringIO()
    path.write_text(text)
    call_command("import_products", path, format="shopify-csv", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def stock_is_its_movements() -> bool:
    return all(
        product.stock == sum(product.movements.values_list("quantity", flat=True))
        for product in Product.objects.exclude(stock=None)
    )


def test_variants_are_products_and_all_of_them_have_its_pictures(cast: Cast, tmp_path: Path) -> None:
    """D9"""
    assert "1 product read: 1 imported, 0 changed, 0 already there, 0 refused." in run(tmp_path, HEADER + VASE)
    small, large = Product.objects.filter(sku__startswith="VASE").order_by("-sku")
    assert (small.title, small.unit_price, small.stock, small.maker) == ("Vase, Small", 2000, 7, cast.byrne)
    assert (large.title, large.stock, large.description) == ("Vase, Large", 3, "Tall & blue")
    for variant in (small, large):
        assert [one.source_url for one in variant.pictures.all()] == ["https://x/1.jpg", "https://x/2.jpg"]
    assert stock_is_its_movements()


def test_run_again_it_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    """D7"""
    run(tmp_path, HEADER + VASE)
    before = [list(table.objects.order_by("pk").values_list()) for table in (Product, StockMovement, Maker)]
    assert "0 imported, 0 changed, 1 already there" in run(tmp_path, HEADER + VASE)
    assert [list(table.objects.order_by("pk").values_list()) for table in (Product, StockMovement, Maker)] == before


def test_changes_are_brought_up_to_date(cast: Cast, tmp_path: Path) -> None:
    run(tmp_path, HEADER + VASE)
    changed = VASE.replace("20.00", "21.50").replace(",7,", ",4,").replace("active", "archived")
    assert "1 changed" in run(tmp_path, HEADER + changed)
    small = Product.objects.get(sku="VASE-S")
    assert (small.unit_price, small.stock) == (2150, 4)
    assert not Product.objects.of_maker(cast.byrne).for_sale().filter(sku__startswith="VASE").exists()
    retired = small.retired_at
    run(tmp_path, HEADER + changed)
    assert Product.objects.get(sku="VASE-S").retired_at == retired
    run(tmp_path, HEADER + VASE)
    assert Product.objects.of_maker(cast.byrne).for_sale().filter(sku="VASE-S").exists()
    assert stock_is_its_movements()


def test_a_dry_run_changes_nothing_and_says_the_same(cast: Cast, tmp_path: Path) -> None:
    out = run(tmp_path, HEADER + VASE + VASE.replace("vase,", "pot,").replace("VASE", "POT"), dry_run=True)
    assert "2 products read: 2 imported" in out
    assert "Nothing was changed" in out
    assert not Product.objects.filter(sku__startswith="VASE").exists()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("20.00", "-20.00", "not an amount of money"),
        ("20.00", "20.005", "too many decimals"),
        ("20.00", "", "its price is empty"),
        (",7,", ",many,", "no number of pieces"),
        ("Byrne Ceramics", "", "Vendor is empty"),
        ("vase,Vase", "vase,", "no Handle or no Title"),
    ],
)
def test_a_bad_variant_refuses_the_whole_product(cast: Cast, tmp_path: Path, old: str, new: str, words: str) -> None:
    other = "mug,Mug,,Byrne Ceramics,true,,,NEW-MUG,,,9.00,,\n"
    path, err = tmp_path / "p.csv", StringIO()
    path.write_text(HEADER + VASE.replace(old, new, 1) + other)
    call_command("import_products", path, format="shopify-csv", stdout=StringIO(), stderr=err)
    assert words in err.getvalue()
    assert not Product.objects.filter(sku__startswith="VASE").exists()
    assert Product.objects.get(sku="NEW-MUG").stock is None


@pytest.mark.parametrize(
    ("quantity", "tracker", "stock"), [("-4", "shopify", 0), ("5", "", None), ("", "shopify", None)]
)
def test_stock_is_counted_where_shopify_counts_it(
    cast: Cast, tmp_path: Path, quantity: str, tracker: str, stock: int | None
) -> None:
    run(tmp_path, f"{HEADER}pot,Pot,,Byrne Ceramics,true,,,POT,{tracker},{quantity},9.00,,\n")
    assert Product.objects.get(sku="POT").stock == stock


def test_the_names_of_columns_that_shopify_uses_now_are_known(cast: Cast, tmp_path: Path) -> None:
    run(
        tmp_path,
        "Title,URL handle,Description,Vendor,Status,SKU,Option1 value,Price,Inventory quantity\n"
        "Pot,pot,Round,Byrne Ceramics,Draft,POT,,9.00,5\n",
    )
    pot = Product.objects.get(sku="POT")
    assert (pot.stock, pot.retired_at is not None) == (5, True)


def test_what_has_no_sku_is_known_by_handle_and_options(cast: Cast, tmp_path: Path) -> None:
    text = HEADER + VASE.replace("VASE-S", "").replace("VASE-L", "")
    run(tmp_path, text)
    assert set(Product.objects.filter(sku__startswith="vase").values_list("sku", flat=True)) == {
        "vase-small",
        "vase-large",
    }
    assert "1 already there" in run(tmp_path, text)


def test_a_maker_who_is_not_there_sells_in_the_currency_that_is_named(cast: Cast, tmp_path: Path) -> None:
    run(tmp_path, f"{HEADER}pot,Pot,,Moss Glass,true,,,POT,,,900,,\n", currency="JPY")
    assert (Product.objects.get(sku="POT").unit_price, Maker.objects.get(slug="moss-glass").storefront.currency) == (
        900,
        "JPY",
    )


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("Handle,Title\nx,X\n", {}, "no column Variant Price"),
        (HEADER + VASE, {"maker": "nobody"}, "There is no maker “nobody”"),
        (HEADER + VASE, {"currency": "XQX"}, "no currency"),
        (HEADER + "x,X,,,,,,,,,9.00,,\n", {}, "1 refused"),
    ],
)
def test_what_cannot_be_used_is_one_line(
    cast: Cast, tmp_path: Path, text: str, options: dict[str, str], words: str
) -> None:
    with pytest.raises(CommandError, match=words) as error:
        run(tmp_path, text, **options)
    assert "\n" not in str(error.value)


@pytest.mark.django_db
def test_whole_files_with_different_columns_come_in_once() -> None:
    read = 0
    for path in sorted(FILES.glob("shopify-products-*.csv")):
        out, err = StringIO(), StringIO()
        call_command("import_products", path, format="shopify-csv", stdout=out, stderr=err)
        assert "refused. " not in err.getvalue()
        read += int(out.getvalue().split(" ")[0])
    assert read == 8
    before = list(Product.objects.order_by("pk").values_list())
    for path in FILES.glob("shopify-products-*.csv"):
        call_command("import_products", path, format="shopify-csv", stdout=StringIO(), stderr=StringIO())
    assert list(Product.objects.order_by("pk").values_list()) == before


def test_variants_are_a_group_with_their_options_and_the_kind_that_the_file_names(cast: Cast, tmp_path: Path) -> None:
    header = HEADER.replace(",Published,", ",Published,Type,")
    typed = VASE.replace("true,Size", "true,Stoneware vases,Size").replace("vase,,,,,,", "vase,,,,,,,")
    run(tmp_path, header + typed)
    small, large = Product.objects.filter(group="Vase").order_by("-sku")
    assert (small.options, large.options) == ({"Size": "Small"}, {"Size": "Large"})
    assert {small.kind, large.kind} == {"ceramics"}
    Product.objects.filter(pk=small.pk).update(kind="glass")
    assert "1 already there" in run(tmp_path, header + typed)
    assert Product.objects.get(pk=small.pk).kind == "glass"


def test_two_products_that_are_called_alike_are_two_groups(cast: Cast, tmp_path: Path) -> None:
    other = VASE.replace("vase,", "vase-2,").replace("VASE-", "TALL-")
    run(tmp_path, HEADER + VASE + other)
    assert set(Product.objects.exclude(group="").values_list("group", flat=True)) == {"Vase", "Vase (vase-2)"}
    assert "0 changed, 2 already there" in run(tmp_path, HEADER + VASE + other)


def test_what_was_archived_here_stays_so_and_that_is_said(cast: Cast, tmp_path: Path) -> None:
    run(tmp_path, HEADER + VASE)
    small = Product.objects.get(sku="VASE-S")
    archive_product(small, author=Author(cast.hanna))
    report = tmp_path / "report.csv"
    run(tmp_path, HEADER + VASE.replace("20.00", "22.00"), report=report)
    assert "“Vase, Small” was archived here and stays so; sell it again on its page." in report.read_text()
    small.refresh_from_db()
    assert (small.archived, small.unit_price) == (True, 2200)


def test_what_a_file_archived_comes_back_with_a_file_and_that_is_said(cast: Cast, tmp_path: Path) -> None:
    run(tmp_path, HEADER + VASE.replace("active", "draft"))
    report = tmp_path / "report.csv"
    run(tmp_path, HEADER + VASE, report=report)
    assert "“Vase, Small” was not for sale, and is again." in report.read_text()
    assert not Product.objects.get(sku="VASE-S").archived


def test_what_an_import_changes_stands_in_the_history_of_a_product(cast: Cast, tmp_path: Path) -> None:
    run(tmp_path, HEADER + VASE)
    run(tmp_path, HEADER + VASE.replace("20.00", "22.00").replace(",7,", ",4,"))
    changed, new = ProductChange.objects.of_product(Product.objects.get(sku="VASE-S"))
    assert (new.added, new.via, new.by) == (True, "import", None)
    assert changed.changes == {"unit_price": [2000, 2200], "stock": [7, 4]}
    assert stock_is_its_movements()
