"""What moves at Stripe and nobody here had asked for: it is in the ledger, once, and support hears of it (M7)."""

from typing import Any

import pytest

from anam.audit.invariants import INVARIANTS, ask
from anam.cases.models import Case
from anam.history.models import Entry
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Order
from anam.payments.actions.confirm_operation import Confirmation, confirm_operation
from anam.payments.actions.execute import execute
from anam.payments.actions.take_in import take_in
from anam.payments.gateways import GatewayDown, NotAsked
from anam.payments.gateways.stripe.tests.factories import TOTAL, AtStripe, a_key
from anam.payments.gateways.stripe.tests.test_webhook import NEW, tell_all
from anam.payments.models import Payment, PaymentMovement, PaymentOperation
from anam.payments.states import State
from anam.refusals import Refused
from conftest import Cast


@pytest.fixture(autouse=True)
def _listening(settings: Any) -> None:
    settings.STRIPE_WEBHOOK_SECRETS = [NEW]


def of_an_order(at_stripe: AtStripe, payment: Payment, *, shipped: bool = False) -> Order:
    """The order that `payment` is of."""
    order = at_stripe.cast.order(payment="none")
    Payment.objects.filter(pk=payment.pk).update(order=order)
    if shipped:
        accept(order.number, maker=order.maker, by=at_stripe.cast.hanna)
        Order.objects.filter(pk=order.pk).update(status="shipped", shipped_at=order.placed_at)
    return order


def unasked(payment: Payment) -> list[tuple[str, int]]:
    return list(payment.movements.filter(operation=None).order_by("id").values_list("kind", "amount"))


def in_stripes_pages(at_stripe: AtStripe) -> Any:
    """What somebody does there by hand."""
    return at_stripe.stand_in.client().v1


def sound(at_stripe: AtStripe, payment: Payment) -> Payment:
    """It agrees with Stripe, and its money keeps every invariant; as it is now."""
    at_stripe.agree()
    broken = {one.words: ask(one) for one in INVARIANTS if one.rule in ("D8", "M2", "M7")}
    assert {words: found.first for words, found in broken.items() if found.count} == {}
    return Payment.objects.get(pk=payment.pk)


def test_an_authorisation_that_ended_is_no_longer_said_to_be_there(at_stripe: AtStripe) -> None:
    """M6: it is not paid, and nothing ships for it."""
    payment = at_stripe.authorised()
    order = of_an_order(at_stripe, payment)
    at_stripe.stand_in.expire(payment.gateway_reference)
    tell_all(at_stripe, "charge.expired", "payment_intent.canceled", "charge.expired")
    payment = sound(at_stripe, payment)
    assert (payment.status, payment.authorised) == ("expired", TOTAL)
    assert unasked(payment) == [("expired", TOTAL)]
    assert Entry.objects.filter(order=order, kind="payment_expired").count() == 1
    assert Case.objects.get().title == f"The authorisation of $100.00 for order {order.number} has ended"
    accept(order.number, maker=order.maker, by=at_stripe.cast.hanna)
    with pytest.raises(Refused) as refused:
        ship(order.number, maker=order.maker, by=at_stripe.cast.hanna, carrier="Post")
    assert refused.value.refusal.code == "not_paid"


def test_an_authorisation_that_is_asked_for_again_stands_in_its_place(at_stripe: AtStripe) -> None:
    """M6, M7: the sums are those of the one that stands, and the ledger has both."""
    payment = at_stripe.authorised()
    first = payment.gateway_reference
    at_stripe.stand_in.expire(first)
    tell_all(at_stripe, "charge.expired")
    assert execute(at_stripe.queue(payment, "authorise", TOTAL - 100, generation=2)) == State.DONE
    payment = Payment.objects.get(pk=payment.pk)
    assert (payment.status, payment.authorised) == ("authorised", TOTAL - 100)
    assert payment.gateway_reference != first
    tell_all(at_stripe, "charge.expired", "payment_intent.canceled")
    assert execute(at_stripe.queue(payment, "capture", TOTAL - 100)) == State.DONE
    assert [(one.kind, one.reference == first) for one in payment.movements.order_by("id")] == [
        ("authorised", True),
        ("expired", True),
        ("authorised", False),
        ("captured", False),
    ]
    broken = [ask(one).first for one in INVARIANTS if one.rule == "M7"]
    assert [found for found in broken if found] == []


