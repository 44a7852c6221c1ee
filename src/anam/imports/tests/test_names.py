"""A placeholder is no name: the next one that is, in every format. What is no order is refused, and said to be what."""

import json
from pathlib import Path
from typing import Any

import pytest

from anam.imports.names import first_name, is_name
from anam.imports.parsed import UnusableFile
from anam.imports.tests.export import order, text_of
from anam.imports.tests.samples import faire, read, shopify, woocommerce

NO_NAMES = [
    "-", "--", "—", ".", "...", "N/A", "n/a", "n.a.", "#N/A", "NA", "none", "None", "null", "NULL", "nil", "undefined",
    "Company", "COMPANY NAME", "(none)", "<none>", "[none]", "x", "XXX", "0", "?", "_", "*", " ", "\u00a0", "\u200b",
    "\ufeff-", "\u2060", "/", "n / a", "no company", "Keine", "guest",
    "TBD", "None None", "0000", "0 0", "-none-", "なし", "無", "нет", "không có", "yok", "لا يوجد", "žádná",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_NAMES)
def test_a_placeholder_is_no_name(text: str) -> None:
    assert not is_name(text)
    assert first_name([text, text, "Bea Lund"], email="", otherwise="Unknown") == "Bea Lund"
    assert first_name([text], email="bea.lund@shop.test", otherwise="Unknown") == "bea.lund"
    assert first_name([text], email="-@shop.test", otherwise="Unknown") == "Unknown"


@pytest.mark.parametrize(
    "text",
    [
        "Moss & Co.",
        "None Such Ltd",
        "Company of Wolves",
        "C&A",
        "3M",
        "X Y",
        "李",
        "Ö",
        "N. Ames",
        "Nan Goldin",
        "Test Kitchen",
        "007",
        "無印良品",
        "Netta",
    ],
)
def test_a_name_is_a_name(text: str) -> None:
    assert first_name([text], email="", otherwise="") == text


def test_what_is_no_word_at_the_ends_of_a_name_is_left_out() -> None:
    assert first_name(["Ada Quinn -"], email="", otherwise="") == "Ada Quinn"


def of_shopifys_csv(no: str) -> str:
    return text_of(order("#1", total="14.50", Billing_Company=no, Billing_Name="Bea Lund"))


def of_shopifys_json(no: str) -> str:
    address = {"company": no, "name": "Bea Lund", "city": no, "country_code": "IE"}
    return json.dumps([shopify(billing_address=address, email=no, customer={"first_name": no, "last_name": no})])


def of_woocommerces(no: str) -> str:
    return json.dumps([woocommerce(billing={"company": no, "first_name": "Bea", "last_name": "Lund", "email": no})])


def of_faires(no: str) -> str:
    return json.dumps(
        [faire(address={"company_name": no, "name": no}, customer={"first_name": "Bea", "last_name": "Lund"})]
    )


FILES = {
    "shopify-csv": of_shopifys_csv,
    "shopify-json": of_shopifys_json,
    "woocommerce-json": of_woocommerces,
    "faire-json": of_faires,
}


@pytest.mark.parametrize("format", sorted(FILES))
@pytest.mark.parametrize("no", ["-", "N/A", ".", "none", "Company", "\u200b"])
def test_in_every_format_the_next_name_that_is_one_is_the_buyers(tmp_path: Path, format: str, no: str) -> None:
    path = tmp_path / "file"
    path.write_text(FILES[format](no))
    orders, bad, _ = read(format, path)
    assert bad == []
    assert orders[0].buyer.name == "Bea Lund"


def words_of(tmp_path: Path, format: str, text: str) -> str:
    path = tmp_path / "file"
    path.write_text(text)
    try:
        orders, bad, _ = read(format, path)
    except UnusableFile as unusable:
        return str(unusable)
    assert orders == []
    return bad[0].why


@pytest.mark.parametrize(
    ("name", "balance", "words"),
    [
        ("#6798438", "", "It seems to be an abandoned checkout"),
        ("#D12", "", "It seems to be a draft order"),
        ("#D12", "14.50", "It seems to be a draft order"),
    ],
)
def test_rows_that_are_no_order_are_refused_as_what_they_seem_to_be(
    tmp_path: Path, name: str, balance: str, words: str
) -> None:
    said = {"Financial_Status": "", "Outstanding_Balance": balance}
    text = text_of(order(name, total="14.50", Id="6798438", **said))
    assert words in words_of(tmp_path, "shopify-csv", text)


NO_STATUS = {"financial_status": None, "total_outstanding": None}
PRODUCT = {"id": 1, "title": "Mug", "handle": "mug", "variants": []}


@pytest.mark.parametrize(
    ("format", "found", "words"),
    [
        ("shopify-json", shopify(**NO_STATUS, status="open", invoice_url="https://x"), "draft orders"),
        ("shopify-json", shopify(**NO_STATUS, status="open"), "a draft order"),
        ("shopify-json", shopify(**NO_STATUS, abandoned_checkout_url="https://x"), "abandoned checkouts"),
        ("shopify-json", shopify(**NO_STATUS), "a draft, a quote or an abandoned checkout"),
        ("shopify-json", {"draft_orders": [shopify()]}, "It seems to hold draft orders"),
        ("shopify-json", {"draft_order": shopify()}, "It seems to hold draft orders"),
        ("shopify-json", {"checkout": shopify()}, "It seems to hold abandoned checkouts"),
        ("woocommerce-json", woocommerce(billing_period="month", billing_interval="1"), "a list of subscriptions"),
        ("woocommerce-json", woocommerce(recovery_url="https://x"), "a list of abandoned checkouts"),
        ("faire-json", faire(quote_number="Q1"), "a list of quotes"),
        ("shopify-json", {"checkouts": [shopify()]}, "It seems to hold abandoned checkouts"),
        ("shopify-json", {"products": [PRODUCT]}, "It seems to hold products"),
        ("shopify-json", [PRODUCT], "It seems to hold products"),
        ("shopify-json", [{"id": 1, "orders_count": 2, "total_spent": "1"}], "It seems to hold customers"),
        ("shopify-json", woocommerce(), "It seems to hold WooCommerce's orders"),
        ("woocommerce-json", shopify(), "It seems to hold Shopify's orders"),
        ("woocommerce-json", faire(), "It seems to hold Faire's orders"),
        ("woocommerce-json", woocommerce(status="checkout-draft"), "a checkout that was never sent off"),
        ("woocommerce-json", woocommerce(status="quote-requested"), "seems to be a quote"),
        ("woocommerce-json", woocommerce(type="shop_order_refund"), "its type is “shop_order_refund”"),
        ("faire-json", [{"id": "p_1", "retail_price_cents": 5}], "It seems to hold products"),
    ],
)
def test_objects_that_are_no_order_are_refused_as_what_they_seem_to_be(
    tmp_path: Path, format: str, found: Any, words: str
) -> None:
    assert words in words_of(tmp_path, format, json.dumps(found))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Handle,Title,Vendor,Variant SKU,Variant Price\nmug,Mug,V,M,1\n", "It seems to hold products"),
        ("First Name,Last Name,Email,Total Spent,Total Orders\nA,B,c@d,1,1\n", "It seems to hold customers"),
        ("Customer ID,First Name,Email,Total Spent\n1,A,c@d,1\n", "It seems to hold customers"),
    ],
)
def test_a_file_of_something_else_is_said_to_be_that(tmp_path: Path, text: str, words: str) -> None:
    assert words in words_of(tmp_path, "shopify-csv", text)
