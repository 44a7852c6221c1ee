"""Support's page of an order, and the Editing Order view: confirming money that another system holds (M2)."""

from collections.abc import Callable

import pytest
from django.test import Client

from anam.orders.models import Order
from anam.orders.tests.test_confirm_payment import at_shopify, declined, kinds, paid
from anam.payments.models import PaymentOperation
from anam.people.models import User
from anam.policy.actions.change_policy import change_policy
from conftest import Cast

SignIn = Callable[[User], Client]


def page(client: Client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def order_of(operation: PaymentOperation) -> Order:
    return Order.objects.get(payment=operation.payment_id)


def test_support_sees_what_is_due_confirms_it_and_everybody_reads_it(cast: Cast, sign_in: SignIn) -> None:
    operation = declined(cast, at_shopify(cast))
    order, sam = order_of(operation), sign_in(cast.sam)
    at_desk = f"/desk/orders/{order.number}/"
    assert "Shopify is to refund $165.00" in page(sam, at_desk)
    for _ in range(2):
        answer = sam.post(f"{at_desk}payment/{operation.pk}/confirm/", {"outcome": "done", "reference": "re_1"})
        assert answer.url == at_desk
    assert paid(order).status == "refunded"
    assert kinds(order).count("payment_confirmed") == 1
    for person, path in (
        (cast.sam, at_desk),
        (cast.hanna, f"/portal/orders/{order.number}/"),
        (cast.ines, f"/orders/{order.number}/"),
    ):
        shown = page(sign_in(person), path)
        assert "Shopify refunded $165.00 (confirmed by Sam on" in shown
        assert ("re_1" in shown) == (person == cast.sam)
        assert "being refunded" not in shown
    assert "Shopify is to refund" not in page(sam, at_desk)


def test_before_that_nobody_reads_that_it_is_back(cast: Cast, sign_in: SignIn) -> None:
    order = order_of(declined(cast, at_shopify(cast)))
    for person, path in ((cast.hanna, f"/portal/orders/{order.number}/"), (cast.ines, f"/orders/{order.number}/")):
        shown = page(sign_in(person), path)
        assert "$165.00 is to be refunded by Shopify; nobody has confirmed it yet." in shown
        assert "being refunded" not in shown
        assert "payment gateway" not in shown


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"outcome": "done"}, "it is the proof"),
        ({"outcome": "done", "reference": "re_1", "amount": "166"}, "at most"),
        ({"outcome": "done", "reference": "re_1", "amount": "a lot"}, "no sum of this currency"),
        ({"outcome": "refused"}, "Say why it was refused"),
    ],
)
def test_what_cannot_be_said_comes_back_with_words(
    cast: Cast, sign_in: SignIn, said: dict[str, str], words: str
) -> None:
    operation = declined(cast, at_shopify(cast))
    path = f"/desk/orders/{order_of(operation).number}/payment/{operation.pk}/confirm/"
    answer = sign_in(cast.sam).post(path, said)
    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert paid(order_of(operation)).refunded == 0


def test_support_confirms_a_part(cast: Cast, sign_in: SignIn) -> None:
    operation = declined(cast, at_shopify(cast))
    order, sam = order_of(operation), sign_in(cast.sam)
    said = {"outcome": "done", "reference": "re_1", "amount": "100.00"}
    sam.post(f"/desk/orders/{order.number}/payment/{operation.pk}/confirm/", said)
    assert paid(order).refunded == 10_000
    assert "Shopify is to refund $65.00" in page(sam, f"/desk/orders/{order.number}/")


def test_a_maker_finds_the_form_only_where_the_policy_allows_it(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    operation = declined(cast, at_shopify(cast))
    order, hanna = order_of(operation), sign_in(cast.hanna)
    path = f"/portal/orders/{order.number}/payment/{operation.pk}/confirm/"
    assert "is to refund" not in page(hanna, f"/portal/orders/{order.number}/")
    assert hanna.post(path, {"outcome": "done", "reference": "re_1"}).status_code == 403
    assert sign_in(cast.otto).post(path, {"outcome": "done", "reference": "re_1"}).status_code == 404
    change_policy(by=cast.sam, why="They know their shops", makers_may_confirm_payments=True)
    operation = declined(cast, at_shopify(cast))
    order = order_of(operation)
    assert "Shopify is to refund $165.00" in page(hanna, f"/portal/orders/{order.number}/")
    path = f"/portal/orders/{order.number}/payment/{operation.pk}/confirm/"
    assert hanna.post(path, {"outcome": "done", "reference": "re_1"}).status_code == 302
    assert paid(order).status == "refunded"


def test_there_is_nothing_here_for_buyers_and_makers_at_the_desk(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    operation = declined(cast, at_shopify(cast))
    path = f"/desk/orders/{order_of(operation).number}/payment/{operation.pk}/confirm/"
    for person in (cast.hanna, cast.ines):
        assert sign_in(person).post(path, {"outcome": "done", "reference": "re_1"}).status_code == 404
    assert sign_in(cast.sam).post(path.replace(str(operation.pk), "999999"), {}).status_code == 404
