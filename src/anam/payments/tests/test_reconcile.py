"""`anam reconcile`: every payment beside its holder's books, and every difference named (M8)."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anam.clock import database_now
from anam.coded import worded
from anam.payments import reconciliation
from anam.payments.actions.confirm_operation import Confirmation, confirm_operation
from anam.payments.actions.end_operation import end_operation
from anam.payments.actions.execute import execute
from anam.payments.actions.request_capture import request_capture
from anam.payments.gateways import HolderBooks
from anam.payments.models import Payment, PaymentOperation, SandboxCharge, SandboxFault
from anam.payments.reconciliation import differences
from anam.payments.sentences import BOOKS
from anam.payments.states import State
from anam.payments.tests.test_ledger import external, queued, void
from conftest import Cast


def reconcile(*arguments: str) -> str:
    said = StringIO()
    call_command("reconcile", *arguments, stdout=said)
    return said.getvalue()


def differing(*arguments: str) -> list[str]:
    """What is said of the payments that differ, line by line; it fails, as there are some."""
    said = StringIO()
    with pytest.raises(CommandError, match="differ"):
        call_command("reconcile", *arguments, stdout=said)
    return said.getvalue().splitlines()


def there(payment: Payment, **columns: Any) -> None:
    """Have the sandbox's books say otherwise."""
    SandboxCharge.objects.filter(reference=payment.gateway_reference).update(**columns)


def captured(cast: Cast, *, less: int = 0) -> Payment:
    """Taken when it shipped."""
    payment = cast.order().payment
    operation_id = request_capture(payment, amount=payment.authorised - less, at=database_now())
    assert operation_id
    execute(operation_id)
    return Payment.objects.get(pk=payment.pk)


def refund(payment: Payment, amount: int) -> PaymentOperation:
    Payment.objects.filter(pk=payment.pk).update(refund_pending=amount)
    return queued(payment, "refund", amount)


def test_where_both_agree_nothing_is_said(cast: Cast) -> None:
    cast.order()
    execute(void(cast.order().payment))
    payment = captured(cast, less=2900)
    execute(refund(payment, 600).pk)
    assert reconcile() == "3 payments compared: no difference.\n"


@pytest.mark.parametrize(
    ("kind", "books", "sentence"),
    [
        ("held", {"captured": 16500}, "$0.00 is captured here, and $165.00 at Sandbox."),
        ("held", {"voided": True}, "$165.00 is authorised here, and released at Sandbox."),
        ("held", {"authorised": 16400}, "$165.00 is authorised here, and $164.00 at Sandbox."),
        ("held", {"currency": "EUR"}, "It is in USD here, and in EUR at Sandbox."),
        ("voided", {"voided": False}, "$165.00 is no longer held here, and still authorised at Sandbox."),
        ("voided", {"voided": False, "captured": 16500}, "$0.00 is captured here, and $165.00 at Sandbox."),
        ("captured", {"captured": 16400}, "$165.00 is captured here, and $164.00 at Sandbox."),
        ("captured", {"captured": 0}, "$165.00 is captured here, and $0.00 at Sandbox."),
        ("captured", {"refunded": 100}, "$0.00 is refunded here, and $1.00 at Sandbox."),
        ("refunded", {"refunded": 33000}, "$165.00 is refunded here, and $330.00 at Sandbox."),
        ("refunded", {"refunded": 0}, "$165.00 is refunded here, and $0.00 at Sandbox."),
        ("held", {"reference": "sb_other"}, "Sandbox knows nothing of it. Here it is $165.00 authorised."),
        (
            "refunded",
            {"reference": "sb_other"},
            "Sandbox knows nothing of it. Here it is $165.00 authorised; $165.00 captured; $165.00 refunded.",
        ),
    ],
)
def test_every_difference_is_named(cast: Cast, kind: str, books: dict[str, Any], sentence: str) -> None:
    """M8"""
    payment = cast.order().payment if kind in ("held", "voided") else captured(cast)
    if kind == "voided":
        execute(void(payment))
    if kind == "refunded":
        execute(refund(payment, 16500).pk)
    there(payment, **books)
    assert payment.order
    line = f"Order {payment.order.number} ({payment.gateway_reference}): {sentence}"
    assert line in differing()
    cast.order()
    with pytest.raises(CommandError, match="2 payments compared: 1 differ"):
        reconcile()


def test_all_that_differs_of_one_payment_is_said(cast: Cast) -> None:
    payment = captured(cast)
    there(payment, captured=100, refunded=50)
    assert [line.partition(": ")[2] for line in differing()] == [
        "$165.00 is captured here, and $1.00 at Sandbox.",
        "$0.00 is refunded here, and $0.50 at Sandbox.",
    ]


def test_a_payment_that_nobody_can_find_there_is_named(cast: Cast) -> None:
    payment = cast.order().payment
    Payment.objects.filter(pk=payment.pk).update(gateway_reference="")
    assert payment.order
    assert differing() == [
        f"Order {payment.order.number} (no reference): It has no reference at Sandbox, so nobody can find there"
        " what is here: $165.00 authorised."
    ]


