"""Reading Shopify's export: rows to plain orders, and what is refused, with its line. No database."""

from datetime import UTC, datetime
from io import BytesIO

import pytest

from anam.imports.exports import Options
from anam.imports.parsed import BadRow, ParsedOrder, UnusableFile
from anam.imports.shopify_csv import ShopifyCsv
from anam.imports.sources import Source
from anam.imports.splitting import allocate
from anam.imports.tests.export import BOWL, COLUMNS, LINE, RUG, order, text_of


def export_of(text: str) -> ShopifyCsv:
    content = text.encode()
    return ShopifyCsv(Source("it", size=len(content), open_raw=lambda: BytesIO(content)), Options())  # type: ignore[arg-type, return-value]


def read(text: str) -> tuple[list[ParsedOrder], list[BadRow]]:
    every = list(export_of(text))
    return [one for one in every if isinstance(one, ParsedOrder)], [one for one in every if isinstance(one, BadRow)]


def only(rows: list[dict[str, str]]) -> ParsedOrder:
    orders, bad = read(text_of(rows))
    assert not bad
    return orders[0]


def refused(rows: list[dict[str, str]]) -> BadRow:
    orders, bad = read(text_of(rows, order("#2", total="14.50")))
    assert [one.name for one in orders] == ["#2"], "what follows a bad order is read all the same"
    assert len(bad) == 1
    return bad[0]


def test_rows_of_one_name_are_one_order_with_several_makers() -> None:
    parsed = only(order("#1", {}, BOWL, RUG, total="180.50"))
    assert [(line.maker, line.quantity, line.unit_price) for line in parsed.lines] == [
        ("Byrne Ceramics", 1, 1450),
        ("Byrne Ceramics", 2, 3300),
        ("Otto Weaves", 1, 10000),
    ]
    assert parsed.reference == "#1 679841"
    assert parsed.placed_at == datetime(2026, 1, 5, 15, 0, tzinfo=UTC)
    assert (parsed.buyer.name, parsed.buyer.email, parsed.buyer.place) == (
        "Moss & Daughters",
        "ada@shop.example",
        "Galway",
    )


def test_offsets_may_differ_within_one_file() -> None:
    winter, summer = order("#1", total="14.50"), order("#2", total="14.50", Created_at="2026-07-05 10:00:00 -0400")
    orders, _ = read(text_of(winter, summer))
    assert [one.placed_at.hour for one in orders] == [15, 14]


def test_a_line_break_in_a_cell_is_no_new_row_and_lines_are_counted_as_an_editor_does() -> None:
    noted = order("#1", total="14.50", Note_Attributes="Gift: yes\nWrap: no\nCard: “Hi”")
    wrong = order("#2", {"Lineitem quantity": "many"}, total="14.50")
    orders, bad = read(text_of(noted, wrong))
    assert [one.name for one in orders] == ["#1"]
    assert (bad[0].line_number, bad[0].name) == (5, "#2")
    assert "“many”" in bad[0].why


def test_columns_are_found_by_their_header_and_others_are_counted() -> None:
    text = text_of(order("#1", total="14.50"), columns=["Novelty", *reversed(COLUMNS)])
    export = export_of(text)
    assert isinstance(next(iter(export)), ParsedOrder)
    assert export.ignored == 6


