"""Every night: a case for each payment that differs from its holder's books (M8)."""

from collections.abc import Callable

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from anam.cases.actions.close_case import close_case
from anam.cases.models import Case
from anam.clock import database_now
from anam.payments import reconciliation
from anam.payments.gateways import GatewayDown
from anam.payments.models import Payment, SandboxCharge, SandboxFault
from anam.people.models import User
from anam.support.actions.open_differences import open_differences
from anam.support.actions.open_stuck_money import open_stuck_money
from anam.support.jobs import reconcile, reconcile_after
from anam.support.tests.test_money import stuck
from conftest import Cast


def differing(cast: Cast) -> Payment:
    payment: Payment = cast.order().payment
    SandboxCharge.objects.filter(reference=payment.gateway_reference).update(captured=16500)
    return payment


def test_a_payment_that_differs_is_a_case_and_one_that_agrees_is_none(
    cast: Cast, sign_in: Callable[[User], Client]
) -> None:
    payment, _ = differing(cast), cast.order()
    open_differences(after=0)
    case = Case.objects.get()
    assert payment.order
    assert (case.kind, case.opened_as, case.payment, case.order) == ("money", "anam", payment, payment.order)
    assert (case.maker, case.buyer) == (cast.byrne, cast.harbor)
    assert case.title == f"Order {payment.order.number} differs from its holder’s books"
    assert case.question.splitlines() == [
        "$0.00 is captured here, and $165.00 at Sandbox.",
        f"({payment.gateway_reference})",
    ]
    page = sign_in(cast.sam).get(f"/desk/cases/{case.pk}/").content.decode()
    assert "$0.00 is captured here, and $165.00 at Sandbox." in page


def test_it_is_one_case_however_many_nights(cast: Cast) -> None:
    """D7, M8"""
    differing(cast)
    for _ in range(3):
        open_differences(after=0)
    assert Case.objects.count() == 1
    case = Case.objects.get()
    close_case(case, outcome="answered", words="I asked them.", by=cast.sam, at=database_now())
    open_differences(after=0)
    assert Case.objects.count() == 2, "it still differs, and nobody looks at it"


def test_a_case_closes_by_itself_once_both_agree(cast: Cast) -> None:
    payment = differing(cast)
    open_differences(after=0)
    SandboxCharge.objects.filter(reference=payment.gateway_reference).update(captured=0)
    open_differences(after=0)
    case = Case.objects.get()
    assert (case.outcome, case.closing) == ("overtaken", "It agrees with its holder’s books again.")


def test_a_payment_of_no_order_has_its_case_too(cast: Cast) -> None:
    payment = differing(cast)
    Payment.objects.filter(pk=payment.pk).update(order=None)
    open_differences(after=0)
    assert Case.objects.get().title == f"Payment {payment.pk} with no order differs from its holder’s books"


def test_the_night_goes_on_from_where_it_was(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconciliation, "AT_ONCE", 2)
    payments = [differing(cast) for _ in range(3)]
    reconcile(timestamp=0)
    assert Case.objects.count() == 2
    job = ProcrastinateJob.objects.get(task_name="support.reconcile_after")
    assert job.args == {"payment_id": payments[1].pk}
    reconcile_after(**job.args)
    assert {case.payment for case in Case.objects.all()} == set(payments)
    reconcile_after(payment_id=payments[2].pk)
    assert ProcrastinateJob.objects.filter(task_name="support.reconcile_after").count() == 2, "it ends with the last"


def test_while_a_gateway_is_down_no_case_is_opened_and_it_is_tried_again(cast: Cast) -> None:
    differing(cast)
    SandboxFault.objects.create(mode="down")
    with pytest.raises(GatewayDown):
        open_differences(after=0)
    assert not Case.objects.exists()


def test_money_that_is_stuck_has_its_own_case_beside_one_that_differs(cast: Cast) -> None:
    """A case about no operation hides none."""
    differing(cast)
    open_differences(after=0)
    operation = stuck(cast, for_minutes=90)
    assert open_stuck_money() == 1
    assert Case.objects.filter(operation=operation).count() == 1
    assert Case.objects.still_open().count() == 2
