"""Money that another system holds: due until somebody says what became of it, and said so to everybody (M1, M2)."""

from datetime import timedelta
from typing import Any

import pytest

from anam.audit.invariants import INVARIANTS, ask
from anam.cases.models import Case
from anam.clock import database_now
from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.mail.models import Email
from anam.notifications.engine import notify_of
from anam.notifications.models import Notice
from anam.orders.cancellation.decline import decline
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Order
from anam.orders.payments.confirm_payment import confirm_payment
from anam.orders.payments.confirmation_form import ConfirmForm
from anam.orders.payments.external_money import external_money
from anam.payments.actions.confirm_operation import Confirmation
from anam.payments.actions.execute import execute
from anam.payments.actions.requeue_unconfirmed import requeue_unconfirmed
from anam.payments.actions.retry_operation import retry_operation
from anam.payments.models import Payment, PaymentOperation, SandboxCall
from anam.payments.states import State
from anam.policy.actions.change_policy import change_policy
from anam.refusals import Refused
from conftest import Cast

TOTAL = 6 * 1450 + 2 * 3300 + 1200
DONE = Confirmation(done=True, amount=TOTAL, reference="re_1")


def at_shopify(cast: Cast, *, payment: str = "captured") -> Order:
    """An order that was paid at Shopify; its buyer has been told."""
    order = cast.order(told=True, payment="none")
    Payment.objects.create(
        order=order,
        maker=cast.byrne,
        currency="USD",
        status=payment,
        holder="external",
        holder_name="Shopify",
        authorised=TOTAL,
        captured=TOTAL if payment == "captured" else 0,
    )
    Order.objects.filter(pk=order.pk).update(source="shopify-csv")
    return Order.objects.get(pk=order.pk)


def declined(cast: Cast, order: Order, **more: Any) -> PaymentOperation:
    """What is due at Shopify once Hanna has declined it."""
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation="My kiln is down.", **more)
    return PaymentOperation.objects.filter(payment__order=order).latest("pk")


def paid(order: Order) -> Payment:
    return Payment.objects.get(order=order)


def kinds(order: Order) -> list[str]:
    return list(Entry.objects.filter(order=order).order_by("pk").values_list("kind", flat=True))


def code(cast: Cast, operation: PaymentOperation, said: Confirmation, **more: Any) -> str:
    with pytest.raises(Refused) as no:
        confirm_payment(operation.payment.order.number, operation.pk, said, by=cast.sam, **more)  # type: ignore[union-attr]
    return no.value.refusal.code


def all_is_well() -> bool:
    return not any(ask(invariant).count for invariant in INVARIANTS if invariant.rule in ("D8", "D11", "M2"))


def emails(order: Order, kind: str) -> str:
    for entry in Entry.objects.filter(order=order, kind=kind):
        notify_of(entry_id=entry.pk)
    return "\n".join(f"{one.subject}\n{one.text}" for one in Email.objects.all())


def test_nothing_is_asked_of_a_gateway_and_nobody_is_told_that_money_moved(cast: Cast) -> None:
    """M1, M2"""
    order = at_shopify(cast)
    operation = declined(cast, order)
    assert (operation.kind, operation.amount, operation.state) == ("refund", TOTAL, "queued")
    assert execute(operation.pk) == State.QUEUED
    PaymentOperation.objects.update(queued_at=database_now() - timedelta(hours=3))
    assert requeue_unconfirmed() == 0
    assert not SandboxCall.objects.exists()
    assert paid(order).status == "refund_pending"
    assert kinds(order)[-2:] == ["payment_refund_due", "declined"]
    assert not Notice.objects.filter(entry__kind="payment_refund_due").exists()
    text = emails(order, "declined")
    assert "is to be refunded in full by Shopify" in text
    assert "We will write again when Shopify has confirmed it." in text
    assert "being refunded" not in text
    assert "$165.00 is to be refunded by Shopify" in " ".join(external_money(order))
    assert all_is_well()


def test_once_support_has_confirmed_it_everybody_reads_who_said_so_and_nobody_the_proof(cast: Cast) -> None:
    """M2, D10"""
    order = at_shopify(cast)
    operation = declined(cast, order)
    confirm_payment(order.number, operation.pk, DONE, by=cast.sam)
    money = paid(order)
    assert (money.status, money.refunded, money.refund_pending) == ("refunded", TOTAL, 0)
    operation.refresh_from_db()
    assert (operation.state, operation.reference, operation.confirmed_by) == ("done", "re_1", cast.sam)
    entry = Entry.objects.get(order=order, kind="payment_confirmed")
    assert sentence(entry, reader="buyer").startswith("Shopify refunded $165.00 (confirmed by Sam on ")
    assert "re_1" not in str(entry.facts)
    text = emails(order, "payment_confirmed")
    assert "Shopify refunded $165.00 (confirmed by Sam on " in text
    assert "re_1" not in text
    assert "Shopify refunded $165.00 (confirmed by Sam on " in " ".join(external_money(order))
    assert all_is_well()


