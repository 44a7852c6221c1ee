"""`anam import-orders`: from a file to orders, payments and history; and one of them declined to its end."""

import csv
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from anam.audit.invariants import INVARIANTS, ask
from anam.clock import database_now
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.imports.tests.export import BOWL, COLUMNS, RUG, order, stamp, written
from anam.imports.tests.samples import FILES
from anam.mail.models import Email
from anam.notifications.models import Notice
from anam.orders.cancellation.decline import decline
from anam.orders.contacting.contact import contact
from anam.orders.models import Cancellation, Order
from anam.orders.payments.confirm_payment import confirm_payment
from anam.orders.payments.external_money import external_money
from anam.payments.actions.confirm_operation import Confirmation
from anam.payments.models import Payment, PaymentOperation, SandboxCharge
from anam.people.models import Buyer, Maker, MakerMember, User
from conftest import Cast

WHOLE = FILES / "shopify-orders.csv"
PAID = {"Paid_at": "2026-01-05 10:00:05 -0500", "Outstanding_Balance": "0.00"}
SENT = {"Fulfillment_Status": "fulfilled", "Fulfilled_at": "2026-01-06 09:00:00 -0500"}
CANCELLED = {"Cancelled_at": "2026-01-06 09:00:00 -0500"}


def run(path: Path, **options: object) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_orders", path, format="shopify-csv", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def everything() -> list[object]:
    tables = (
        Order,
        Payment,
        SandboxCharge,
        Entry,
        Maker,
        Buyer,
        User,
        Cancellation,
        PaymentOperation,
        ProcrastinateJob,
    )
    return [list(table.objects.order_by("pk").values_list()) for table in tables]


def test_one_order_for_each_maker_whose_sums_come_to_the_whole(cast: Cast, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        order("#1", {}, BOWL, RUG, total="187.49", Shipping="10.00", Taxes="1.99", Discount_Amount="5.00", **PAID),
    )
    out, _ = run(path)
    assert "1 order read: 1 imported (as 2 orders, one for each maker)" in out
    byrne, weaves = Order.objects.filter(source="shopify-csv").order_by("id")
    assert (byrne.maker, weaves.maker) == (cast.byrne, cast.weaves)
    assert byrne.buyer == weaves.buyer == Buyer.objects.get(name="Moss & Daughters")
    assert (byrne.total, weaves.total, byrne.total + weaves.total) == (8362, 10387, 18749)
    assert [one.payment.captured for one in (byrne, weaves)] == [8362, 10387]
    assert byrne.reference == weaves.reference == "#1 679841"
    assert list(byrne.entries.order_by("at").values_list("kind", flat=True)) == ["placed", "imported"]
    assert byrne.number.startswith("BYR-")


def test_the_history_keeps_the_status_that_it_had_there(cast: Cast, tmp_path: Path) -> None:
    """D12"""
    run(written(tmp_path, order("#1", total="14.50", **PAID)))
    entry = Entry.objects.get(kind="imported")
    assert sentence(entry) == "This order came in from Shopify, where it is #1 679841 and was “paid, unfulfilled”."


