"""What ends by itself, at the stand-in alone: nobody can put Stripe's clock forward."""

from datetime import UTC, datetime, timedelta

import pytest
from stripe import InvalidRequestError

from tests.stripe_contract.api import Api, new_key
from tests.stripe_stand_in import StandIn

HOUR, DAY = 3600, 86_400


def ends_after(api: Api, intent_id: str) -> int:
    charge = api.charge_of(api.v1.payment_intents.retrieve(intent_id))
    assert charge.payment_method_details
    assert charge.payment_method_details.card
    return int(charge.payment_method_details.card.capture_before or 0) - charge.created


@pytest.mark.parametrize(
    ("card", "away", "seconds"),
    [
        ("pm_card_visa", True, 4 * DAY + 18 * HOUR),
        ("pm_card_visa", False, 7 * DAY),
        ("pm_card_mastercard", True, 7 * DAY),
        ("pm_card_amex", True, 7 * DAY),
    ],
)
def test_how_long_a_bank_keeps_the_money_for_us(only: Api, card: str, away: bool, seconds: int) -> None:
    """M6."""
    intent = only.intent(card=card)
    only.v1.payment_intents.confirm(intent.id, {"off_session": True} if away else {}, new_key())
    assert ends_after(only, intent.id) == seconds


def test_an_authorisation_that_ended_is_gone_for_good(only: Api, stripe_stand_in: StandIn) -> None:
    """M6, M7: the intent is cancelled, no refund is made, and the books say that it expired."""
    intent = only.authorised(10_000)
    stripe_stand_in.advance(ends_after(only, intent.id) - HOUR)
    assert only.v1.payment_intents.retrieve(intent.id).status == "requires_capture"
    stripe_stand_in.advance(HOUR)
    now = only.v1.payment_intents.retrieve(intent.id)
    assert (now.status, now.cancellation_reason, now.amount_capturable) == ("canceled", "expired", 0)
    with pytest.raises(InvalidRequestError) as refused:
        only.capture(intent.id)
    assert refused.value.code == "payment_intent_unexpected_state"
    assert only.charge_of(now).refunded is False
    assert stripe_stand_in.sums(intent.id).by_kind == {"authorised": 10_000, "expired": 10_000}
    kinds = [event["type"] for event in stripe_stand_in.events()]
    assert kinds[-2:] == ["charge.expired", "payment_intent.canceled"]


def test_what_was_captured_or_cancelled_in_time_does_not_expire(only: Api, stripe_stand_in: StandIn) -> None:
    captured, cancelled = only.captured(), only.cancel(only.authorised().id)
    stripe_stand_in.advance(8 * DAY)
    assert only.v1.payment_intents.retrieve(captured.id).status == "succeeded"
    assert only.v1.payment_intents.retrieve(cancelled.id).cancellation_reason is None
    assert stripe_stand_in.events("charge.expired") == []


def test_a_bank_may_let_go_before_the_end(only: Api, stripe_stand_in: StandIn) -> None:
    intent = only.authorised()
    stripe_stand_in.expire(intent.id)
    assert only.v1.payment_intents.retrieve(intent.id).status == "canceled"


def test_a_session_ends_at_its_time_with_what_it_had_begun(only: Api, stripe_stand_in: StandIn) -> None:
    stripe_stand_in.clock.stop()
    session = only.session(expires_at=stripe_stand_in.clock.seconds() + 1_800)
    stripe_stand_in.advance(1_799)
    assert only.v1.checkout.sessions.retrieve(session.id).status == "open"
    stripe_stand_in.advance(1)
    assert only.v1.checkout.sessions.retrieve(session.id).status == "expired"
    assert only.v1.setup_intents.retrieve(session.setup_intent).status == "canceled"
    assert stripe_stand_in.fill(session.url).title == "Session expired"
    assert [event["type"] for event in stripe_stand_in.events()][-1] == "checkout.session.expired"


def test_a_key_is_forgotten_after_a_day_and_the_refund_is_made_again(only: Api, stripe_stand_in: StandIn) -> None:
    """M4: this is why an old operation is looked up before it is sent again."""
    intent, key = only.captured(10_000), new_key()
    values = {"payment_intent": intent.id, "amount": 1_000}
    first = only.v1.refunds.create(values, key)
    stripe_stand_in.advance(23 * HOUR)
    assert only.v1.refunds.create(values, key).id == first.id
    stripe_stand_in.advance(HOUR)
    assert only.v1.refunds.create(values, key).id != first.id
    assert only.charge_of(intent).amount_refunded == 2_000


def test_a_pending_refund_comes_through_days_later(only: Api, stripe_stand_in: StandIn) -> None:
    intent = only.captured(card="pm_card_pendingRefund")
    refund = only.v1.refunds.create({"payment_intent": intent.id}, new_key())
    assert (refund.status, stripe_stand_in.sums(intent.id).received) == ("pending", 10_000)
    stripe_stand_in.advance(3 * DAY)
    assert only.v1.refunds.retrieve(refund.id).status == "succeeded"
    assert stripe_stand_in.sums(intent.id).received == 0
    assert [event["type"] for event in stripe_stand_in.events()][-2:] == ["refund.updated", "charge.refund.updated"]


def test_a_refund_may_fail_days_after_it_was_made(only: Api, stripe_stand_in: StandIn) -> None:
    """M3: done → failed; the money is ours again and can be refunded anew."""
    intent = only.captured(card="pm_card_refundFail")
    refund = only.v1.refunds.create({"payment_intent": intent.id}, new_key())
    assert (refund.status, stripe_stand_in.sums(intent.id).received) == ("succeeded", 0)
    stripe_stand_in.advance(3 * DAY)
    failed = only.v1.refunds.retrieve(refund.id)
    assert (failed.status, failed.failure_reason) == ("failed", "lost_or_stolen_card")
    charge = only.charge_of(intent)
    assert (charge.amount_refunded, charge.refunded) == (0, False)
    assert stripe_stand_in.sums(intent.id).received == 10_000
    assert len(stripe_stand_in.events("refund.failed")) == 1
    assert only.v1.refunds.create({"payment_intent": intent.id}, new_key()).amount == 10_000


def test_search_is_behind_and_retrieving_is_not(only: Api, stripe_stand_in: StandIn) -> None:
    """Stripe says so itself; it is why we never look an intent up by Search."""
    intent = only.intent(metadata={"order": "1001"})
    stripe_stand_in.clock.stop()
    query = {"query": "metadata['order']:'1001'"}
    assert only.v1.payment_intents.search(query).data == []
    stripe_stand_in.advance(61)
    assert [found.status for found in only.v1.payment_intents.search(query).data] == ["requires_confirmation"]
    only.confirm(intent.id)
    assert [found.status for found in only.v1.payment_intents.search(query).data] == ["requires_confirmation"]
    assert only.v1.payment_intents.retrieve(intent.id).status == "requires_capture"


def test_the_clock_goes_forward_to_a_moment_and_never_back(stripe_stand_in: StandIn) -> None:
    clock = stripe_stand_in.clock
    moment = clock.moment() + timedelta(days=2)
    clock.advance_to(moment)
    assert moment <= clock.moment() < moment + timedelta(minutes=10)
    clock.advance_to(datetime(2020, 1, 1, tzinfo=UTC))
    assert clock.moment() >= moment
    with pytest.raises(ValueError, match="forward"):
        clock.advance(-1)