def test_said_twice_it_is_said_once(cast: Cast) -> None:
    """D7"""
    order = at_shopify(cast)
    operation = declined(cast, order)
    for _ in range(3):
        confirm_payment(order.number, operation.pk, DONE, by=cast.sam)
    assert kinds(order).count("payment_confirmed") == 1
    assert paid(order).refunded == TOTAL
    assert code(cast, operation, Confirmation(done=True, amount=TOTAL, reference="re_2")) == "operation_closed"
    assert code(cast, operation, Confirmation(done=False, amount=TOTAL, words="No.")) == "operation_closed"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Confirmation(done=True, amount=TOTAL + 1, reference="re_1"), "amount_wrong"),
        (Confirmation(done=True, amount=0, reference="re_1"), "amount_wrong"),
        (Confirmation(done=False, amount=1, words="No."), "amount_wrong"),
        (Confirmation(done=True, amount=TOTAL), "reference_needed"),
        (Confirmation(done=False, amount=TOTAL), "words_needed"),
        (Confirmation(done=False, amount=TOTAL, words="No.", captured=True), "captured_wrong"),
    ],
)
def test_what_cannot_be_said_changes_nothing(cast: Cast, said: Confirmation, expected: str) -> None:
    """M2"""
    order = at_shopify(cast)
    operation = declined(cast, order)
    before = kinds(order)
    assert code(cast, operation, said) == expected
    operation.refresh_from_db()
    assert (operation.state, kinds(order), paid(order).refunded) == ("queued", before, 0)


def test_what_is_still_to_come_is_not_done(cast: Cast) -> None:
    """M2"""
    operation = declined(cast, at_shopify(cast))
    later = database_now() + timedelta(minutes=5)
    assert code(cast, operation, Confirmation(True, TOTAL, "re_1", at=later)) == "confirmed_in_future"


def test_of_a_smaller_sum_the_rest_stays_due(cast: Cast) -> None:
    """M2, M3"""
    order = at_shopify(cast)
    operation = declined(cast, order)
    for _ in range(2):
        confirm_payment(order.number, operation.pk, Confirmation(True, 10_000, "re_1"), by=cast.sam)
    rest = PaymentOperation.objects.exclude(pk=operation.pk).get()
    assert (rest.amount, rest.state, rest.generation) == (TOTAL - 10_000, "queued", 2)
    assert (paid(order).status, paid(order).refunded, paid(order).refund_pending) == (
        "refund_pending",
        10_000,
        TOTAL - 10_000,
    )
    assert all_is_well()
    confirm_payment(order.number, rest.pk, Confirmation(True, rest.amount, "re_2"), by=cast.sam)
    assert (paid(order).status, paid(order).refunded) == ("refunded", TOTAL)
    assert all_is_well()


def test_what_was_refused_opens_a_case_and_can_be_tried_again(cast: Cast) -> None:
    """M2, M4"""
    order = at_shopify(cast)
    operation = declined(cast, order)
    said = Confirmation(done=False, amount=TOTAL, words="The card is closed.")
    for _ in range(2):
        confirm_payment(order.number, operation.pk, said, by=cast.sam)
    case = Case.objects.get()
    assert (case.kind, case.order, case.question, case.operation) == ("money", order, "The card is closed.", operation)
    assert paid(order).status == "refund_pending"
    assert not Notice.objects.filter(entry__kind="payment_refused").exists()
    again = retry_operation(operation)
    confirm_payment(order.number, again, DONE, by=cast.sam)
    assert paid(order).status == "refunded"
    assert all_is_well()


def test_a_release_of_what_was_captured_meanwhile_becomes_a_refund(cast: Cast) -> None:
    """M4, D8"""
    order = at_shopify(cast, payment="authorised")
    void = declined(cast, order)
    assert void.kind == "void"
    said = Confirmation(done=False, amount=TOTAL, words="It was captured.", captured=True)
    for _ in range(2):
        confirm_payment(order.number, void.pk, said, by=cast.sam)
    void.refresh_from_db()
    refund = PaymentOperation.objects.get(payment__order=order, kind="refund")
    assert (void.state, refund.amount, refund.cancellation) == ("superseded", TOTAL, void.cancellation)
    assert (paid(order).status, paid(order).captured) == ("refund_pending", TOTAL)
    assert "payment_refund_due" in kinds(order)
    confirm_payment(order.number, refund.pk, DONE, by=cast.sam)
    assert paid(order).status == "refunded"
    assert all_is_well()