def test_a_payment_of_no_order_is_named_by_itself(cast: Cast) -> None:
    payment = cast.order().payment
    Payment.objects.filter(pk=payment.pk).update(order=None)
    there(payment, voided=True)
    assert differing()[0].startswith(f"Payment {payment.pk} with no order ({payment.gateway_reference}): ")


@pytest.mark.parametrize("done_there", [True, False])
def test_what_is_under_way_may_be_done_there_or_not(cast: Cast, done_there: bool) -> None:
    released, taken, returned = cast.order().payment, cast.order().payment, captured(cast)
    void(released)
    request_capture(taken, amount=taken.authorised, at=database_now())
    refund(returned, 100)
    if done_there:
        there(released, voided=True)
        there(taken, captured=16500)
        there(returned, refunded=100)
    assert "3 payments compared: no difference." in reconcile()


def test_more_than_what_is_under_way_is_a_difference(cast: Cast) -> None:
    payment = captured(cast)
    refund(payment, 100)
    there(payment, refunded=101)
    assert differing()[0].endswith("$0.00 is refunded here, and $1.01 at Sandbox.")


def test_what_somebody_did_by_hand_is_not_in_the_gateways_books(cast: Cast) -> None:
    """M4: it was refused there."""
    payment = captured(cast)
    operation = refund(payment, 100)
    SandboxFault.objects.create(mode="refuse")
    execute(operation.pk)
    said = Confirmation(True, 100, "transfer 7")
    confirm_operation(operation, said, by=cast.sam, acting_as="support", may_split=True)
    assert Payment.objects.get(pk=payment.pk).refunded == 100
    assert "no difference" in reconcile()
    there(payment, refunded=100)
    assert differing()[0].endswith("$0.00 is refunded here, and $1.00 at Sandbox.")


def test_what_was_charged_by_hand_and_is_still_held_there_is_named(cast: Cast) -> None:
    """Until somebody has released it there: nobody else would."""
    payment = cast.order().payment
    operation = queued(payment, "capture", 16500)
    PaymentOperation.objects.filter(pk=operation.pk).update(state=State.REFUSED, closed_at=database_now())
    end_operation(operation, State.RECORDED_MANUALLY, reference="cheque 3")
    [said] = differing()
    assert said.endswith("It was settled by hand, and $165.00 is still authorised at Sandbox: release it there.")
    there(payment, voided=True)
    assert "no difference" in reconcile()


def test_disputes_are_compared_too(cast: Cast) -> None:
    """The sandbox knows none: what a gateway's books say is put in its place."""
    payment = captured(cast)
    books = HolderBooks("USD", 16500, captured=16500, disputed=16500)
    assert [worded(one, BOOKS) for one in differences(payment, books)] == [
        "$0.00 is disputed here, and $165.00 at Sandbox."
    ]
    payment.disputed = 16500
    assert differences(payment, books) == []


def test_what_is_held_elsewhere_is_counted_and_compared_with_nothing(cast: Cast) -> None:
    external(cast)
    cast.order()
    assert reconcile().splitlines() == [
        "1 payment held elsewhere: there are no books to compare with.",
        "1 payment compared: no difference.",
    ]


def test_a_card_that_was_refused_left_nothing_anywhere(cast: Cast) -> None:
    Payment.objects.create(maker=cast.byrne, currency="USD", status="failed", holder="sandbox")
    assert reconcile() == "0 payments compared: no difference.\n"


def test_since_a_day_only_what_was_made_or_moved_since_is_compared(cast: Cast) -> None:
    old, new = cast.order().payment, cast.order().payment
    Payment.objects.filter(pk=old.pk).update(created_at=database_now() - timedelta(days=30))
    tomorrow = f"{database_now() + timedelta(days=1):%Y-%m-%d}"
    yesterday = f"{database_now() - timedelta(days=1):%Y-%m-%d}"
    for payment in (old, new):
        there(payment, voided=True)
    assert "0 payments compared" in reconcile("--since", tomorrow)
    assert len(differing("--since", yesterday)) == 2, "the old one's money moved since"


@pytest.mark.parametrize("wrong", ["yesterday", "2026-13-01", "", "2026-11-20T10:00"])
def test_what_is_no_day_is_said_in_one_line(db: None, wrong: str) -> None:
    with pytest.raises(CommandError, match="is no day: give it as 2026-11-20"):
        reconcile("--since", wrong)


def test_a_gateway_that_is_down_ends_it_politely(cast: Cast) -> None:
    cast.order()
    SandboxFault.objects.create(mode="down")
    with pytest.raises(CommandError) as said:
        reconcile()
    assert str(said.value) == (
        "The gateway did not answer. 0 of 1 payments were compared, and 0 of them differ. Begin again once it answers."
    )
    assert SandboxFault.objects.get().times is None


def test_nothing_is_changed_by_it(cast: Cast) -> None:
    payment = captured(cast)
    there(payment, refunded=100)
    with CaptureQueriesContext(connection) as asked, pytest.raises(CommandError):
        reconcile()
    assert [one["sql"] for one in asked if not one["sql"].startswith("SELECT")] == []


def test_they_are_read_some_at_a_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconciliation, "AT_ONCE", 2)
    for _ in range(5):
        there(cast.order().payment, voided=True)
    assert len(differing()) == 5
