"""The demo marketplace: what is in it, and where it is never made."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from anam.cases.models import Case
from anam.catalog.actions.prepare_picture import made_of
from anam.catalog.models import Product, Storefront
from anam.clock import database_now
from anam.conversations.models import Conversation, Message
from anam.decoding.products import written_anew
from anam.demo.cast import PASSWORD, SIGN_INS
from anam.demo.goods import GOODS
from anam.demo.pictures import drawn
from anam.elsewhere import played_in_this_database
from anam.history.models import Entry
from anam.mail.models import Email
from anam.media.pictures import is_stored, keep
from anam.notifications.models import Notice
from anam.orders.cancellation.decline import decline
from anam.orders.cancellation.eligibility import why_not
from anam.orders.fulfilment.remind import remind
from anam.orders.models import CancellationRequest, Line, Order
from anam.orders.queries import OrderQuerySet
from anam.orders.status import Status
from anam.payments.models import Payment, PaymentMovement, SandboxFault
from anam.people.models import Buyer, Maker, User

HASHERS = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])


@pytest.fixture(scope="module")
def demo(django_db_setup: Any, django_db_blocker: Any) -> Iterator[str]:
    """The filled demo, made once for all tests here, which only read it; the answer is what was printed."""
    with django_db_blocker.unblock(), transaction.atomic():
        said = StringIO()
        with HASHERS:
            call_command("demo", stdout=said)
        yield said.getvalue()
        transaction.set_rollback(True)


def byrnes() -> OrderQuerySet:
    return Order.objects.filter(maker__slug="byrne-ceramics")


def how_many_of_everything() -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            counts[table] = cursor.fetchone()[0]
    return counts


def test_everything_that_is_sold_has_a_picture_and_orders_show_it(demo: str) -> None:
    assert not Product.objects.filter(face="").exists()
    assert not Storefront.objects.filter(cover="").exists()
    assert not Line.objects.filter(picture="").exists()
    assert all(is_stored(key) for key in Product.objects.values_list("face", flat=True))
    assert Product.objects.values("face").distinct().count() == len(GOODS)
    [mug] = Product.objects.filter(sku="MUG-01").values_list("face", flat=True)
    assert keep(made_of(*written_anew(drawn("MUG-01").written()))) == mug  # the same each time


def test_it_is_as_large_as_a_small_marketplace(demo: str) -> None:
    assert Maker.objects.count() == 8
    assert Buyer.objects.count() == 6
    assert 28 <= Product.objects.count() <= 34
    assert Order.objects.count() == 64
    assert 18 <= byrnes().count() <= 25
    assert Conversation.objects.count() >= 8


def test_every_status_is_there_among_all_and_among_byrnes(demo: str) -> None:
    assert set(Order.objects.values_list("status", flat=True)) == set(Status.values)
    assert set(byrnes().values_list("status", flat=True)) == set(Status.values)


def test_money_is_in_every_state_that_an_order_can_be_in(demo: str) -> None:
    """D8"""
    found = Counter(byrnes().filter(status="declined").values_list("payment__status", flat=True))
    assert {"voided", "refunded", "void_pending"} <= set(found)
    pending = Payment.objects.get(status="void_pending")
    assert SandboxFault.objects.get().reference == pending.gateway_reference
    operation = pending.operations.get(kind="void")
    assert {attempt.outcome for attempt in operation.attempts.all()} == {"unknown"}
    assert [job.args for job in ProcrastinateJob.objects.all()] == [{"operation_id": operation.pk}]


@pytest.mark.parametrize(
    "left",
    [
        timedelta(minutes=12),
        timedelta(hours=5, minutes=4),
        timedelta(hours=23, minutes=38),
        timedelta(hours=25),
        timedelta(hours=41, minutes=12),
        timedelta(hours=71, minutes=54),
        -timedelta(minutes=20),
    ],
)
def test_byrne_has_an_unanswered_order_at_every_distance_from_the_deadline(demo: str, left: timedelta) -> None:
    lefts = [by - database_now() for by in byrnes().filter(status="placed").values_list("decline_by", flat=True)]
    assert any(abs(one - left) < timedelta(minutes=3) for one in lefts)


def test_ines_has_an_order_ready_to_be_declined_and_one_not_yet(demo: str) -> None:
    """D3"""
    waiting = byrnes().filter(buyer__slug="harbor-and-pine").waiting(now=database_now())
    codes = [[refusal.code for refusal in why_not(order, now=database_now())] for order in waiting]
    assert sorted(codes) == [[], ["buyer_not_contacted"]]
    hanna = User.objects.get(email="maker@demo.test")
    ready = next(order for order in waiting if not why_not(order, now=database_now()))
    with transaction.atomic():
        decline(ready.number, maker=ready.maker, by=hanna, reason="too_late", explanation="The glaze stays grey.")
        transaction.set_rollback(True)


def test_north_quay_waits_for_byrne_and_has_never_written(demo: str) -> None:
    """D4"""
    assert byrnes().filter(buyer__slug="north-quay").waiting(now=database_now()).exists()
    assert not Conversation.objects.filter(maker__slug="byrne-ceramics", buyer__slug="north-quay").exists()
    assert Conversation.objects.get(maker__slug="byrne-ceramics", buyer__slug="harbor-and-pine").buyer_wrote_at


def test_sam_has_a_case_of_his_own_and_others_wait_for_anybody(demo: str) -> None:
    """D6"""
    sam = User.objects.get(email="support@demo.test")
    assert Case.objects.still_open().of_agent(sam).escalations().exists()
    unassigned = set(Case.objects.still_open().unassigned().values_list("kind", flat=True))
    assert unassigned == {"late_decline", "complaint", "mail"}
    assert {"declined", "refused"} == set(Case.objects.closed().escalations().values_list("outcome", flat=True))
    assert not Case.objects.filter(opened_at__gt=database_now()).exists()


def test_a_buyer_asks_hanna_for_less_and_nobody_has_answered(demo: str) -> None:
    assert CancellationRequest.objects.get(answer="").order.maker.slug == "byrne-ceramics"


def test_nothing_happens_in_the_future_nor_before_its_order(demo: str) -> None:
    """D12"""
    now = database_now()
    assert not Entry.objects.filter(at__gt=now).exists()
    assert not Message.objects.filter(sent_at__gt=now).exists()
    placed = dict(Order.objects.values_list("pk", "placed_at"))
    assert all(at >= placed[order_id] for order_id, at in Entry.objects.values_list("order_id", "at"))
    numbers = Order.objects.order_by("id").values_list("placed_at", flat=True)
    assert list(numbers) == sorted(numbers)


def test_every_rule_holds_in_it(demo: str) -> None:
    """D1 to D14, as far as `anam verify` can see them."""
    said = StringIO()
    try:
        call_command("verify", stdout=said)
    except CommandError as broken:
        pytest.fail(f"{broken}\n{said.getvalue()}")


def test_letters_were_sent_when_things_happened(demo: str) -> None:
    """D10"""
    assert Email.objects.count() > 200
    assert not Email.objects.filter(sent_at=None).exists()
    assert not Email.objects.filter(sent_at__gt=database_now()).exists()


def test_long_names_one_product_in_several_orders_and_one_checkout_over_three_makers(demo: str) -> None:
    assert any(len(title) >= 90 for title in Product.objects.values_list("title", flat=True))
    assert any(len(name) >= 60 for name in Buyer.objects.values_list("name", flat=True))
    mug = Product.objects.get(sku="MUG-01")
    assert Order.objects.containing([mug.pk]).still_open().count() >= 4
    together = Counter(Order.objects.values_list("buyer", "placed_at"))
    assert together.most_common(1)[0][1] == 3


def test_the_reminders_that_were_due_have_been_given(demo: str) -> None:
    assert Entry.objects.filter(kind="reminded").exists()
    with transaction.atomic():
        assert remind() == 0
        transaction.set_rollback(True)


def test_something_is_unread_and_most_is_not(demo: str) -> None:
    assert Conversation.objects.unread_by("maker").filter(maker__slug="byrne-ceramics").exists()
    assert Conversation.objects.unread_by("buyer").filter(buyer__slug="harbor-and-pine").exists()
    unread = Notice.objects.unread().count()
    assert 0 < unread < Notice.objects.count() / 2


def test_everybody_signs_in_with_the_password_that_is_printed(demo: str) -> None:
    for email, name, _ in SIGN_INS:
        assert email in demo
        with HASHERS:
            person = authenticate(email=email, password=PASSWORD)
        assert isinstance(person, User)
        assert person.name == name
    assert User.objects.get(email="support@demo.test").is_support
    assert User.objects.get(email="ravi@demo.test").maker_member.role == "administrator"


def test_a_second_run_changes_nothing_and_prints_the_sign_ins_again(demo: str) -> None:
    before = how_many_of_everything()
    said = StringIO()
    call_command("demo", stdout=said)
    assert how_many_of_everything() == before
    assert "nothing was changed" in said.getvalue()
    assert "maker@demo.test" in said.getvalue()


# What is still to come, and says so.
_AHEAD = {
    ("orders_order", "decline_by"), ("support_case", "answer_by"), ("cancellation_request", "answer_by"),
    ("procrastinate_jobs", "scheduled_at"), ("cache_entry", "expires"), ("session", "expire_date"),
}  # fmt: skip


def test_no_time_in_any_table_lies_ahead_but_deadlines(demo: str) -> None:
    """At whatever hour it is made."""
    ahead = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND data_type LIKE 'timestamp%%'"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT max("{column}") > clock_timestamp() FROM "{table}"')  # noqa: S608
            if cursor.fetchone()[0]:
                ahead.add((table, column))
    assert ahead <= _AHEAD


def test_its_money_is_what_the_sandboxs_books_say(demo: str) -> None:
    """M7, M8: also where the gateway has not answered yet."""
    said = StringIO()
    with played_in_this_database():
        call_command("reconcile", stdout=said)
    assert said.getvalue() == f"{Payment.objects.count()} payments compared: no difference.\n"
    assert set(PaymentMovement.objects.values_list("kind", flat=True)) >= {
        "authorised",
        "captured",
        "voided",
        "refunded",
    }
