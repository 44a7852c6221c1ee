"""`anam reconcile` at Stripe: both books side by side, and what is there and not here (M8)."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from anam.cases.models import Case
from anam.clock import database_now
from anam.payments.actions.execute import execute
from anam.payments.gateways import HolderReference
from anam.payments.gateways.registry import gateway_of
from anam.payments.gateways.stripe.tests.factories import TOTAL, AtStripe, a_key
from anam.payments.models import Payment, PaymentOperation
from anam.payments.states import State
from anam.support.actions.open_differences import open_differences
from anam.support.actions.open_unknown_money import open_unknown_money


def reconcile(*arguments: str) -> list[str]:
    said = StringIO()
    try:
        call_command("reconcile", *arguments, stdout=said)
    except CommandError as error:
        said.write(f"{error}\n")
    return said.getvalue().splitlines()


def test_where_both_agree_nothing_is_said(at_stripe: AtStripe) -> None:
    """In whatever state: held, captured in part, released, refunded in part, disputed, ended."""
    at_stripe.authorised()
    for kind, amount in (("capture", TOTAL - 600), ("void", TOTAL)):
        assert execute(at_stripe.queue(at_stripe.authorised(), kind, amount)) == State.DONE
    captured = at_stripe.captured()
    assert execute(at_stripe.queue(captured, "refund", 100)) == State.DONE
    at_stripe.authorised("pm_card_mastercard", 500, "JPY")
    assert reconcile() == ["5 payments compared: no difference."]


def test_what_moved_there_unasked_is_named_until_it_is_taken_in(at_stripe: AtStripe) -> None:
    """Every night it is, though its events were lost."""
    ended, refunded, disputed = at_stripe.authorised(), at_stripe.captured(), at_stripe.captured()
    at_stripe.stand_in.expire(ended.gateway_reference)
    refund: Any = {"payment_intent": refunded.gateway_reference, "amount": 3_000}
    at_stripe.stand_in.client().v1.refunds.create(refund, a_key())
    at_stripe.stand_in.dispute(disputed.gateway_reference)
    assert [line.partition(": ")[2] for line in reconcile()] == [
        "$100.00 is authorised here, and released at Stripe.",
        "$0.00 is refunded here, and $30.00 at Stripe.",
        "$0.00 is disputed here, and $100.00 at Stripe.",
        "3 differ.",
    ]
    assert open_differences(after=0) == disputed.pk
    assert not Case.objects.exists()
    assert reconcile() == ["3 payments compared: no difference."]


def test_a_payment_of_another_account_cannot_be_asked_about_and_the_others_are(at_stripe: AtStripe) -> None:
    payment, _ = at_stripe.authorised(), at_stripe.authorised()
    Payment.objects.filter(pk=payment.pk).update(gateway_account="acct_before")
    line, last = reconcile()
    assert line.startswith(
        f"Payment {payment.pk} with no order ({payment.gateway_reference}): This payment was made in"
    )
    assert last == "2 payments compared: 1 not asked about."
    open_differences(after=0)
    assert not Case.objects.exists()


def test_what_is_there_and_not_here_is_named_and_a_case_once(at_stripe: AtStripe) -> None:
    """A backup was read in; or the authorisation was refused here, and the bank holds the money after all."""
    lost, failed, known = at_stripe.authorised(), at_stripe.captured(), at_stripe.authorised()
    Payment.objects.filter(pk=lost.pk).update(gateway_reference="", authorised=0, status="none")
    PaymentOperation.objects.filter(payment=lost).update(reference="", state="refused")
    Payment.objects.filter(pk=failed.pk).update(gateway_reference="", authorised=0, captured=0, status="failed")
    named = {line.split(" has ")[1].split(",")[0] for line in reconcile() if "which is not here" in line}
    assert named == {lost.gateway_reference, failed.gateway_reference}
    assert known.gateway_reference not in str(reconcile())
    a_day_ago = database_now() - timedelta(days=1)
    assert [open_unknown_money(since=a_day_ago), open_unknown_money(since=a_day_ago)] == [2, 0]
    assert {case.kind for case in Case.objects.all()} == {"money"}


def test_what_another_installation_has_in_the_same_account_is_none_of_ours(at_stripe: AtStripe, settings: Any) -> None:
    payment = at_stripe.authorised()
    Payment.objects.filter(pk=payment.pk).update(gateway_reference="", authorised=0, status="none")
    PaymentOperation.objects.filter(payment=payment).update(reference="", state="refused")
    settings.SITE_URL = "https://another.example"
    assert "which is not here" not in str(reconcile())


def test_an_authorisation_that_is_being_asked_for_is_known(at_stripe: AtStripe) -> None:
    operation = at_stripe.begun("authorise")
    at_stripe.stand_in.fail("lost", "*/confirm", "POST")
    assert execute(operation.pk) == State.UNKNOWN
    assert "which is not here" not in str(reconcile())


def test_with_since_only_what_was_authorised_since_then_is_looked_through(at_stripe: AtStripe) -> None:
    at_stripe.authorised()
    authorisations = gateway_of("stripe").authorisations
    assert len(list(authorisations(database_now() - timedelta(hours=1)))) == 1
    assert list(authorisations(database_now() + timedelta(hours=1))) == []


def test_more_of_them_than_one_page_are_all_found(at_stripe: AtStripe) -> None:
    """Refunds too: a payment has as many as were made."""
    payment = at_stripe.captured()
    for _ in range(102):
        refund: Any = {"payment_intent": payment.gateway_reference, "amount": 1}
        at_stripe.stand_in.client().v1.refunds.create(refund, a_key())
    books = gateway_of("stripe").books(HolderReference(payment.gateway_reference))
    assert books
    assert books.refunded == 102


@pytest.mark.parametrize("fault", ["rate_limited", "broken", "unreachable"])
def test_while_stripe_does_not_answer_that_is_said(at_stripe: AtStripe, fault: str) -> None:
    at_stripe.authorised()
    at_stripe.stand_in.fail(fault, "*", "GET")
    assert "Begin again once it answers" in reconcile()[0]


def test_what_stripe_knows_nothing_of_is_named(at_stripe: AtStripe) -> None:
    payment = at_stripe.authorised()
    Payment.objects.filter(pk=payment.pk).update(gateway_reference="pi_gone")
    assert "Stripe knows nothing of it. Here it is $100.00 authorised." in reconcile()[0]
