"""M2, M7: what was done with money outside Anam is recorded with its proof, and a wrong record is undone."""

from datetime import timedelta
from typing import Any

import pytest

from anam.audit.invariants import INVARIANTS, ask
from anam.cases.models import Case
from anam.clock import database_now
from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.orders.models import Order, Refund
from anam.orders.payments.confirm_payment import confirm_payment
from anam.orders.payments.correct_record import correct_record
from anam.orders.payments.external_money import external_money
from anam.orders.payments.retry_payment import retry_payment
from anam.orders.tests.refund_factories import refund, settle, shipped_order
from anam.orders.tests.test_confirm_payment import TOTAL, at_shopify, declined
from anam.orders.tests.test_emails import emails_about, says
from anam.payments.actions.confirm_operation import Confirmation
from anam.payments.actions.end_operation import end_operation
from anam.payments.models import Payment, PaymentMovement, PaymentOperation, SandboxCall, SandboxCharge, SandboxFault
from anam.payments.proof import Proof
from anam.payments.reconciliation import compare, compared_anew
from anam.payments.record_movements import Arrived, record_as_they_stand
from anam.payments.states import State
from anam.refusals import Refused
from conftest import Cast

PROOF = Proof("BANK-17")
WRONG = "I had looked at another order of theirs."


def healthy() -> dict[str, Any]:
    """What `anam verify` finds."""
    return {invariant.words: found for invariant in INVARIANTS if (found := ask(invariant)).count}


def paid(order: Order) -> Payment:
    return Payment.objects.get(order=order)


def last(order: Order) -> PaymentOperation:
    return PaymentOperation.objects.select_related("payment").filter(payment__order=order).latest("pk")


def moved(order: Order) -> list[tuple[str, str, int]]:
    rows = PaymentMovement.objects.filter(payment__order=order, operation=last(order)).order_by("pk")
    return list(rows.values_list("kind", "moved", "amount"))


def at_shopify_with_its_movements(cast: Cast, **kwargs: Any) -> Order:
    order = at_shopify(cast, **kwargs)
    record_as_they_stand([Arrived(order.payment.pk, "a sale", database_now())])
    return order


def refused(act: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refused) as no:
        act(*args, **kwargs)
    return no.value.refusal.code


def refused_refund(cast: Cast, **kwargs: Any) -> Order:
    """A refund that support has decided, and the gateway refuses."""
    order = shipped_order(cast)
    SandboxFault.objects.create(reference="", mode="refuse")
    refund(cast, order, amount=2900, **kwargs)
    settle(order)
    SandboxFault.objects.all().delete()
    return order


def test_what_somebody_gave_back_outside_is_recorded_and_nobody_is_asked_to(cast: Cast) -> None:
    """M12, M2, M7, D10, D12: of money at a gateway too; a bank transfer, say."""
    order = shipped_order(cast)
    made = refund(cast, order, amount=2900, done=Proof("BANK-17", database_now() - timedelta(minutes=1)))
    settle(order)
    operation = last(order)
    assert (operation.state, operation.reference, operation.confirmed_by) == ("recorded_manually", "BANK-17", cast.sam)
    assert operation.closed_at == made.done_at
    assert moved(order) == [("manual", "refunded", 2900)]
    payment = paid(order)
    assert (payment.refunded, payment.refund_pending, payment.status) == (2900, 0, "captured")
    assert not SandboxCall.objects.filter(kind="refund").exists()
    kinds = list(Entry.objects.filter(order=order).order_by("pk").values_list("kind", flat=True))
    assert kinds[-1] == "refund_recorded"
    assert "payment_confirmed" not in kinds
    entry = Entry.objects.get(order=order, kind="refund_recorded")
    assert sentence(entry, reader="buyer").startswith("Sam of support recorded that ANAM Craft refunded $29.00 on ")
    assert "BANK-17" not in str(entry.facts)
    emails = emails_about(order, "refund_recorded")
    assert says(emails["Ines"], "ANAM Craft has refunded $29.00 of the $165.00 that was charged.")
    assert not says(emails["Ines"], "BANK-17")
    assert says(emails["Hanna"], "ANAM Craft has refunded $29.00")
    assert not healthy()
    assert not compare(compared_anew(payment.pk)).differences


def test_no_more_is_recorded_than_is_left_and_none_without_its_proof(cast: Cast) -> None:
    """M3, M2"""
    order = shipped_order(cast)
    assert refused(refund, cast, order, amount=16501, done=PROOF) == "refund_above_what_is_left"
    assert refused(refund, cast, order, amount=1, done=Proof("")) == "reference_needed"
    assert refused(refund, cast, order, amount=1, done=Proof("x" * 121)) == "reference_needed"
    soon = Proof("BANK-17", database_now() + timedelta(hours=1))
    assert refused(refund, cast, order, amount=1, done=soon) == "confirmed_in_future"
    assert not Refund.objects.exists()


