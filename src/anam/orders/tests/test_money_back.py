"""Money at every fault of the gateway: rules D7 and D8, with the sandbox told to misbehave."""

from datetime import timedelta

import pytest
from django.db import connection

from anam.clock import database_now
from anam.history.models import Entry, Notice
from anam.mail.models import Letter
from anam.orders.actions.accept import accept
from anam.orders.actions.decline import decline
from anam.orders.actions.look_after_money import look_after_money
from anam.orders.actions.settle_money import settle_money
from anam.orders.actions.ship import ship
from anam.orders.actions.write_letters import write_letters
from anam.orders.jobs import settle_money as settle_job
from anam.orders.models import Cancellation, Order
from anam.orders.tests.waiting import jobs_for
from anam.payments.actions.ask_gateway import ask_gateway
from anam.payments.actions.confirm import confirm
from anam.payments.actions.void_or_refund import void_or_refund
from anam.payments.gateways import GatewayRefused, GatewayUnknown
from anam.payments.models import Attempt, Instruction, Payment, SandboxCall, SandboxCharge, SandboxFault
from anam.payments.refund_plan import plan_refund
from anam.refusals import Refused
from conftest import Cast

TOTAL = 6 * 1450 + 2 * 3300 + 1200


def called_off(cast: Cast, *, payment: str = "authorised") -> Instruction:
    """What the gateway must do for an order that Hanna has just declined."""
    order = cast.order(told=True, payment=payment)
    decline(
        order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation="My kiln is down until spring."
    )
    return Instruction.objects.select_related("payment").get(payment__order=order)


def fault(instruction: Instruction, mode: str, times: int | None = None) -> None:
    SandboxFault.objects.create(reference=instruction.payment.gateway_reference, mode=mode, times=times)


def charge(instruction: Instruction) -> SandboxCharge:
    return SandboxCharge.objects.get(reference=instruction.payment.gateway_reference)


def payment(instruction: Instruction) -> Payment:
    return Payment.objects.get(pk=instruction.payment_id)


def outcomes(instruction: Instruction) -> list[str]:
    return list(Attempt.objects.filter(instruction=instruction).order_by("pk").values_list("outcome", flat=True))


def jobs_of(instruction: Instruction) -> int:
    return jobs_for("settle_money", instruction_id=instruction.pk)


def test_an_authorisation_is_released_at_once(cast: Cast) -> None:
    """D8"""
    instruction = called_off(cast)
    assert payment(instruction).status == "void_pending"
    settle_money(instruction.pk)
    assert payment(instruction).status == "voided"
    assert charge(instruction).voided
    assert outcomes(instruction) == ["confirmed"]


def test_a_captured_payment_is_refunded_whole(cast: Cast) -> None:
    """D8"""
    instruction = called_off(cast, payment="captured")
    settle_money(instruction.pk)
    paid = payment(instruction)
    assert (paid.status, paid.captured, paid.refunded) == ("refunded", TOTAL, TOTAL)
    assert charge(instruction).refunded == TOTAL


@pytest.mark.parametrize("paid", ["authorised", "captured"])
def test_a_gateway_that_is_down_is_asked_until_it_answers(cast: Cast, paid: str) -> None:
    """D8"""
    instruction = called_off(cast, payment=paid)
    fault(instruction, "down", times=2)
    for _ in range(2):
        with pytest.raises(GatewayUnknown):
            settle_money(instruction.pk)
        assert payment(instruction).status.endswith("_pending")
    settle_money(instruction.pk)
    assert payment(instruction).status == ("voided" if paid == "authorised" else "refunded")
    assert outcomes(instruction) == ["unknown", "unknown", "confirmed"]
    assert SandboxCall.objects.get(key=instruction.key).calls == 1


def test_what_was_done_without_an_answer_is_not_done_again(cast: Cast) -> None:
    """D7, D8"""
    instruction = called_off(cast, payment="captured")
    fault(instruction, "timeout", times=1)
    with pytest.raises(GatewayUnknown):
        settle_money(instruction.pk)
    assert charge(instruction).refunded == TOTAL
    assert payment(instruction).status == "refund_pending"
    settle_money(instruction.pk)
    assert SandboxCall.objects.get(key=instruction.key).calls == 2
    assert charge(instruction).refunded == TOTAL
    assert payment(instruction).refunded == TOTAL


