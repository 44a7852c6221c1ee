"""Each JSON format: to plain orders, and what is refused, with its line."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from anam.imports.parsed import ParsedOrder, UnusableFile
from anam.imports.tests.samples import faire, read, shopify, woocommerce

MAKE = {"shopify-json": shopify, "woocommerce-json": woocommerce, "faire-json": faire}


def put(folder: Path, content: Any) -> Path:
    path = folder / "orders.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def only(folder: Path, format: str, **changes: Any) -> ParsedOrder:
    orders, bad, _ = read(format, put(folder, MAKE[format](**changes)))
    assert bad == []
    return orders[0]


def refused(folder: Path, format: str, **changes: Any) -> str:
    """The words for one that cannot be true, among others that can."""
    good = MAKE[format]
    orders, bad, _ = read(format, put(folder, [good(), MAKE[format](**{"id": "2", **changes}), good()]))
    assert (len(orders), len(bad)) == (2, 1)
    return bad[0].why


def test_shopifys_json(tmp_path: Path) -> None:
    parsed = only(tmp_path, "shopify-json")
    assert (parsed.reference, parsed.placed_at) == ("#1051 7300400500551", datetime(2026, 1, 5, 15, tzinfo=UTC))
    assert [(line.maker, line.quantity, line.unit_price) for line in parsed.lines] == [
        ("Byrne Ceramics", 2, 950),
        ("Otto Weaves", 1, 1000),
    ]
    assert (parsed.discount, parsed.shipping, parsed.tax) == (101, 700, 200)
    assert (parsed.payment.status, parsed.payment.captured, parsed.status) == ("captured", 3699, "paid")


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("customer", "buyer_asked"),
        ("inventory", "out_of_stock"),
        ("fraud", "duplicate_or_fraud"),
        ("declined", "payment_failed"),
        ("staff", "cancelled_elsewhere"),
        (None, "cancelled_elsewhere"),
    ],
)
def test_shopifys_reasons_become_ours(tmp_path: Path, theirs: str | None, ours: str) -> None:
    parsed = only(tmp_path, "shopify-json", cancelled_at="2026-01-06T10:00:00Z", cancel_reason=theirs)
    assert parsed.cancel_reason == ours


def test_shopifys_sendings_refunds_and_edits(tmp_path: Path) -> None:
    sent = {
        "fulfillment_status": "fulfilled",
        "fulfillments": [
            {"status": "failure", "created_at": "2026-01-09T10:00:00Z"},
            {"status": "success", "created_at": "2026-01-07T10:00:00Z"},
        ],
    }
    assert only(tmp_path, "shopify-json", **sent).shipped_at == datetime(2026, 1, 7, 10, tzinfo=UTC)
    refunds = [{"transactions": [{"kind": "refund", "status": "success", "amount": "6.99"}]}]
    partly = only(tmp_path, "shopify-json", financial_status="partially_refunded", refunds=refunds)
    assert (partly.payment.status, partly.payment.refunded) == ("captured", 699)
    lines = [{"name": "Mug", "quantity": 3, "current_quantity": 2, "price": "9.50", "vendor": "Byrne Ceramics"}]
    edited = only(
        tmp_path,
        "shopify-json",
        line_items=lines,
        total_price="99.00",
        current_total_price="27.99",
        current_total_tax="2.00",
        current_total_discounts="0.01",
        total_discounts="0.01",
    )
    assert [line.quantity for line in edited.lines] == [2]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"total_price": "36.98"}, "do not come to that"),
        ({"total_price": ["1"]}, "neither text nor a number"),
        ({"line_items": []}, "has no line_items"),
        ({"line_items": "none"}, "“line_items” is not a list"),
        ({"created_at": "2026-01-05T10:00:00"}, "Name its time zone"),
        ({"currency": "XQX"}, "no currency"),
        ({"name": "N\0"}, "NUL byte"),
        ({"id": "gid://shopify/Order/1"}, "not a whole number"),
        ({"total_price": 1e300}, "nobody can have meant"),
        ({"cancelled_at": "2025-01-01T00:00:00Z"}, "cancelled before it was placed"),
    ],
)
def test_what_cannot_be_true_of_shopifys_is_refused(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    assert words in refused(tmp_path, "shopify-json", **changes)


def test_woocommerces_json_takes_the_gmt_of_each_pair(tmp_path: Path) -> None:
    parsed = only(tmp_path, "woocommerce-json")
    assert parsed.placed_at == datetime(2026, 1, 5, 15, tzinfo=UTC)
    assert (parsed.reference, parsed.tax, parsed.shipping) == ("8204 wc_order_moss8105", 135, 1000)
    assert parsed.lines[1].title == "Bowl – large"
    assert parsed.lines[0].maker == "Imported from WooCommerce"
    assert (parsed.payment.captured, parsed.accepted_at, parsed.status) == (2935, None, "processing")


def test_what_three_cost_together_is_not_lost_to_rounding(tmp_path: Path) -> None:
    line = {"name": "Mug", "quantity": 3, "subtotal": "10.00", "total": "9.99500"}
    parsed = only(tmp_path, "woocommerce-json", line_items=[line], total="21.35", total_tax="1.35444")
    assert [(one.quantity, one.unit_price) for one in parsed.lines] == [(2, 333), (1, 334)]
    assert sum(one.total for one in parsed.lines) - parsed.discount + parsed.shipping + parsed.tax == 2135


@pytest.mark.parametrize(("currency", "text", "minor"), [("JPY", "1500", 1500), ("KWD", "1.234", 1234)])
def test_currencies_have_their_own_decimals(tmp_path: Path, currency: str, text: str, minor: int) -> None:
    line = {"name": "Mug", "quantity": 1, "subtotal": text, "total": text}
    more = {"total": text, "total_tax": "0", "shipping_total": "0"}
    parsed = only(tmp_path, "woocommerce-json", currency=currency, line_items=[line], **more)
    assert parsed.lines[0].unit_price == minor


def test_fees_and_refunds_of_woocommerces(tmp_path: Path) -> None:
    fees = [{"name": "Wrapping", "total": "2.00"}, {"name": "Loyal", "total": "-1.00"}]
    parsed = only(tmp_path, "woocommerce-json", fee_lines=fees, total="30.35", refunds=[{"id": 1, "total": "-5.35"}])
    assert (len(parsed.lines), parsed.discount, parsed.payment.refunded) == (3, 100, 535)


@pytest.mark.parametrize(
    ("status", "reason", "payment"),
    [
        ("cancelled", "cancelled_elsewhere", "captured"),
        ("failed", "payment_failed", "none"),
        ("wc-cancelled", "cancelled_elsewhere", "captured"),
        ("refunded", "cancelled_elsewhere", "refunded"),
    ],
)
def test_woocommerces_that_came_to_nothing(tmp_path: Path, status: str, reason: str, payment: str) -> None:
    parsed = only(tmp_path, "woocommerce-json", status=status)
    assert (parsed.cancelled_at, parsed.cancel_reason) == (datetime(2026, 1, 6, 15, tzinfo=UTC), reason)
    assert parsed.payment.status == payment


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "none"),
        ({"date_paid_gmt": "2026-01-08T10:00:00"}, "captured"),
        ({"status": "completed", "date_completed_gmt": "2026-01-08T10:00:00"}, "captured"),
    ],
)
def test_what_is_paid_on_delivery_is_not_paid_before(tmp_path: Path, changes: dict[str, Any], status: str) -> None:
    unpaid = {"payment_method": "cod", "date_paid": None, "date_paid_gmt": None, "status": "processing"}
    assert only(tmp_path, "woocommerce-json", **{**unpaid, **changes}).payment.status == status


def test_woocommerces_completed(tmp_path: Path) -> None:
    parsed = only(tmp_path, "woocommerce-json", status="completed", date_completed_gmt="2026-01-08T10:00:00")
    assert parsed.completed_at == parsed.shipped_at == datetime(2026, 1, 8, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "trash"}, "It is no order"),
        ({"status": "lost"}, "none that we know"),
        ({"parent_id": 5}, "no order of its own"),
        ({"total": "40.00"}, "do not come to that"),
        ({"line_items": [{"name": "Mug", "quantity": 0, "total": "1"}]}, "there are none"),
        ({"line_items": [{"quantity": 1, "total": "1"}]}, "has no name"),
        ({"date_created_gmt": "", "date_created": "2026-01-05T10:00:00"}, "Name its time zone"),
    ],
)
def test_what_cannot_be_true_of_woocommerces_is_refused(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    assert words in refused(tmp_path, "woocommerce-json", **changes)


def test_a_local_time_is_read_where_its_zone_is_named(tmp_path: Path) -> None:
    path = put(tmp_path, woocommerce(date_created_gmt=None))
    orders, _, _ = read("woocommerce-json", path, zone="America/New_York")
    assert orders[0].placed_at == datetime(2026, 1, 5, 15, tzinfo=UTC)


def test_faires_json(tmp_path: Path) -> None:
    parsed = only(tmp_path, "faire-json")
    assert (parsed.reference, parsed.buyer.country) == ("MOSS4DAUGH bo_moss4daughters", "IE")
    assert [(line.title, line.quantity, line.unit_price) for line in parsed.lines] == [("Mug, oatmeal", 4, 1450)]


def test_faires_prices_in_cents_are_read_where_there_are_no_others(tmp_path: Path) -> None:
    old = [{"quantity": 1, "product_name": "Mug", "price_cents": 1450}]
    parsed = only(tmp_path, "faire-json", items=old, created_at="20260105T150000.000Z")
    assert (parsed.lines[0].unit_price, parsed.currency) == (1450, "USD")
    assert parsed.placed_at == datetime(2026, 1, 5, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "accepted", "shipped", "completed", "cancelled"),
    [
        ("NEW", 0, 0, 0, 0),
        ("PROCESSING", 1, 0, 0, 0),
        ("BACKORDERED", 1, 0, 0, 0),
        ("IN_TRANSIT", 0, 1, 0, 0),
        ("DELIVERED", 0, 1, 1, 0),
        ("CANCELED", 0, 0, 0, 1),
    ],
)
def test_faires_states_become_ours(
    tmp_path: Path, state: str, accepted: int, shipped: int, completed: int, cancelled: int
) -> None:
    parsed = only(tmp_path, "faire-json", state=state)
    times = (parsed.accepted_at, parsed.shipped_at, parsed.completed_at, parsed.cancelled_at)
    assert tuple(int(bool(at)) for at in times) == (accepted, shipped, completed, cancelled)
    assert parsed.status == state


def test_faires_reason_and_note_are_kept(tmp_path: Path) -> None:
    told = {"reason": "ITEM_OUT_OF_STOCK", "note": "We have none of these left until the spring."}
    parsed = only(tmp_path, "faire-json", state="CANCELED", cancellation=told)
    assert (parsed.cancel_reason, parsed.explanation) == ("out_of_stock", told["note"])


def test_an_order_of_faires_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    items = [{**faire()["items"][0], "state": "CANCELED"}]
    assert "It contradicts itself: it is NEW" in refused(tmp_path, "faire-json", items=items)
    assert "none that we know" in refused(tmp_path, "faire-json", state="LOST")


@pytest.mark.parametrize("format", sorted(MAKE))
def test_one_a_list_pages_and_lines_are_all_the_same(tmp_path: Path, format: str) -> None:
    one = MAKE[format]()
    shapes = [
        one,
        [one],
        {"orders": [one]},
        {"order": one},
        [[one], []],
        {"page": 1, "meta": {"a": [1]}, "orders": [one]},
        f"\ufeff{json.dumps([one], indent=2)}".replace("\n", "\r\n"),
        json.dumps(one) + "\n",
    ]
    found = [read(format, put(tmp_path, shape))[0] for shape in shapes]
    assert {orders[0].reference for orders in found} == {found[0][0].reference}
    assert all(len(orders) == 1 for orders in found)


@pytest.mark.parametrize("format", sorted(MAKE))
@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "breaks off"),
        ("nonsense", "it is no JSON"),
        ("[]", "no order in it"),
        ('{"orders": []}', "no order in it"),
        ('[{"a": 1}]', "has no field id"),
        ("[1, 2]", "has no field id"),
        ('["' + "x" * 1_100_000 + '"]', "characters"),
    ],
)
def test_a_file_of_another_kind_is_named_before_anything_is_read(
    tmp_path: Path, format: str, content: str, words: str
) -> None:
    with pytest.raises(UnusableFile, match=words) as error:
        read(format, put(tmp_path, content))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("format", sorted(MAKE))
def test_a_file_that_breaks_off_gives_the_orders_before_and_says_where(tmp_path: Path, format: str) -> None:
    whole = "[\n" + ",\n".join(json.dumps(MAKE[format]()) for _ in range(3)) + "\n]"
    orders, bad, _ = read(format, put(tmp_path, whole[: len(whole) - 200]))
    assert (len(orders), len(bad)) == (2, 1)
    assert (bad[0].line_number, bad[0].why) == (4, "The file breaks off within it.")


def test_fields_that_are_not_read_are_counted(tmp_path: Path) -> None:
    _, _, export = read("faire-json", put(tmp_path, [faire(a=1), faire(a=1, b={"c": 2})]))
    assert export.ignored == 2