def test_what_was_released_in_stripes_own_pages_is_no_longer_held(at_stripe: AtStripe) -> None:
    payment = at_stripe.authorised()
    order = of_an_order(at_stripe, payment)
    in_stripes_pages(at_stripe).payment_intents.cancel(payment.gateway_reference, {}, a_key())
    tell_all(at_stripe, "payment_intent.canceled")
    payment = sound(at_stripe, payment)
    assert (payment.status, unasked(payment)) == ("expired", [("voided", TOTAL)])
    assert Case.objects.get().title == f"$100.00 was released for order {order.number} at Stripe"


def test_what_was_charged_in_stripes_own_pages_is_charged(at_stripe: AtStripe) -> None:
    """And the rest of it is released; when the order ships, nothing is taken again."""
    payment = at_stripe.authorised()
    order = of_an_order(at_stripe, payment)
    part = {"amount_to_capture": TOTAL - 600}
    in_stripes_pages(at_stripe).payment_intents.capture(payment.gateway_reference, part, a_key())
    tell_all(at_stripe, "payment_intent.succeeded")
    payment = sound(at_stripe, payment)
    assert (payment.status, payment.captured) == ("captured", TOTAL - 600)
    assert unasked(payment) == [("captured", TOTAL - 600), ("voided", 600)]
    accept(order.number, maker=order.maker, by=at_stripe.cast.hanna)
    ship(order.number, maker=order.maker, by=at_stripe.cast.hanna, carrier="Post")
    assert not payment.operations.filter(kind="capture").exists()


def test_another_sum_that_was_charged_there_gives_way_to_nothing_more(at_stripe: AtStripe) -> None:
    """The capture is refused, what was charged counts, and nobody can record it a second time."""
    payment = at_stripe.authorised()
    of_an_order(at_stripe, payment, shipped=True)
    operation = at_stripe.queue(payment, "capture", TOTAL)
    part = {"amount_to_capture": TOTAL - 600}
    in_stripes_pages(at_stripe).payment_intents.capture(payment.gateway_reference, part, a_key())
    assert execute(operation) == State.REFUSED
    assert take_in(payment.pk) == 1
    payment = sound(at_stripe, payment)
    assert (payment.captured, PaymentOperation.objects.get(pk=operation).state) == (TOTAL - 600, "superseded")


def test_what_was_charged_there_in_part_instead_of_released_goes_back_whole(at_stripe: AtStripe) -> None:
    """D8, M4"""
    payment = at_stripe.authorised()
    void = at_stripe.queue(payment, "void", TOTAL)
    part = {"amount_to_capture": TOTAL - 600}
    in_stripes_pages(at_stripe).payment_intents.capture(payment.gateway_reference, part, a_key())
    assert execute(void) == State.SUPERSEDED
    assert execute(payment.operations.get(kind="refund").pk) == State.DONE
    assert sound(at_stripe, payment).status == "refunded"


def test_a_refund_made_in_stripes_own_pages_is_in_the_ledger_once(at_stripe: AtStripe) -> None:
    payment = at_stripe.captured()
    order = of_an_order(at_stripe, payment, shipped=True)
    refund = {"payment_intent": payment.gateway_reference, "amount": 3_000}
    made = in_stripes_pages(at_stripe).refunds.create(refund, a_key())
    for _ in range(2):
        tell_all(at_stripe, "charge.refunded", "refund.created")
        assert take_in(payment.pk) == 0
    payment = sound(at_stripe, payment)
    assert (payment.status, payment.refunded, payment.refundable) == ("captured", 3_000, 7_000)
    written = PaymentMovement.objects.get(payment=payment, kind="refunded")
    assert (written.holder_object, written.operation) == (made.id, None)
    assert Entry.objects.filter(order=order, kind="payment_moved").count() == 1
    assert Case.objects.get().title == f"$30.00 was refunded for order {order.number} at Stripe"