def test_a_void_is_not_split(cast: Cast) -> None:
    """M2"""
    void = declined(cast, at_shopify(cast, payment="authorised"))
    assert code(cast, void, Confirmation(True, 1, "re_1")) == "amount_wrong"


def test_shipping_makes_a_capture_due_and_buyers_do_not_read_of_it(cast: Cast) -> None:
    """M2"""
    order = at_shopify(cast, payment="authorised")
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post")
    capture = PaymentOperation.objects.get(payment__order=order)
    assert (capture.kind, capture.amount) == ("capture", TOTAL)
    assert "payment_capture_due" in kinds(order)
    assert not Entry.objects.filter(order=order, kind="payment_capture_due").a_buyer_reads().exists()
    confirm_payment(order.number, capture.pk, DONE, by=cast.sam)
    assert (paid(order).status, paid(order).captured) == ("captured", TOTAL)
    assert not Notice.objects.filter(entry__kind="payment_confirmed").exists()
    assert all_is_well()


def test_a_maker_confirms_only_where_the_policy_of_the_order_lets_them_and_never_a_part(cast: Cast) -> None:
    """M2, D1, D13"""
    operation = declined(cast, at_shopify(cast))
    assert code(cast, operation, DONE, maker=cast.byrne) == "role_forbids"
    with pytest.raises(Order.DoesNotExist):
        confirm_payment(operation.payment.order.number, operation.pk, DONE, by=cast.otto, maker=cast.weaves)  # type: ignore[union-attr]
    change_policy(by=cast.sam, why="They know their shops", makers_may_confirm_payments=True)
    assert code(cast, operation, DONE, maker=cast.byrne) == "role_forbids"
    order = at_shopify(cast)
    operation = declined(cast, order)
    assert code(cast, operation, Confirmation(True, 1, "re_1"), maker=cast.byrne) == "amount_wrong"
    confirm_payment(order.number, operation.pk, DONE, by=cast.hanna, maker=cast.byrne)
    operation.refresh_from_db()
    assert (operation.state, operation.confirmed_as) == ("done", "maker")


def test_what_a_gateway_works_on_nobody_else_confirms(cast: Cast) -> None:
    """M2"""
    operation = declined(cast, cast.order(told=True, payment="captured"))
    assert code(cast, operation, DONE) == "gateway_confirms"


def test_what_a_gateway_refused_support_records_by_hand(cast: Cast) -> None:
    """M4"""
    order = cast.order(told=True, payment="captured")
    operation = declined(cast, order)
    PaymentOperation.objects.filter(pk=operation.pk).update(state="refused", closed_at=database_now())
    confirm_payment(order.number, operation.pk, DONE, by=cast.sam)
    operation.refresh_from_db()
    assert operation.state == "recorded_manually"
    assert (paid(order).status, paid(order).refunded) == ("refunded", TOTAL)


def test_a_part_is_due_and_confirmed_by_itself(cast: Cast) -> None:
    """M2, D8"""
    order = at_shopify(cast)
    part = declined(cast, order, quantities={order.lines.all()[0].pk: 1})
    assert (part.amount, paid(order).status) == (1450, "captured")
    confirm_payment(order.number, part.pk, Confirmation(True, 1450, "re_1"), by=cast.sam)
    rest = declined(cast, Order.objects.get(pk=order.pk))
    assert rest.amount == TOTAL - 1450
    confirm_payment(order.number, rest.pk, Confirmation(True, rest.amount, "re_2"), by=cast.sam)
    assert (paid(order).status, paid(order).refunded) == ("refunded", TOTAL)
    assert all_is_well()


@pytest.mark.parametrize(
    ("typed", "currency", "amount"), [("14.50", "USD", 1450), ("1,250.50", "RSD", 125050), ("1450", "JPY", 1450)]
)
def test_a_sum_is_read_with_the_decimals_of_its_currency(typed: str, currency: str, amount: int) -> None:
    """M2: as money is kept and printed; a dinar has cents, though shops no longer write them."""
    said = ConfirmForm({"amount": typed, "reference": "re_1"}).said(due=1, currency=currency)
    assert said is not None
    assert said.amount == amount


@pytest.mark.parametrize("typed", ["much", "1e999999", "NaN", "14.505", "-Infinity"])
def test_what_is_no_sum_is_not_read_as_one(typed: str) -> None:
    """M2"""
    assert ConfirmForm({"amount": typed}).said(due=1, currency="USD") is None
