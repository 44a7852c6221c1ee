"""Support's desk: money that the gateway has not confirmed (D8)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from tests.html import squeezed

from anam.history.models import Entry
from anam.orders.cancellation.decline import decline
from anam.orders.models import Order
from anam.orders.tests.waiting import jobs_for
from anam.payments.actions.execute import execute
from anam.payments.models import Payment, PaymentOperation, SandboxFault
from anam.people.models import User
from conftest import Cast

SignIn = Callable[[User], Client]


def stuck(cast: Cast, *, for_minutes: int = 5) -> PaymentOperation:
    """The void of a declined order, asked for that long ago, which the gateway has not answered."""
    order = cast.order(told=True)
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation="My kiln is down, sorry.")
    operation = PaymentOperation.objects.get(payment__order=order)
    PaymentOperation.objects.filter(pk=operation.pk).update(queued_at=F("queued_at") - timedelta(minutes=for_minutes))
    return operation


def order_of(operation: PaymentOperation) -> Order:
    return Order.objects.get(payment=operation.payment_id)


def desk(client: Client) -> str:
    return client.get("/desk/money/").content.decode()


def test_the_desk_shows_what_is_stuck_and_what_the_gateway_said(cast: Cast, sign_in: SignIn) -> None:
    operation = stuck(cast)
    SandboxFault.objects.create(reference=operation.payment.gateway_reference, mode="down")
    for _ in range(2):
        assert execute(operation.pk) == "unknown"
    page = desk(sign_in(cast.sam))
    assert order_of(operation).number in page
    assert "Void $165.00" in page
    assert "The gateway did not answer." in page
    assert operation.payment.gateway_reference in page
    assert "Attempts: 2" in squeezed(page)


def test_what_is_only_under_way_is_not_stuck(cast: Cast, sign_in: SignIn) -> None:
    stuck(cast, for_minutes=0)
    assert "No payment issues" in desk(sign_in(cast.sam))


def test_what_was_confirmed_leaves_the_desk(cast: Cast, sign_in: SignIn) -> None:
    operation = stuck(cast)
    execute(operation.pk)
    assert "No payment issues" in desk(sign_in(cast.sam))


def test_money_of_a_checkout_that_came_to_nothing_is_shown_too(cast: Cast, sign_in: SignIn) -> None:
    operation = stuck(cast)
    Payment.objects.filter(pk=operation.payment_id).update(order=None)
    assert "A checkout that came to nothing" in desk(sign_in(cast.sam))


def test_to_ask_again_writes_a_job_and_is_harmless_twice(cast: Cast, sign_in: SignIn) -> None:
    """D7"""
    operation, sam = stuck(cast), sign_in(cast.sam)
    before = jobs_for("payments.execute_operation", operation_id=operation.pk)
    page = sam.post(f"/desk/money/{operation.pk}/again/", follow=True).content.decode()
    assert "The gateway is being asked again." in page
    assert jobs_for("payments.execute_operation", operation_id=operation.pk) == before + 1
    for _ in range(2):
        execute(operation.pk)
    assert Payment.objects.get(pk=operation.payment_id).status == "voided"
    assert sam.post(f"/desk/money/{operation.pk}/again/").status_code == 404


def test_looking_does_not_ask_the_gateway(cast: Cast, sign_in: SignIn) -> None:
    operation = stuck(cast)
    before = jobs_for("payments.execute_operation", operation_id=operation.pk)
    assert sign_in(cast.sam).get(f"/desk/money/{operation.pk}/again/").url == "/desk/money/"
    assert jobs_for("payments.execute_operation", operation_id=operation.pk) == before


def test_an_authorisation_is_nothing_to_ask_for_again(cast: Cast, sign_in: SignIn) -> None:
    payment = cast.order().payment
    operation = PaymentOperation.objects.create(
        payment=payment,
        maker=cast.byrne,
        kind="authorise",
        amount=1,
        key="authorise-x",
        queued_at=payment.created_at - timedelta(hours=1),
    )
    sam = sign_in(cast.sam)
    assert "No payment issues" in desk(sam)
    assert sam.post(f"/desk/money/{operation.pk}/again/").status_code == 404
    assert jobs_for("payments.execute_operation", operation_id=operation.pk) == 0


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30])
def test_an_operation_that_there_is_not_is_not_found(cast: Cast, sign_in: SignIn, pk: str) -> None:
    assert sign_in(cast.sam).post(f"/desk/money/{pk}/again/").status_code == 404


def test_for_makers_and_buyers_there_is_no_desk(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    operation = stuck(cast)
    for person in (cast.hanna, cast.otto, cast.ines):
        assert sign_in(person).get("/desk/money/").status_code == 404
        assert sign_in(person).post(f"/desk/money/{operation.pk}/again/").status_code == 404
    assert Client().get("/desk/money/").url.startswith("/accounts/login/")


@pytest.mark.parametrize("number", [2, 20])
def test_the_desk_costs_the_same_queries_for_few_and_for_many(
    cast: Cast, sign_in: SignIn, number: int, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for _ in range(number):
        stuck(cast)
    sam = sign_in(cast.sam)
    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]
        desk(sam)


def refused(cast: Cast) -> PaymentOperation:
    """The void of a declined order, which the gateway has refused for good."""
    operation = stuck(cast)
    SandboxFault.objects.create(reference=operation.payment.gateway_reference, mode="refuse", times=1)
    assert execute(operation.pk) == "refused"
    return operation


def test_what_the_gateway_refused_is_recorded_by_hand_on_the_orders_page_once(cast: Cast, sign_in: SignIn) -> None:
    """M4, D7: with its reference, and the buyer is told only then."""
    operation, sam = refused(cast), sign_in(cast.sam)
    here = f"/desk/orders/{order_of(operation).number}/"
    page = squeezed(sam.get(here).content.decode())
    assert "The payment gateway did not release $165.00" in page
    assert "Record as done by hand" in page
    confirm = f"{here}payment/{operation.pk}/confirm/"
    assert sam.post(confirm, {"outcome": "done", "reference": ""}).status_code == 409
    for _ in range(2):
        assert sam.post(confirm, {"outcome": "done", "reference": "bank 17"}).status_code == 302
    operation.refresh_from_db()
    assert (operation.state, operation.reference) == ("recorded_manually", "bank 17")
    assert Payment.objects.get(pk=operation.payment_id).status == "voided"
    assert Entry.objects.filter(order=order_of(operation), kind="payment_confirmed").count() == 1
    page = sam.get(here).content.decode()
    assert "Record as done by hand" not in page
    assert "The payment gateway released" not in page  # it did not
    assert "released $165.00 (confirmed by Sam" in page


def test_what_the_gateway_refused_is_tried_again_from_the_orders_page(cast: Cast, sign_in: SignIn) -> None:
    """M4"""
    operation, sam = refused(cast), sign_in(cast.sam)
    for status in (302, 404):
        assert sam.post(f"/desk/money/{operation.pk}/again/").status_code == status
    anew = PaymentOperation.objects.get(payment=operation.payment_id, generation=2)
    assert execute(anew.pk) == "done"
    assert Payment.objects.get(pk=operation.payment_id).status == "voided"
