"""Declining an order: rules D1 to D5 and D7 to D13, at the action."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from anam.catalog.models import StockMovement
from anam.conversations.models import Message
from anam.history.models import Entry
from anam.notifications.models import Notice
from anam.orders.cancellation.context import load_context
from anam.orders.cancellation.decline import decline
from anam.orders.cancellation.eligibility import why_not
from anam.orders.cancellation.plan import plan_cancellation
from anam.orders.models import Cancellation, Order
from anam.policy.actions.change_policy import change_policy
from anam.refusals import Refused
from conftest import Cast

WORDS = "I am so sorry: my kiln is down until spring."


def decline_it(cast: Cast, order: Order, **more: object) -> Order:
    arguments = {"maker": cast.byrne, "by": cast.hanna, "reason": "too_late", "explanation": WORDS, **more}
    return decline(order.number, **arguments)  # type: ignore[arg-type]


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def test_a_declined_order_has_its_cancellation_its_message_and_its_notices(cast: Cast) -> None:
    """D7, D10, D12"""
    order = cast.order(told=True)
    decline_it(cast, order)
    order.refresh_from_db()
    assert order.status == "declined"
    assert order.cancellation.by == cast.hanna
    assert order.cancellation.in_time
    assert order.payment.status == "void_pending"
    message = Message.objects.get(order=order, kind="decline")
    assert message.body == WORDS
    entry = Entry.objects.get(order=order, kind="declined")
    told = set(Notice.objects.filter(entry=entry).values_list("user__name", flat=True))
    assert told == {"Ines", "Hanna", "Ravi"}
    cast.mug.refresh_from_db()
    assert cast.mug.stock == 100


def test_another_makers_member_finds_no_such_order(cast: Cast) -> None:
    """D1"""
    order = cast.order(told=True)
    with pytest.raises(Order.DoesNotExist):
        decline(order.number, maker=cast.weaves, by=cast.otto, reason="too_late", explanation=WORDS)
    order.refresh_from_db()
    assert order.status == "placed"


def test_the_last_microsecond_of_the_72_hours_counts(cast: Cast) -> None:
    """D2"""
    order = cast.order(told=True)
    last = order.decline_by - timedelta(microseconds=1)
    assert why_not(order, now=last) == []
    assert [refusal.code for refusal in why_not(order, now=order.decline_by)] == ["decline_window_closed"]


def test_an_order_is_declined_by_the_databases_clock_and_not_a_moment_later(cast: Cast) -> None:
    """D2"""
    late = cast.order(placed=timedelta(hours=72), told=True)
    with pytest.raises(Refused) as refused:
        decline_it(cast, late)
    assert codes(refused) == ["decline_window_closed"]
    assert "The 72 hours ended on" in str(refused.value)
    assert not Cancellation.objects.filter(order=late).exists()


def test_the_buyer_must_have_been_told_first(cast: Cast) -> None:
    """D3"""
    order = cast.order()
    with pytest.raises(Refused) as refused:
        decline_it(cast, order)
    assert codes(refused) == ["buyer_not_contacted"]


@pytest.mark.parametrize(
    ("reason", "explanation"),
    [
        ("", WORDS),
        ("no_such", WORDS),
        ("too_late", "short"),
        ("too_late", " " * 50),
        ("too_late", "x" * 1001),
        ("other", "Only twenty-nine characters.."),
    ],
)
def test_a_reason_and_an_explanation_are_required(cast: Cast, reason: str, explanation: str) -> None:
    """D5"""
    order = cast.order(told=True)
    with pytest.raises(Refused) as refused:
        decline_it(cast, order, reason=reason, explanation=explanation)
    assert codes(refused) == ["explanation_needed"]
    order.refresh_from_db()
    assert order.status == "placed"


def test_the_private_note_stays_out_of_what_the_buyer_reads(cast: Cast) -> None:
    """D5"""
    order = cast.order(told=True)
    decline_it(cast, order, note="They never pay in time.")
    order.refresh_from_db()
    assert order.cancellation.note == "They never pay in time."
    assert "never pay" not in Message.objects.get(order=order, kind="decline").body
    assert "never pay" not in str(Entry.objects.get(order=order, kind="declined").facts)


def test_a_second_decline_is_told_what_happened(cast: Cast) -> None:
    """D7"""
    order = cast.order(told=True)
    decline_it(cast, order)
    with pytest.raises(Refused) as refused:
        decline_it(cast, order, by=cast.ravi)
    assert codes(refused) == ["already_declined"]
    assert "Hanna cancelled this order on" in str(refused.value)
    assert Message.objects.filter(order=order, kind="decline").count() == 1
    assert StockMovement.objects.filter(line__order=order, cause="returned").count() == 1


def test_a_captured_payment_is_refunded_in_full_with_its_shipping(cast: Cast) -> None:
    """D8"""
    order = cast.order(told=True, payment="captured")
    decline_it(cast, order)
    operation = order.payment.operations.get()
    assert (operation.kind, operation.amount) == ("refund", 6 * 1450 + 2 * 3300 + 1200)


def test_an_order_without_a_payment_can_be_declined(cast: Cast) -> None:
    """D8"""
    order = cast.order(told=True, payment="none")
    decline_it(cast, order)
    assert Order.objects.get(pk=order.pk).status == "declined"


def test_out_of_stock_sets_the_stock_to_zero(cast: Cast) -> None:
    """D9"""
    order = cast.order(told=True)
    decline_it(cast, order, reason="out_of_stock")
    cast.mug.refresh_from_db()
    cast.bowl.refresh_from_db()
    assert cast.mug.stock == 0
    assert cast.bowl.stock is None


def test_the_maker_can_choose_otherwise_than_the_reason(cast: Cast) -> None:
    """D9"""
    order = cast.order(told=True)
    line = order.lines.get(product=cast.mug)
    decline_it(cast, order, reason="out_of_stock", stock={line.pk: "keep"})
    cast.mug.refresh_from_db()
    assert cast.mug.stock == 94


def test_what_was_announced_is_what_happens(cast: Cast) -> None:
    """D11"""
    order = cast.order(told=True)
    plan = plan_cancellation(order, load_context(order, reason_key="too_late"))
    decline_it(cast, order, preview_token=plan.preview_token)
    assert Cancellation.objects.get(order=order).effects == plan.to_json()
    cast.mug.refresh_from_db()
    assert cast.mug.stock == plan.lines[0].after


def test_what_changed_since_it_was_announced_is_not_done(cast: Cast) -> None:
    """D11"""
    order = cast.order(told=True)
    plan = plan_cancellation(order, load_context(order, reason_key="too_late"))
    order.payment.status, order.payment.captured = "captured", order.payment.authorised
    order.payment.save()
    with pytest.raises(Refused) as refused:
        decline_it(cast, order, preview_token=plan.preview_token)
    assert codes(refused) == ["changed_meanwhile"]


def test_a_refused_attempt_is_in_the_history(cast: Cast) -> None:
    """D12"""
    order = cast.order()
    with pytest.raises(Refused):
        decline_it(cast, order)
    entry = Entry.objects.get(order=order, kind="decline_refused")
    assert entry.actor == cast.hanna
    assert entry.facts["codes"] == ["buyer_not_contacted"]
    assert entry.policy_id == order.policy_id


@pytest.mark.parametrize(
    "change",
    ["UPDATE history_entry SET kind = 'x'", "DELETE FROM history_entry", "TRUNCATE history_entry CASCADE"],
)
def test_the_database_refuses_to_change_the_history(cast: Cast, change: str) -> None:
    """D12"""
    cast.order()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
            cursor.execute(change)


def test_a_change_of_policy_leaves_placed_orders_alone(cast: Cast) -> None:
    """D13"""
    order = cast.order(placed=timedelta(hours=48), told=True)
    change_policy(by=cast.sam, why="A test", decline_window_hours=24)
    newer = cast.order()
    assert newer.decline_by - newer.placed_at == timedelta(hours=24)
    decline_it(cast, order)
    order.refresh_from_db()
    assert order.decline_by - order.placed_at == timedelta(hours=72)
    assert order.status == "declined"