def test_when_such_a_refund_fails_the_money_is_the_makers_again(at_stripe: AtStripe) -> None:
    payment = at_stripe.captured()
    of_an_order(at_stripe, payment, shipped=True)
    made = in_stripes_pages(at_stripe).refunds.create({"payment_intent": payment.gateway_reference}, a_key())
    tell_all(at_stripe, "charge.refunded")
    at_stripe.stand_in.fail_refund(made.id)
    tell_all(at_stripe, "refund.failed", "refund.updated")
    payment = sound(at_stripe, payment)
    assert (payment.status, payment.refunded, payment.refundable) == ("captured", 0, TOTAL)
    assert unasked(payment) == [("refunded", TOTAL), ("refund_failed", TOTAL)]


@pytest.mark.parametrize("there", [TOTAL, 4_000])
def test_what_went_back_there_does_not_go_back_twice(at_stripe: AtStripe, there: int) -> None:
    """D8, M3: our refund is refused; what is left of it is asked for anew."""
    payment = at_stripe.captured()
    refund = {"payment_intent": payment.gateway_reference, "amount": there}
    in_stripes_pages(at_stripe).refunds.create(refund, a_key())
    operation = at_stripe.queue(payment, "refund", TOTAL)
    assert execute(operation) == State.REFUSED
    assert take_in(payment.pk) == 1
    assert PaymentOperation.objects.get(pk=operation).state == "superseded"
    for rest in payment.operations.filter(kind="refund", state="queued"):
        assert execute(rest.pk) == State.DONE
    payment = sound(at_stripe, payment)
    assert (payment.status, payment.refunded, payment.refund_pending) == ("refunded", TOTAL, 0)
    assert at_stripe.stand_in.sums().by_kind["refunded"] == TOTAL


def test_when_what_went_back_there_fails_it_is_asked_for_here(at_stripe: AtStripe) -> None:
    """D8: the order was cancelled, so its money goes back."""
    payment = at_stripe.captured()
    made = in_stripes_pages(at_stripe).refunds.create({"payment_intent": payment.gateway_reference}, a_key())
    assert execute(at_stripe.queue(payment, "refund", TOTAL)) == State.REFUSED
    tell_all(at_stripe, "charge.refunded")
    assert Payment.objects.get(pk=payment.pk).status == "refunded"
    at_stripe.stand_in.fail_refund(made.id)
    tell_all(at_stripe, "refund.failed")
    assert execute(payment.operations.get(kind="refund", state="queued").pk) == State.DONE
    assert sound(at_stripe, payment).status == "refunded"


def test_a_refund_that_somebody_recorded_by_hand_is_not_written_a_second_time(at_stripe: AtStripe) -> None:
    """By its name there; and by its sum, where they called it otherwise."""
    for reference in ("", "seen in Stripe"):
        payment = at_stripe.captured()
        made = in_stripes_pages(at_stripe).refunds.create({"payment_intent": payment.gateway_reference}, a_key())
        operation = at_stripe.queue(payment, "refund", TOTAL)
        assert execute(operation) == State.REFUSED
        PaymentOperation.objects.filter(pk=operation).update(reference=reference or made.id)
        by_hand(at_stripe.cast, operation, reference or made.id)
        assert take_in(payment.pk) == 0
        assert Payment.objects.get(pk=payment.pk).refunded == TOTAL


def by_hand(cast: Cast, operation_id: int, reference: str) -> None:
    operation = PaymentOperation.objects.select_related("payment").get(pk=operation_id)
    said = Confirmation(True, operation.amount, reference)
    confirm_operation(operation, said, by=cast.sam, acting_as="support", may_split=True)


