"""M12: support gives back what is left of an order that has shipped."""

from typing import Any

import pytest

from anam.audit.invariants import INVARIANTS, ask
from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.notifications.models import Notice
from anam.orders.cancellation.context import load_context
from anam.orders.fulfilment.complete import complete
from anam.orders.models import Order, Refund
from anam.orders.payments.external_money import external_money
from anam.orders.payments.makers_money import money_by_order
from anam.orders.payments.period import Period
from anam.orders.refunds.planned_refund import plan_of_refund, refundable_lines
from anam.orders.tests.refund_factories import REFUND_WORDS, held_elsewhere, refund, settle, shipped_order
from anam.orders.tests.test_emails import emails_about, says
from anam.payments.models import Payment, PaymentMovement, PaymentOperation, SandboxCharge
from anam.payments.record_movements import record_movement
from anam.refusals import Refused
from conftest import Cast


def healthy() -> dict[str, Any]:
    """What `anam verify` finds."""
    return {invariant.words: found for invariant in INVARIANTS if (found := ask(invariant)).count}


def refused(cast: Cast, order: Order, **kwargs: Any) -> str:
    with pytest.raises(Refused) as no:
        refund(cast, order, **kwargs)
    assert not Refund.objects.filter(order=order, words=kwargs.get("words", REFUND_WORDS)).exists()
    return no.value.refusal.code


def test_a_sum_goes_back_and_everybody_hears_of_it(cast: Cast) -> None:
    """M12, M3, M7, D10, D12"""
    order = shipped_order(cast)
    made = refund(cast, order, amount=2900, note="The third time with this carrier.")
    operation = PaymentOperation.objects.get(refund=made)
    assert (operation.kind, operation.amount, operation.state) == ("refund", 2900, "queued")
    payment = Payment.objects.get(order=order)
    assert (payment.refund_pending, payment.refunded, payment.status) == (2900, 0, "captured")
    entry = Entry.objects.get(order=order, kind="refund_decided")
    assert sentence(entry) == f"Sam of support decided to refund $29.00: it came damaged. “{REFUND_WORDS}”"
    assert "carrier" not in str(entry.facts)
    assert {notice.as_party for notice in Notice.objects.filter(entry=entry)} == {"maker", "buyer"}
    emails = emails_about(order, "refund_decided")
    assert says(emails["Ines"], "$29.00 of the $165.00 that was charged on card ending 4242 is being refunded.")
    assert says(emails["Ines"], REFUND_WORDS)
    assert not says(emails["Ines"], "third time")
    assert says(emails["Hanna"], REFUND_WORDS)
    assert not says(emails["Hanna"], "third time")
    settle(order)
    payment.refresh_from_db()
    assert (payment.refund_pending, payment.refunded, payment.status) == (0, 2900, "captured")
    assert SandboxCharge.objects.get(reference=payment.gateway_reference).refunded == 2900
    assert PaymentMovement.objects.get(operation=operation).moved == "refunded"
    assert says(emails_about(order, "payment_refunded")["Ines"], "$29.00 was refunded to card ending 4242.")
    assert not healthy()


def test_nobody_is_told_that_it_is_back_before_it_is(cast: Cast) -> None:
    """M2"""
    order = shipped_order(cast)
    refund(cast, order, amount=2900)
    assert not Entry.objects.filter(order=order, kind="payment_refunded").exists()


def test_what_lines_came_to_goes_back_and_all_parts_are_the_whole(cast: Cast) -> None:
    """M10: whatever was cancelled or refunded of them before."""
    order = shipped_order(cast)
    mug, bowl = order.lines.get(sku="MUG-01"), order.lines.get(sku="BWL-03")
    assert refund(cast, order, quantities={mug.pk: 2}).amount == 2900
    assert refused(cast, order, quantities={mug.pk: 5}, words="More than there are left of it.") == "lines_wrong"
    assert refund(cast, order, quantities={mug.pk: 4, bowl.pk: 2}).amount == 15300 - 2900
    assert refund(cast, order, amount=1200, reason="goodwill").amount == 1200
    settle(order)
    payment = Payment.objects.get(order=order)
    assert payment.refunded == payment.captured == 16500
    assert refused(cast, order, amount=1, words="One cent more than there is.") == "nothing_to_refund"
    assert not healthy()


def test_discount_and_tax_go_back_with_their_goods_to_the_last_cent(cast: Cast) -> None:
    """M10"""
    order = shipped_order(cast)
    Order.objects.filter(pk=order.pk).update(discount=1000, tax=333)
    order.refresh_from_db()
    mug, bowl = order.lines.get(sku="MUG-01"), order.lines.get(sku="BWL-03")
    Payment.objects.filter(order=order).update(captured=16500 - 667, authorised=16500 - 667)
    first = refund(cast, order, quantities={mug.pk: 1}).amount
    others = [refund(cast, order, quantities={mug.pk: 1}, key=str(number)).amount for number in range(5)]
    rest = refund(cast, order, quantities={bowl.pk: 2}).amount
    assert first + sum(others) + rest == 15300 - 1000 + 333