def test_the_same_form_twice_is_one_record(cast: Cast) -> None:
    """D7"""
    order = shipped_order(cast)
    first = refund(cast, order, amount=2900, done=PROOF, key="a form")
    assert refund(cast, order, amount=2900, done=PROOF, key="a form") == first
    assert moved(order) == [("manual", "refunded", 2900)]


def test_what_another_system_gave_back_unasked_is_recorded_of_whatever_order(cast: Cast) -> None:
    """M1, M2: before it ships too."""
    order = at_shopify_with_its_movements(cast)
    refund(cast, order, amount=500, done=PROOF, reason="goodwill")
    assert (last(order).state, moved(order)) == ("done", [("refunded", "refunded", 500)])
    assert any(said.startswith("Shopify refunded $5.00 (confirmed by Sam on ") for said in external_money(order))
    assert not healthy()


@pytest.mark.parametrize(("status", "kind"), [("captured", "refund"), ("authorised", "void")])
def test_what_was_cancelled_elsewhere_can_be_said_to_have_gone_back(cast: Cast, status: str, kind: str) -> None:
    """M2: an import asks for nothing, and support finds out."""
    order = at_shopify_with_its_movements(cast, payment=status)
    operation = declined(cast, order)
    PaymentOperation.objects.filter(pk=operation.pk).delete()
    Payment.objects.filter(order=order).update(status=status, refund_pending=0)
    order.cancellations.update(effects={"elsewhere": True})
    order.refresh_from_db()
    assert "nothing says that $165.00 was" in " ".join(external_money(order))
    refund(cast, order, amount=TOTAL, done=PROOF, reason="other")
    assert (last(order).kind, paid(order).status) == (kind, "refunded" if kind == "refund" else "voided")
    assert "nothing says" not in " ".join(external_money(Order.objects.get(pk=order.pk)))


def test_done_by_hand_after_a_refusal_closes_its_case_at_once_and_for_good(cast: Cast) -> None:
    """M4, M12"""
    order = refused_refund(cast)
    case = Case.objects.get(order=order, kind="money")
    assert Entry.objects.filter(order=order, kind="payment_refused").exists()
    assert paid(order).refund_pending == 2900
    done = Confirmation(done=True, amount=2900, reference="BANK-17")
    confirm_payment(order.number, last(order).pk, done, by=cast.sam)
    case.refresh_from_db()
    assert (case.outcome, case.closed_by) == ("overtaken", cast.sam)
    assert not Case.objects.still_open().exists()
    assert paid(order).refunded == 2900
    assert not healthy()


def test_a_refused_refund_is_tried_again_and_goes_back_once(cast: Cast) -> None:
    """M4, M12: support's own, with its cause."""
    order = refused_refund(cast)
    made = Refund.objects.get()
    assert retry_payment(order.number, last(order).pk) == last(order).pk
    settle(order)
    assert list(PaymentOperation.objects.filter(refund=made).order_by("pk").values_list("state", flat=True)) == [
        "superseded",
        "done",
    ]
    assert SandboxCharge.objects.get(reference=paid(order).gateway_reference).refunded == 2900
    assert not healthy()


def test_a_refund_that_fails_after_it_was_told_can_be_tried_again_and_nobody_lied(cast: Cast) -> None:
    """M2: it had moved when it was told."""
    order = shipped_order(cast)
    refund(cast, order, amount=2900)
    settle(order)
    end_operation(last(order), State.FAILED)
    SandboxCharge.objects.update(refunded=0)
    retry_payment(order.number, last(order).pk)
    settle(order)
    assert not healthy()