def test_a_dispute_takes_the_money_and_brings_it_back_when_it_is_won(at_stripe: AtStripe) -> None:
    payment = at_stripe.captured()
    of_an_order(at_stripe, payment, shipped=True)
    dispute = at_stripe.stand_in.dispute(payment.gateway_reference, amount=4_000)
    tell_all(at_stripe, "charge.dispute.created", "charge.dispute.funds_withdrawn")
    for _ in range(2):
        take_in(payment.pk)
    payment = sound(at_stripe, payment)
    assert (payment.disputed, payment.refundable) == (4_000, 6_000)
    at_stripe.stand_in.close_dispute(dispute["id"], won=True)
    for _ in range(2):
        take_in(payment.pk)
    payment = sound(at_stripe, payment)
    assert (payment.disputed, payment.refundable) == (0, TOTAL)
    assert unasked(payment) == [("disputed", 4_000), ("dispute_won", 4_000)]
    assert Case.objects.count() == 1


def test_an_event_of_a_dispute_has_its_money_looked_at(at_stripe: AtStripe) -> None:
    payment = at_stripe.captured()
    at_stripe.stand_in.dispute(payment.gateway_reference)
    tell_all(at_stripe, "charge.dispute.created")
    assert at_stripe.let_payments_be_looked_at() == 1
    assert Payment.objects.get(pk=payment.pk).disputed == TOTAL


def test_a_question_of_the_bank_takes_no_money(at_stripe: AtStripe) -> None:
    payment = at_stripe.captured("pm_card_createDisputeInquiry")
    assert take_in(payment.pk) == 0


def test_what_is_disputed_is_not_refunded_beside_it(at_stripe: AtStripe) -> None:
    """D8, M3: what the bank has taken back, the buyer has; if it is won, it goes back after all."""
    payment = at_stripe.captured()
    dispute = at_stripe.stand_in.dispute(payment.gateway_reference)
    assert execute(at_stripe.queue(payment, "refund", TOTAL)) == State.REFUSED
    take_in(payment.pk)
    payment = sound(at_stripe, payment)
    assert (payment.status, payment.refund_pending, payment.disputed) == ("refunded", 0, TOTAL)
    at_stripe.stand_in.close_dispute(dispute["id"], won=True)
    take_in(payment.pk)
    assert execute(payment.operations.get(kind="refund", state="queued").pk) == State.DONE
    payment = sound(at_stripe, payment)
    assert (payment.status, payment.refunded, payment.disputed) == ("refunded", TOTAL, 0)


@pytest.mark.parametrize(("kind", "path"), [("capture", "*/capture"), ("void", "*/cancel"), ("refund", "/v1/refunds")])
def test_what_an_operation_of_ours_did_is_left_to_it(at_stripe: AtStripe, kind: str, path: str) -> None:
    """Its answer was lost: it is ours all the same, and counted once."""
    operation = at_stripe.begun(kind)
    at_stripe.stand_in.fail("lost", path, "POST")
    assert execute(operation.pk) == State.UNKNOWN
    assert take_in(operation.payment_id) == 0
    assert execute(operation.pk) == State.DONE
    assert take_in(operation.payment_id) == 0
    sound(at_stripe, operation.payment)


def test_a_release_that_was_refused_is_asked_for_anew_once_it_has_happened(at_stripe: AtStripe) -> None:
    operation = at_stripe.begun("void")
    at_stripe.stand_in.fail("refused", "*/cancel", "POST")
    assert execute(operation.pk) == State.REFUSED
    in_stripes_pages(at_stripe).payment_intents.cancel(operation.payment.gateway_reference, {}, a_key())
    take_in(operation.payment_id)
    assert execute(PaymentOperation.objects.get(kind="void", state="queued").pk) == State.DONE
    assert sound(at_stripe, operation.payment).status == "voided"


def test_while_stripe_does_not_answer_nothing_is_written_down(at_stripe: AtStripe, settings: Any) -> None:
    payment = at_stripe.authorised()
    at_stripe.stand_in.expire(payment.gateway_reference)
    at_stripe.stand_in.fail("rate_limited", "/v1/payment_intents/*", "GET")
    with pytest.raises(GatewayDown):
        take_in(payment.pk)
    settings.STRIPE_SECRET_KEY = at_stripe.stand_in.other_key
    with pytest.raises(NotAsked):
        take_in(payment.pk)
    assert Payment.objects.get(pk=payment.pk).status == "authorised"