@pytest.mark.parametrize(
    ("reason", "stock", "after"),
    [("returned", "", 96), ("returned", "keep", 94), ("damaged", "", 94), ("damaged", "return", 96)],
)
def test_what_is_sent_back_goes_back_to_the_stock_and_else_stays(
    cast: Cast, reason: str, stock: str, after: int
) -> None:
    """D9"""
    order = shipped_order(cast)
    mug = order.lines.get(sku="MUG-01")
    refund(cast, order, quantities={mug.pk: 2}, reason=reason, stock={mug.pk: stock} if stock else {})
    cast.mug.refresh_from_db()
    assert cast.mug.stock == after
    assert not healthy()


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_is_no_refund(cast: Cast, amount: int) -> None:
    """M10"""
    order = shipped_order(cast)
    assert refused(cast, order, amount=amount) == "amount_wrong"
    assert refused(cast, order) == "amount_wrong"


def test_more_than_is_left_is_refused_and_what_is_left_is_said(cast: Cast) -> None:
    """M3: what is going back, and what a bank has taken back, is not there."""
    order = shipped_order(cast)
    refund(cast, order, amount=6500)
    payment = Payment.objects.get(order=order)
    Payment.objects.filter(pk=payment.pk).update(disputed=4000)
    record_movement(payment, "disputed", amount=4000, at=order.placed_at, holder_object="dp_1")
    with pytest.raises(Refused, match=r"At most \$60.00 can go back now, and this comes to \$60.01."):
        refund(cast, order, amount=6001)
    assert refund(cast, order, amount=6000).amount == 6000


def test_the_same_form_or_call_twice_is_one_refund(cast: Cast) -> None:
    """D7"""
    order = shipped_order(cast)
    first = refund(cast, order, amount=2900, key="a form")
    assert refund(cast, order, amount=2900, key="a form").pk == first.pk
    assert PaymentOperation.objects.filter(payment__order=order, kind="refund").count() == 1
    assert Entry.objects.filter(order=order, kind="refund_decided").count() == 1
    with pytest.raises(Refused) as no:
        refund(cast, order, amount=2800, key="a form")
    assert no.value.refusal.code == "form_sent_already"


def test_what_was_shown_is_what_happens_or_nothing(cast: Cast) -> None:
    """D11: a colleague who refunds the same meanwhile is seen."""
    order = shipped_order(cast)
    shown = plan_of_refund(order, refundable_lines(order, load_context(order)), reason="damaged", amount=2900)
    refund(cast, order, amount=2900, words="A colleague was quicker with this.")
    assert refused(cast, order, amount=2900, preview_token=shown.preview_token) == "changed_meanwhile"


def test_what_has_not_shipped_is_cancelled_instead(cast: Cast) -> None:
    assert refused(cast, cast.order(payment="captured"), amount=100) == "not_shipped"


def test_what_was_not_charged_yet_cannot_go_back(cast: Cast) -> None:
    order = shipped_order(cast)
    Payment.objects.filter(order=order).update(captured=0, status="authorised")
    assert refused(cast, order, amount=100) == "nothing_to_refund"


def test_what_is_completed_can_be_refunded_too(cast: Cast) -> None:
    order = shipped_order(cast)
    complete(order.number, buyer=cast.harbor, by=cast.ines)
    assert refund(cast, order, amount=100).amount == 100
    order.refresh_from_db()
    assert order.status == "completed"


@pytest.mark.parametrize("change", [{"reason": "nonsense"}, {"words": "Short."}, {"words": "x" * 1001}])
def test_a_reason_and_words_are_asked_for(cast: Cast, change: dict[str, str]) -> None:
    """D5"""
    assert refused(cast, shipped_order(cast), amount=100, **change) == "explanation_needed"


def test_what_another_system_holds_is_to_be_refunded_by_it_until_somebody_confirms(cast: Cast) -> None:
    """M1, M2"""
    order = held_elsewhere(shipped_order(cast))
    refund(cast, order, amount=2900)
    assert "$29.00 is to be refunded by Shopify; nobody has confirmed it yet." in external_money(order)
    email = emails_about(order, "refund_decided")["Ines"]
    assert says(email, "$29.00 of the $165.00 that was charged is to be refunded by Shopify.")
    assert says(email, "We will write again when Shopify has confirmed it.")
    assert Payment.objects.get(order=order).refunded == 0


def test_money_without_a_smaller_coin_goes_back_as_it_is(cast: Cast) -> None:
    """M10: yen have none."""
    order = shipped_order(cast)
    Order.objects.filter(pk=order.pk).update(currency="JPY")
    Payment.objects.filter(order=order).update(currency="JPY")
    order.refresh_from_db()
    assert refund(cast, order, amount=1450).amount == 1450
    assert says(emails_about(order, "refund_decided")["Ines"], "JP¥1,450 of the JP¥16,500 that was charged")


def test_what_goes_back_is_not_due_to_the_maker(cast: Cast) -> None:
    """M7"""
    order = shipped_order(cast)
    refund(cast, order, amount=2900)
    settle(order)
    (one,) = money_by_order(cast.byrne, Period())
    assert (one.sums.charged, one.sums.went_back, one.sums.due) == (16500, 2900, 13600)