def test_one_order_that_the_database_refuses_does_not_take_the_others_with_it(cast: Cast, tmp_path: Path) -> None:
    """Whatever our own checks let through: it is tried again by halves."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE orders_order ADD CONSTRAINT no_thirteen CHECK (reference NOT LIKE '#13 %')")
    path = written(tmp_path, *(order(f"#{number}", total="14.50") for number in range(1, 21)))
    out, err = run(path)
    assert "20 orders read: 19 imported" in out
    assert "order “#13” refused. The database refused it:" in err
    assert Order.objects.count() == 19
    assert Entry.objects.filter(kind="imported").count() == 19


def test_a_maker_who_is_not_there_is_made_with_a_storefront(cast: Cast, tmp_path: Path) -> None:
    run(written(tmp_path, order("#1", {"Vendor": "Moss Glass Co."}, total="14.50", Currency="EUR")))
    maker = Maker.objects.get(slug="moss-glass-co")
    assert (maker.order_prefix, maker.storefront.currency) == ("MOS", "EUR")


@pytest.mark.parametrize("vendor", ["byrne", "BYRNE  ceramics", " Byrne Ceramics "])
def test_a_maker_who_is_there_is_found_by_name_or_address(cast: Cast, tmp_path: Path, vendor: str) -> None:
    run(written(tmp_path, order("#1", {"Vendor": vendor}, total="14.50")))
    assert Order.objects.get(source="shopify-csv").maker == cast.byrne


def test_makers_whose_names_have_no_latin_letters_stay_apart(cast: Cast, tmp_path: Path) -> None:
    run(written(tmp_path, order("#1", {"Vendor": "日本陶器"}, {"Vendor": "青い布"}, total="29.00")))
    assert set(Order.objects.values_list("maker__slug", flat=True)) == {"maker", "maker-2"}


def test_the_e_mail_says_who_the_buyer_is(cast: Cast, tmp_path: Path) -> None:
    known = order("#1", total="14.50", Email="Ines@test.example", Billing_Company="Another name")
    run(written(tmp_path, known, order("#2", total="14.50"), order("#3", total="14.50", Billing_Company="")))
    assert Order.objects.get(reference__startswith="#1").buyer == cast.harbor
    ada = User.objects.get(email="ada@shop.example")
    assert not ada.has_usable_password()
    assert {one.buyer for one in Order.objects.filter(reference__regex="#[23]")} == {ada.buyer}


def test_a_name_alone_never_leads_to_somebodys_account(cast: Cast, tmp_path: Path) -> None:
    nameless = {"Email": "", "Billing_Company": "Harbor & Pine"}
    run(written(tmp_path, order("#1", total="14.50", **nameless), order("#2", total="14.50", **nameless)))
    buyers = set(Order.objects.values_list("buyer__slug", flat=True))
    assert buyers == {"harbor-pine"}
    assert cast.harbor.slug not in buyers


def test_counted_stock_is_held_for_orders_that_are_open_where_there_is_enough(cast: Cast, tmp_path: Path) -> None:
    """D9"""
    few, many = {"Lineitem quantity": "4"}, {"Lineitem quantity": "400"}
    run(
        written(
            tmp_path,
            order("#1", few, total="58.00"),
            order("#2", many, total="5800.00"),
            order("#3", few, total="58.00", **SENT),
            order("#4", few, total="58.00", **CANCELLED),
        )
    )
    cast.mug.refresh_from_db()
    assert cast.mug.stock == 96
    held = {one.reference[:2]: one.lines.get().reserved for one in Order.objects.all()}
    assert held == {"#1": 4, "#2": 0, "#3": 0, "#4": 0}


def test_run_again_it_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    """D7"""
    path = written(
        tmp_path,
        order("#1", {}, RUG, total="114.50"),
        order("#2", total="14.50", **CANCELLED),
        order("#3", total="14.50", Email="", **SENT),
    )
    run(path)
    before = everything()
    out, _ = run(path)
    assert "0 imported (as 0 orders, one for each maker), 3 already there, 0 refused" in out
    assert everything() == before


def test_an_order_that_is_there_is_left_alone_though_a_maker_is_called_otherwise_by_now(
    cast: Cast, tmp_path: Path
) -> None:
    """D7"""
    run(written(tmp_path, order("#1", {}, RUG, total="114.50")))
    before = everything()
    out, _ = run(written(tmp_path, order("#1", {}, {**RUG, "Vendor": "Otto & Sons"}, total="114.50")))
    assert "1 already there" in out
    assert everything() == before


def test_an_order_that_stands_in_the_file_twice_comes_in_once_and_a_dry_run_says_so(cast: Cast, tmp_path: Path) -> None:
    """D7"""
    same = order("#1", total="14.50")
    path = written(tmp_path, same, order("#2", total="14.50"), same)
    said = "3 orders read: 2 imported (as 2 orders, one for each maker), 1 already there, 0 refused."
    assert said in run(path, dry_run=True)[0]
    assert said in run(path)[0]
    assert Order.objects.count() == 2


def test_a_dry_run_changes_nothing_and_says_the_same(cast: Cast, tmp_path: Path) -> None:
    path, before = written(tmp_path, order("#1", {}, RUG, total="114.50")), everything()
    out, _ = run(path, dry_run=True)
    assert "1 imported (as 2 orders" in out
    assert "Nothing was changed" in out
    assert everything() == before


def test_a_bad_row_is_named_and_spoils_nothing_else(cast: Cast, tmp_path: Path) -> None:
    out, err = run(
        written(
            tmp_path,
            order("#1", total="14.50"),
            order("#2", {}, {**RUG, "Lineitem quantity": "x"}, total="114.50"),
            order("#3", total="14.50"),
        )
    )
    assert "line 4: order “#2” refused. The quantity “x” is not a whole number" in err
    assert "3 orders read: 2 imported" in out
    assert "1 refused" in out
    assert set(Order.objects.values_list("reference", flat=True)) == {"#1 679841", "#3 679843"}


def test_an_order_that_is_still_to_come_is_refused(cast: Cast, tmp_path: Path) -> None:
    tomorrow = stamp(database_now(), back=timedelta(days=-1))
    with pytest.raises(CommandError, match="1 refused"):
        run(written(tmp_path, order("#1", total="14.50", Created_at=tomorrow)))
    assert not Order.objects.exists()
    assert not Buyer.objects.filter(name="Moss & Daughters").exists()


def test_what_was_sent_is_shipped_since_then(cast: Cast, tmp_path: Path) -> None:
    run(written(tmp_path, order("#1", total="14.50", **SENT, **PAID)))
    sent = Order.objects.get()
    assert (sent.status, str(sent.shipped_at)) == ("shipped", "2026-01-06 14:00:00+00:00")
    assert Entry.objects.get(order=sent, kind="shipped").at == sent.shipped_at
    assert sent.payment.status == "captured"


def test_of_an_order_sent_in_part_only_that_makers_is_shipped(cast: Cast, tmp_path: Path) -> None:
    partial = {"Fulfillment_Status": "partial", "Fulfilled_at": "2026-01-06 09:00:00 -0500"}
    run(written(tmp_path, order("#1", {"Lineitem fulfillment status": "fulfilled"}, RUG, total="114.50", **partial)))
    assert dict(Order.objects.values_list("maker__slug", "status")) == {"byrne": "shipped", "weaves": "placed"}


@pytest.mark.parametrize(
    ("cells", "status", "said"),
    [
        ({}, "authorised", "It is cancelled there, and $14.50 is authorised and not released."),
        (PAID, "captured", "It is cancelled there, $14.50 was paid, and nothing was refunded."),
    ],
)
def test_an_import_moves_no_money_and_says_what_a_cancelled_order_has_kept_there(
    cast: Cast, tmp_path: Path, cells: dict[str, str], status: str, said: str
) -> None:
    """D8, D12, M1"""
    report = tmp_path / "report.csv"
    file = written(tmp_path, order("#1", total="14.50", **CANCELLED, **cells))
    assert said in run(file, dry_run=True)[1]
    assert said in run(file, report=report)[1]
    assert said in report.read_text()
    cancelled = Order.objects.get()
    assert cancelled.status == "cancelled"
    assert (cancelled.cancellation.reason.key, cancelled.cancellation.on_behalf_of) == (
        "cancelled_elsewhere",
        "marketplace",
    )
    assert str(cancelled.cancellation.at) == "2026-01-06 14:00:00+00:00"
    assert Entry.objects.get(order=cancelled, kind="cancelled").at == cancelled.cancellation.at
    assert cancelled.lines.get().declined_quantity == 1
    payment = cancelled.payment
    assert (payment.status, payment.holder, payment.holder_name) == (status, "external", "Shopify")
    assert not PaymentOperation.objects.exists()
    assert not SandboxCharge.objects.exists()
    assert not [one.words for one in INVARIANTS if ask(one).count]
    assert "nothing says that $14.50 was" in " ".join(external_money(cancelled))


def test_a_cancelled_order_whose_money_went_back_asks_for_nothing(cast: Cast, tmp_path: Path) -> None:
    """D8"""
    run(written(tmp_path, order("#1", total="14.50", Financial_Status="voided", **CANCELLED)))
    assert Order.objects.get().payment.status == "voided"
    assert not PaymentOperation.objects.exists()


def test_nobody_is_told_of_what_is_long_past(cast: Cast, tmp_path: Path) -> None:
    run(written(tmp_path, order("#1", total="14.50"), order("#2", total="14.50", **CANCELLED)))
    assert not Notice.objects.exists()
    assert not Email.objects.exists()


def decline_to_the_end(order: Order) -> None:
    """The buyer writes, the maker tells them, declines, and support says that the shop has released the money."""
    hanna = User.objects.create_user("hanna@imported.example", name="Hanna")
    MakerMember.objects.create(user=hanna, maker=order.maker, role="owner")
    ines = order.buyer.members.get().user
    write_as_buyer("Is all well with my order?", buyer=order.buyer, maker=order.maker, by=ines, order=order)
    contact(order.number, maker=order.maker, by=hanna, message="I am sorry: my kiln is down.")
    decline(order.number, maker=order.maker, by=hanna, reason="too_late", explanation="My kiln is down until spring.")
    operation = PaymentOperation.objects.get(payment__order=order)
    assert operation.kind == "void"
    sam = User.objects.create_user("sam@imported.example", name="Sam", is_support=True)
    confirm_payment(order.number, operation.pk, Confirmation(True, operation.amount, "re_1"), by=sam)
    order.refresh_from_db()
    assert order.status == "declined"
    payment = Payment.objects.get(order=order)
    assert payment.status == "voided"
    assert not SandboxCharge.objects.exists()
    kinds = list(order.entries.order_by("at", "id").values_list("kind", flat=True))
    assert kinds == ["placed", "imported", "contacted", "declined", "payment_void_due", "payment_confirmed"]


def test_an_imported_order_is_declined_from_the_first_click_to_the_voided_payment(cast: Cast, tmp_path: Path) -> None:
    """D3, D8"""
    an_hour_ago = stamp(database_now(), back=timedelta(hours=1))
    run(written(tmp_path, order("#1", {"Vendor": "Moss Glass"}, RUG, total="114.50", Created_at=an_hour_ago)))
    decline_to_the_end(Order.objects.get(maker__slug="moss-glass"))


class TestAWholeExport:
    def test_all_of_it_comes_in_once(self, db: None) -> None:
        out, err = run(WHOLE)
        assert "8 orders read: 8 imported" in out
        assert "refused. " not in err
        with WHOLE.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        pairs = {(row["Name"], row["Vendor"]) for row in rows}
        assert Order.objects.count() == len(pairs) == 13
        whole = sum(round(float(row["Total"]) * 100) for row in rows if row["Id"])
        assert sum(one.total for one in Order.objects.all()) == whole
        before = everything()
        assert "8 already there" in run(WHOLE)[0]
        assert everything() == before

    def test_one_of_it_is_declined_to_the_voided_payment(self, db: None, tmp_path: Path) -> None:
        """D3, D8"""
        an_hour_ago = stamp(database_now(), back=timedelta(hours=1))
        with WHOLE.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            row["Created at"], row["Paid at"] = an_hour_ago, an_hour_ago if row["Paid at"] else ""
        columns = list(dict.fromkeys([*rows[0], *COLUMNS]))
        run(written(tmp_path, rows, columns=columns))
        decline_to_the_end(Order.objects.filter(payment__status="authorised").order_by("id")[0])