def test_a_refusal_is_on_record_and_the_order_goes_on_saying_that_it_is_pending(cast: Cast) -> None:
    """D8"""
    instruction = called_off(cast)
    fault(instruction, "refuse")
    with pytest.raises(GatewayRefused):
        settle_money(instruction.pk)
    attempt = Attempt.objects.get(instruction=instruction)
    assert (attempt.outcome, attempt.words) == ("refused", "The gateway refused.")
    assert payment(instruction).status == "void_pending"


def test_a_refund_that_the_gateway_cannot_make_leaves_no_trace_there(cast: Cast) -> None:
    """D8: asked again once people have put it right, the same key works."""
    instruction = called_off(cast, payment="captured")
    SandboxCharge.objects.filter(pk=charge(instruction).pk).update(captured=0)
    with pytest.raises(GatewayRefused, match="nothing to refund"):
        settle_money(instruction.pk)
    SandboxCharge.objects.filter(pk=charge(instruction).pk).update(captured=TOTAL)
    settle_money(instruction.pk)
    assert payment(instruction).status == "refunded"
    assert outcomes(instruction) == ["refused", "confirmed"]


def test_what_is_never_confirmed_stays_pending_with_every_attempt_on_record(cast: Cast) -> None:
    """D8"""
    instruction = called_off(cast)
    fault(instruction, "down")
    for _ in range(5):
        with pytest.raises(GatewayUnknown):
            settle_money(instruction.pk)
    assert payment(instruction).status == "void_pending"
    assert outcomes(instruction) == ["unknown"] * 5
    assert not charge(instruction).voided
    assert not Entry.objects.filter(kind="payment_voided").exists()


def test_a_job_that_is_killed_after_the_gateway_has_done_it_is_taken_up_again(cast: Cast) -> None:
    """D7"""
    instruction = called_off(cast, payment="captured")
    ask_gateway(instruction)  # … and here the worker dies
    assert payment(instruction).status == "refund_pending"
    settle_money(instruction.pk)
    assert payment(instruction).status == "refunded"
    assert charge(instruction).refunded == TOTAL
    assert SandboxCall.objects.get(key=instruction.key).calls == 2


def test_settling_twice_is_settling_once(cast: Cast) -> None:
    """D7"""
    instruction = called_off(cast)
    settle_money(instruction.pk)
    settle_money(instruction.pk)
    assert SandboxCall.objects.get(key=instruction.key).calls == 1
    assert Entry.objects.filter(kind="payment_voided").count() == 1
    assert outcomes(instruction) == ["confirmed"]


def test_of_two_workers_at_the_gateway_one_puts_it_on_record(cast: Cast) -> None:
    """D7: both have asked before either has written down the answer."""
    instruction = called_off(cast, payment="captured")
    ask_gateway(instruction)
    ask_gateway(instruction)
    assert [confirm(instruction), confirm(instruction)] == [True, False]
    settle_money(instruction.pk)
    assert charge(instruction).refunded == payment(instruction).refunded == TOTAL
    assert outcomes(instruction) == ["confirmed"]


def test_the_buyer_is_told_once_that_the_money_is_back(cast: Cast) -> None:
    """D7, D10"""
    instruction = called_off(cast, payment="captured")
    settle_money(instruction.pk)
    entry = Entry.objects.get(kind="payment_refunded")
    assert list(Notice.objects.filter(entry=entry).values_list("user__name", flat=True)) == ["Ines"]
    write_letters(entry.pk)
    write_letters(entry.pk)
    letter = Letter.objects.get(subject__contains="refunded")
    assert letter.to == cast.ines.email
    assert "$165.00 was refunded in full to card ending 4242." in letter.text


def test_a_decline_writes_the_job_that_gives_the_money_back(cast: Cast) -> None:
    """D8"""
    assert jobs_of(called_off(cast)) == 1


def test_what_nobody_retries_any_more_gets_one_new_job(cast: Cast) -> None:
    """D8"""
    instruction = called_off(cast)
    long_ago = instruction.asked_at - timedelta(minutes=2)
    Instruction.objects.filter(pk=instruction.pk).update(asked_at=long_ago)
    assert look_after_money() == 0
    _lose_the_jobs()
    assert look_after_money() == 1
    assert look_after_money() == 0
    assert jobs_of(instruction) == 1