def test_a_wrong_record_is_undone_by_a_new_movement_and_everybody_is_told(cast: Cast) -> None:
    """M12, M2, M7, D10, D12: nobody had asked for it, so nothing is to go back."""
    order = shipped_order(cast)
    mug = order.lines.get(sku="MUG-01")
    made = refund(cast, order, quantities={mug.pk: 6}, done=PROOF)
    for _ in range(2):  # a double click
        correct_record(order.number, last(order).pk, by=cast.sam, words=WRONG, still_due=False)
    assert moved(order) == [("manual", "refunded", 8700), ("corrected", "refund_failed", 8700)]
    assert (last(order).state, last(order).confirmed_by) == ("superseded", cast.sam)
    payment = paid(order)
    assert (payment.refunded, payment.refund_pending, payment.status) == (0, 0, "captured")
    made.refresh_from_db()
    assert made.withdrawn_at
    entry = Entry.objects.get(order=order, kind="payment_corrected")
    assert sentence(entry, reader="buyer") == (
        f"Sam of support corrected what was recorded: ANAM Craft has not refunded $87.00. “{WRONG}”"
    )
    emails = emails_about(order, "payment_corrected")
    assert says(emails["Ines"], "We had told you that ANAM Craft refunded $87.00. That was wrong, and we are sorry.")
    assert says(emails["Ines"], "Nothing more is to be refunded.")
    assert says(emails["Ines"], WRONG)
    assert says(emails["Hanna"], "It was recorded that ANAM Craft refunded $87.00. That was wrong.")
    assert not Case.objects.filter(order=order).exists()
    assert not healthy()
    assert refund(cast, order, quantities={mug.pk: 6}).amount == 8700
    settle(order)
    assert not healthy()
    assert not compare(compared_anew(payment.pk)).differences


def test_what_is_still_due_after_a_correction_is_a_case_and_can_be_done_any_way(cast: Cast) -> None:
    """M4, D8: of a cancelled order nothing is kept, whatever was recorded."""
    order = at_shopify_with_its_movements(cast)
    operation = declined(cast, order)
    done = Confirmation(done=True, amount=TOTAL, reference="re_1")
    confirm_payment(order.number, operation.pk, done, by=cast.sam)
    assert refused(correct_record, order.number, operation.pk, by=cast.sam, words=WRONG, still_due=False) == (
        "still_due_wrong"
    )
    correct_record(order.number, operation.pk, by=cast.sam, words=WRONG)
    payment = paid(order)
    assert (payment.status, payment.refunded, payment.refund_pending) == ("refund_pending", 0, TOTAL)
    case = Case.objects.still_open().get(order=order)
    assert case.title == f"$165.00 was not refunded for order {order.number}, as had been recorded"
    assert case.question == WRONG
    assert "Shopify did not refund $165.00. Support is looking into it." in external_money(order)
    assert not healthy()
    retry_payment(order.number, operation.pk)
    confirm_payment(order.number, last(order).pk, done, by=cast.sam)
    assert paid(order).status == "refunded"
    assert not healthy()


def test_a_release_and_a_charge_can_be_corrected_as_well(cast: Cast) -> None:
    """M7"""
    order = at_shopify_with_its_movements(cast, payment="authorised")
    confirm_payment(
        order.number, declined(cast, order).pk, Confirmation(done=True, amount=TOTAL, reference="v_1"), by=cast.sam
    )
    correct_record(order.number, last(order).pk, by=cast.sam, words=WRONG)
    assert moved(order) == [("voided", "voided", TOTAL), ("corrected", "authorised", TOTAL)]
    assert paid(order).status == "void_pending"
    shipped = _charged_by_hand(cast)
    correct_record(shipped.number, last(shipped).pk, by=cast.sam, words=WRONG)
    assert moved(shipped) == [("manual", "captured", TOTAL), ("corrected", "capture_failed", TOTAL)]
    assert (paid(shipped).status, paid(shipped).captured) == ("authorised", 0)
    assert not emails_about(shipped, "payment_corrected").get("Ines")
    assert not healthy()


def _charged_by_hand(cast: Cast) -> Order:
    SandboxFault.objects.create(reference="", mode="refuse")
    order = shipped_order(cast)
    SandboxFault.objects.all().delete()
    done = Confirmation(done=True, amount=TOTAL, reference="INV-9")
    confirm_payment(order.number, last(order).pk, done, by=cast.sam)
    assert not healthy()
    return order


def test_a_charge_of_which_money_went_back_is_not_corrected_first(cast: Cast) -> None:
    order = _charged_by_hand(cast)
    capture = last(order)
    refund(cast, order, amount=100, done=PROOF)
    assert refused(correct_record, order.number, capture.pk, by=cast.sam, words=WRONG) == "money_moved_on"


def test_what_a_gateway_said_is_not_corrected_and_words_are_asked_for(cast: Cast) -> None:
    """M9"""
    order = shipped_order(cast)
    assert refused(correct_record, order.number, last(order).pk, by=cast.sam, words=WRONG) == "gateway_confirms"
    refund(cast, order, amount=100, done=PROOF)
    assert refused(correct_record, order.number, last(order).pk, by=cast.sam, words="No.") == "words_needed"
    correct_record(order.number, last(order).pk, by=cast.sam, words=WRONG)
    again = refused(correct_record, order.number, last(order).pk, by=cast.sam, words="Something else is wrong.")
    assert again == "operation_closed"
