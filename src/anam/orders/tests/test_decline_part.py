"""Declining a part of an order: D1 to D5 and D7 to D12, at the action."""

from datetime import timedelta

import pytest

from anam.catalog.models import StockMovement
from anam.conversations.models import Message
from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.mail.models import Email
from anam.notifications.engine import notify_of
from anam.notifications.models import Notice
from anam.orders.cancellation.context import load_context
from anam.orders.cancellation.decline import decline
from anam.orders.cancellation.plan import plan_cancellation
from anam.orders.models import Cancellation, Order
from anam.payments.models import PaymentOperation
from anam.refusals import Refused
from conftest import Cast

WORDS = "I am so sorry: two of the mugs broke in the kiln."


def decline_some(cast: Cast, order: Order, mugs: int = 2, **more: object) -> Order:
    mug = order.lines.get(product=cast.mug)
    arguments = {
        "maker": cast.byrne,
        "by": cast.hanna,
        "reason": "damaged",
        "explanation": WORDS,
        "quantities": {mug.pk: mugs},
        **more,
    }
    return decline(order.number, **arguments)  # type: ignore[arg-type]


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def test_a_part_goes_and_the_rest_goes_on(cast: Cast) -> None:
    """D8, D10, D12"""
    order = cast.order(told=True, payment="captured")
    decline_some(cast, order, note="They will not mind.")
    order.refresh_from_db()
    assert (order.status, order.removed) == ("placed", 2 * 1450)
    assert [line.declined_quantity for line in order.lines.all()] == [2, 0]
    cancellation = Cancellation.objects.get(order=order, final=False)
    assert (cancellation.on_behalf_of, cancellation.by, cancellation.note) == (
        "maker",
        cast.hanna,
        "They will not mind.",
    )
    assert not cancellation.final
    operation = PaymentOperation.objects.get(cancellation=cancellation)
    assert (operation.kind, operation.amount) == ("refund", 2 * 1450)
    assert Message.objects.get(order=order).body == WORDS
    entry = Entry.objects.get(order=order, kind="lines_declined")
    assert set(Notice.objects.filter(entry=entry).values_list("user__name", flat=True)) == {"Ines", "Hanna", "Ravi"}
    assert "will not mind" not in str(entry.facts)
    assert "2 × Mug, oatmeal of this order" in sentence(entry, reader="buyer")


def test_both_sides_have_a_letter_about_the_part(cast: Cast) -> None:
    """D10"""
    order = cast.order(told=True)
    decline_some(cast, order)
    notify_of(entry_id=Entry.objects.get(order=order, kind="lines_declined").pk)
    emails = {email.to.split("@")[0]: email for email in Email.objects.all()}
    assert set(emails) == {"hanna", "ravi", "ines"}
    assert "cannot fulfil a part of your order" in emails["ines"].subject
    assert WORDS in emails["ines"].text
    assert "$29.00 less is charged" in emails["ines"].text


@pytest.mark.parametrize(
    ("reason", "choice", "stock"),
    [
        ("damaged", "", 94),
        ("out_of_stock", "", 0),
        ("other", "", 96),
        ("out_of_stock", "return", 96),
        ("other", "zero", 0),
    ],
)
def test_the_stock_follows_the_reason_unless_it_is_chosen(cast: Cast, reason: str, choice: str, stock: int) -> None:
    """D9: 94 are left of 100 while the order holds six; two of them go."""
    order = cast.order(told=True)
    mug = order.lines.get(product=cast.mug)
    decline_some(cast, order, reason=reason, stock={mug.pk: choice} if choice else None)
    cast.mug.refresh_from_db()
    assert cast.mug.stock == stock
    assert sum(StockMovement.objects.filter(product=cast.mug).values_list("quantity", flat=True)) == stock


def test_what_was_announced_for_a_part_is_what_happens(cast: Cast) -> None:
    """D11"""
    order = cast.order(told=True)
    mug = order.lines.get(product=cast.mug)
    plan = plan_cancellation(order, load_context(order, reason_key="other"), quantities={mug.pk: 2})
    with pytest.raises(Refused) as refused:
        decline_some(cast, order, mugs=3, reason="other", preview_token=plan.preview_token)
    assert codes(refused) == ["changed_meanwhile"]
    decline_some(cast, order, reason="other", preview_token=plan.preview_token)
    assert Cancellation.objects.get(order=order, final=False).amount == plan.amount
    cast.mug.refresh_from_db()
    assert cast.mug.stock == plan.lines[0].after


def test_when_the_last_quantity_goes_the_order_is_declined(cast: Cast) -> None:
    """D7, D8: in two parts, and the money of the second is what the first left."""
    order = cast.order(told=True, payment="captured")
    decline_some(cast, order)
    mug, bowl = order.lines.all()
    decline_some(cast, order, quantities={mug.pk: 4, bowl.pk: 2})
    order.refresh_from_db()
    assert order.status == "declined"
    assert order.cancellation.on_behalf_of == "maker"
    assert [line.quantity for line in order.cancellation.lines.order_by("line")] == [4, 2]
    asked = sum(PaymentOperation.objects.filter(payment=order.payment, kind="refund").values_list("amount", flat=True))
    assert asked == order.payment.captured


def test_the_whole_of_an_order_can_go_after_a_part(cast: Cast) -> None:
    """D7"""
    order = cast.order(told=True)
    decline_some(cast, order)
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="damaged", explanation=WORDS)
    assert Order.objects.get(pk=order.pk).status == "declined"


def test_another_makers_member_finds_no_such_order(cast: Cast) -> None:
    """D1"""
    order = cast.order(told=True)
    with pytest.raises(Order.DoesNotExist):
        decline_some(cast, order, maker=cast.weaves, by=cast.otto)


@pytest.mark.parametrize(
    ("placed", "told", "code"), [(1, False, "buyer_not_contacted"), (73, True, "decline_window_closed")]
)
def test_a_part_needs_what_the_whole_needs(cast: Cast, placed: int, told: bool, code: str) -> None:
    """D2, D3, D12"""
    order = cast.order(placed=timedelta(hours=placed), told=told)
    with pytest.raises(Refused) as refused:
        decline_some(cast, order)
    assert codes(refused) == [code]
    assert Entry.objects.get(order=order, kind="decline_refused").facts["codes"] == [code]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": "no_such"}, "explanation_needed"),
        ({"explanation": "short"}, "explanation_needed"),
        ({"reason": "payment_failed"}, "explanation_needed"),
        ({"reason": "below_minimum"}, "reason_for_whole_orders"),
        ({"mugs": 7}, "lines_wrong"),
        ({"mugs": 0}, "lines_wrong"),
        ({"quantities": {}}, "lines_wrong"),
        ({"quantities": {0: 1}}, "lines_wrong"),
    ],
)
def test_a_part_must_be_one_and_be_explained(cast: Cast, change: dict[str, object], code: str) -> None:
    """D5"""
    order = cast.order(told=True)
    with pytest.raises(Refused) as refused:
        decline_some(cast, order, **change)  # type: ignore[arg-type]
    assert codes(refused) == [code]
    assert not Cancellation.objects.filter(order=order, final=False).exists()