def test_missing_columns_are_named() -> None:
    columns = [column for column in COLUMNS if column not in ("Vendor", "Id")]
    with pytest.raises(UnusableFile, match="no column Id, Vendor"):
        export_of(text_of(order("#1", total="14.50"), columns=columns))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"Lineitem quantity": "-1"}, "quantity “-1”"),
        ({"Lineitem quantity": "1.5"}, "quantity “1.5”"),
        ({"Lineitem quantity": "٣"}, "quantity “٣”"),
        ({"Lineitem quantity": "3000000000"}, "more than Anam can keep"),
        ({"Lineitem price": "NaN"}, "“NaN” is not an amount"),
        ({"Lineitem price": "-1.00"}, "“-1.00” is not an amount"),
        ({"Lineitem price": "1e9"}, "“1e9” is not an amount"),
        ({"Lineitem price": "14.505"}, "too many decimals"),
        ({"Lineitem price": "9" * 20}, "more than Anam can keep"),
        ({"Lineitem price": ""}, "“Lineitem price” is empty"),
        ({"Lineitem name": ""}, "“Lineitem name” is empty"),
        ({"Lineitem name": "Mug\0"}, "NUL byte"),
        ({"Vendor": "V" * 256}, "too long: 256 characters"),
    ],
)
def test_a_bad_line_is_named_and_the_whole_order_is_refused(cells: dict[str, str], words: str) -> None:
    bad = refused(order("#1", {}, cells, total="29.00"))
    assert (bad.line_number, bad.name) == (3, "#1")
    assert words in bad.why


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"Created_at": ""}, "“Created at” is empty"),
        ({"Created_at": "2026-01-05 10:00:00"}, "without its offset"),
        ({"Created_at": "05/01/2026"}, "not a time like"),
        ({"Created_at": "2026-02-30 10:00:00 +0000"}, "no time in any calendar"),
        ({"Cancelled_at": "2026-01-01 10:00:00 +0000"}, "cancelled before it was placed"),
        ({"Fulfillment_Status": "fulfilled", "Fulfilled_at": "2026-01-01 10:00:00 +0000"}, "shipped before it was"),
        ({"Fulfillment_Status": "fulfilled"}, "“Fulfilled at” is empty"),
        ({"Currency": "XQX"}, "no currency that we know"),
        ({"Currency": ""}, "does not say its currency"),
        ({"Total": "15.50"}, "do not come to that"),
        ({"Total": ""}, "Total is empty"),
        ({"Id": ""}, "no Id"),
        ({"Id": "6.79848E+12"}, "a spreadsheet may have changed it"),
        ({"Financial_Status": "odd"}, "“odd” is none that we know"),
        ({"Refunded_Amount": "99.00"}, "More of it"),
    ],
)
def test_an_order_that_cannot_be_true_is_refused_with_the_line_where_it_begins(
    cells: dict[str, str], words: str
) -> None:
    rows = order("#1", total="14.50")
    rows[0].update({column.replace("_", " "): text for column, text in cells.items()})
    bad = refused(rows)
    assert bad.line_number == 2
    assert words in bad.why


def test_rows_that_do_not_stand_together_are_refused() -> None:
    """Its second part is refused for itself, and its first because it does not come to the Total."""
    torn = order("#1", {}, BOWL, total="80.50")
    orders, bad = read(text_of(torn[:1], order("#2", total="14.50"), torn[1:]))
    assert [one.name for one in orders] == ["#2"]
    assert [(one.line_number, one.name) for one in bad] == [(2, "#1"), (4, "#1")]
    assert "do not stand together" in bad[1].why


def test_the_same_name_with_another_id_is_another_shops_order() -> None:
    orders, _ = read(text_of(order("#1", total="14.50"), order("#1", total="14.50", Id="123")))
    assert [one.reference for one in orders] == ["#1 679841", "#1 123"]


@pytest.mark.parametrize("broken", ["#2,ada,paid", '#2,"never closed', '#2,"a"b,paid', "#2" + "," * 200])
def test_a_row_that_is_not_csv_costs_only_its_own_order(broken: str) -> None:
    before, after = text_of(order("#1", total="14.50")), text_of(order("#3", {}, RUG, total="114.50"))
    orders, bad = read(f"{before}{broken}\n{after.split('\n', 1)[1]}")
    assert [one.name for one in orders] == ["#1", "#3"]
    assert [(one.line_number, one.name) for one in bad] == [(3, "#2")]


def test_blank_rows_are_passed_over() -> None:
    text = text_of(order("#1", total="14.50")) + "\n" + "," * (len(COLUMNS) - 1) + "\n"
    assert len(read(text)[0]) == 1


def test_an_order_of_endless_lines_is_refused() -> None:
    bad = refused(order("#1", *[{}] * 1001, total="14514.50"))
    assert bad.line_number == 1002
    assert "more than 1,000 lines" in bad.why


def test_a_long_title_is_shortened() -> None:
    assert len(only(order("#1", {**LINE, "Lineitem name": "x" * 1900}, total="14.50")).lines[0].title) == 1100