def test_what_is_settled_or_was_only_just_asked_needs_nobody(cast: Cast) -> None:
    """D8"""
    settled, fresh = called_off(cast), called_off(cast)
    settle_money(settled.pk)
    Instruction.objects.filter(pk=settled.pk).update(asked_at=settled.asked_at - timedelta(minutes=2))
    _lose_the_jobs()
    assert look_after_money() == 0
    assert jobs_of(fresh) == 0


def test_the_job_is_the_action(cast: Cast) -> None:
    """D8"""
    instruction = called_off(cast)
    settle_job(instruction_id=instruction.pk)
    assert payment(instruction).status == "voided"


def test_the_payment_is_taken_when_the_order_ships(cast: Cast) -> None:
    """D8"""
    order = cast.order()
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    ship(order.number, maker=cast.byrne, by=cast.ravi, carrier="An Post")
    instruction = Instruction.objects.select_related("payment").get(payment__order=order)
    assert (instruction.kind, instruction.amount, jobs_of(instruction)) == ("capture", TOTAL, 1)
    fault(instruction, "timeout")  # a fault of giving back does not touch the capture
    settle_money(instruction.pk)
    assert (payment(instruction).status, payment(instruction).captured) == ("captured", TOTAL)
    entry = Entry.objects.get(order=order, kind="payment_captured")
    assert not Notice.objects.filter(entry=entry).exists()


def test_an_order_without_a_payment_asks_the_gateway_for_nothing(cast: Cast) -> None:
    """D8"""
    order = cast.order(told=True, payment="none")
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation="My kiln is down for good.")
    assert not Instruction.objects.exists()
    assert Order.objects.get(pk=order.pk).status == "declined"


def _lose_the_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def part_of(order: Order, cast: Cast) -> None:
    """Hanna declines one of the first line: 1,450 are asked back."""
    decline(
        order.number, maker=cast.byrne, by=cast.hanna, reason="damaged", quantities={order.lines.all()[0].pk: 1},
        explanation="One broke on its way out of the kiln.",
    )  # fmt: skip


def void_or_refund_all(stale: Payment) -> int | None:
    how = plan_refund(stale, amount=stale.refundable, final=True)
    return void_or_refund(stale, how, final=True, cancellation_id=None, at=database_now())


def test_a_payment_that_was_read_too_early_is_not_refunded_twice(cast: Cast) -> None:
    """D8: what goes back is computed where it is decided, so not even a stale object takes a part with the rest."""
    order = cast.order(told=True, payment="captured")
    stale = Payment.objects.get(order=order)
    part_of(order, cast)
    with pytest.raises(Refused) as no:
        void_or_refund_all(stale)
    assert no.value.refusal.code == "changed_meanwhile"
    now = Payment.objects.get(order=order)
    assert (now.status, now.refund_pending) == ("captured", 1450)
    assert [told.amount for told in Instruction.objects.filter(payment=now)] == [1450]
    assert void_or_refund_all(now)
    assert sum(told.amount for told in Instruction.objects.filter(payment=now)) == TOTAL


def test_a_part_of_what_goes_back_whole_is_not_refunded_besides(cast: Cast) -> None:
    """D8"""
    order = cast.order(told=True, payment="captured")
    part_of(order, cast)
    removal, stale = Cancellation.objects.get(order=order, final=False), Payment.objects.get(order=order)
    assert void_or_refund_all(Payment.objects.get(order=order))
    with pytest.raises(Refused):
        void_or_refund(
            stale, plan_refund(stale, amount=1450, final=False), final=False, cancellation_id=removal.pk,
            at=database_now(),
        )  # fmt: skip
    assert sum(told.amount for told in Instruction.objects.filter(payment=stale)) == TOTAL


def test_an_authorisation_that_was_taken_meanwhile_is_not_left_behind(cast: Cast) -> None:
    """D8: neither released, which the gateway would refuse, nor passed over."""
    stale = Payment.objects.get(order=cast.order(told=True))
    Payment.objects.filter(pk=stale.pk).update(status="captured", captured=TOTAL)
    with pytest.raises(Refused):
        void_or_refund_all(stale)
    assert not Instruction.objects.exists()


def test_money_that_is_going_back_already_is_let_be(cast: Cast) -> None:
    """D7"""
    order = cast.order(told=True)
    first, second = (Payment.objects.get(order=order) for _ in range(2))
    assert void_or_refund_all(first)
    assert void_or_refund_all(second) is None
    assert Instruction.objects.count() == 1