@pytest.mark.parametrize(
    ("currency", "price", "minor"), [("JPY", "1500", 1500), ("JPY", "1500.00", 1500), ("KWD", "1.234", 1234)]
)
def test_money_has_the_decimals_of_its_currency(currency: str, price: str, minor: int) -> None:
    parsed = only(order("#1", {"Lineitem price": price}, total=price, Currency=currency))
    assert parsed.lines[0].unit_price == minor


@pytest.mark.parametrize(
    ("cells", "total", "expected"),
    [
        ({"Shipping": "5.00", "Taxes": "2.00", "Discount_Amount": "1.00"}, "20.50", (500, 200, 100)),
        ({"Taxes": "2.00"}, "14.50", (0, 0, 0)),  # taxes are in the prices
        ({"Shipping": "5.00", "Discount_Amount": "5.00"}, "14.50", (500, 0, 500)),
        ({"Shipping": "0.00", "Discount_Amount": "5.00"}, "14.50", (0, 0, 0)),  # shipping was given, and not shown
        ({"Shipping": "5.00", "Discount_Amount": "19.50"}, "0.00", (0, 0, 1450)),
    ],
)
def test_shipping_taxes_and_discount_come_to_the_total(
    cells: dict[str, str], total: str, expected: tuple[int, int, int]
) -> None:
    parsed = only(order("#1", total=total, **cells))
    assert (parsed.shipping, parsed.tax, parsed.discount) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"Outstanding_Balance": "14.50"}, ("authorised", 1450, 0, 0)),  # nothing was really charged
        ({"Outstanding_Balance": ""}, ("authorised", 1450, 0, 0)),
        ({"Outstanding_Balance": "0.00"}, ("captured", 1450, 1450, 0)),
        ({"Paid_at": "2026-01-05 10:00:00 -0500", "Outstanding_Balance": "0.00"}, ("captured", 1450, 1450, 0)),
        ({"Financial_Status": "authorized"}, ("authorised", 1450, 0, 0)),
        ({"Financial_Status": "pending"}, ("none", 0, 0, 0)),
        ({"Financial_Status": ""}, ("none", 0, 0, 0)),
        ({"Financial_Status": "voided", "Outstanding_Balance": "0.00"}, ("voided", 1450, 0, 0)),
        ({"Financial_Status": "partially_paid", "Outstanding_Balance": "4.50"}, ("captured", 1000, 1000, 0)),
        ({"Financial_Status": "partially_refunded", "Refunded_Amount": "4.50"}, ("captured", 1450, 1450, 450)),
        ({"Financial_Status": "refunded", "Refunded_Amount": "14.50"}, ("refunded", 1450, 1450, 1450)),
    ],
)
def test_the_payment_is_what_really_happened(cells: dict[str, str], expected: tuple[str, int, int, int]) -> None:
    payment = only(order("#1", total="14.50", **cells)).payment
    assert (payment.status, payment.authorised, payment.captured, payment.refunded) == expected


def test_who_has_neither_name_nor_e_mail_is_still_somebody() -> None:
    parsed = only(order("#1", total="14.50", Email="", Billing_Name="", Billing_Company=""))
    assert parsed.buyer.name == "Unknown buyer #1"


@pytest.mark.parametrize(
    ("amount", "weights", "expected"),
    [(100, [1, 1, 1], [34, 33, 33]), (1, [1, 2], [0, 1]), (7, [0, 0], [4, 3]), (0, [5], [0]), (5, [0, 9], [0, 5])],
)
def test_shares_come_to_the_whole(amount: int, weights: list[int], expected: list[int]) -> None:
    assert allocate(amount, weights=weights) == expected


def test_a_line_whose_maker_nobody_can_tell_refuses_the_order() -> None:
    bad = refused(order("#1", {}, {"Vendor": "Otto Weaves"}, {"Vendor": ""}, total="43.50"))
    assert (bad.line_number, bad.name) == (4, "#1")
    assert "Vendor is empty" in bad.why


def test_an_order_of_which_nothing_is_left_is_refused_in_words() -> None:
    assert "All of it was removed" in refused(order("#1", {"Lineitem quantity": "0"}, total="0.00")).why
