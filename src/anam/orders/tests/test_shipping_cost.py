"""What shipping cost: said when an order ships, at most what was announced; what is due is taken, and no more (M5)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from tests.html import squeezed

from anam.audit.invariants import INVARIANTS, ask
from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.mail.models import Email
from anam.notifications.engine import notify_of
from anam.orders.cancellation.decline import decline
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.ship import ship
from anam.orders.fulfilment.shipping_cost import ABOUT_SHIPPING
from anam.orders.models import Order
from anam.orders.tests.test_part_money import remove, settle
from anam.payments.models import MovementKind, SandboxCharge
from anam.refusals import Refused
from conftest import Cast

SignIn = Callable[[Any], Client]


def accepted(cast: Cast, *, payment: str = "authorised", exact: bool = False) -> Order:
    """Six mugs and two bowls: $153.00, and shipping at most $12.00, or exactly that."""
    order = cast.order(payment=payment)
    Order.objects.filter(pk=order.pk).update(shipping_is_exact=exact)
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    return Order.objects.get(pk=order.pk)


def emails_of_shipping(order: Order) -> str:
    entry = Entry.objects.get(order=order, kind="shipped")
    notify_of(entry_id=entry.pk)
    emails = Email.objects.filter(key__startswith=f"entry:{entry.pk}:")
    return " ".join(" ".join(email.text.split()) for email in emails)


def verified() -> list[str]:
    return [f"{one.rule} {what}" for one in INVARIANTS for _, what in ask(one).first]


def test_what_is_due_is_taken_and_the_rest_released(cast: Cast) -> None:
    order = accepted(cast)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=940)
    payment = settle(order)
    order.refresh_from_db()
    assert (order.total, order.due, order.shipping_saved) == (16500, 16240, 260)
    assert (payment.status, payment.authorised, payment.captured, payment.refunded) == ("captured", 16500, 16240, 0)
    assert SandboxCharge.objects.get(reference=payment.gateway_reference).captured == 16240
    assert [one.amount for one in payment.movements.filter(kind=MovementKind.CAPTURED)] == [16240]
    assert verified() == []


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (True, "$162.40 is being charged to card ending 4242; the other $2.60 that was held is released with that."),
        (False, "$162.40 was charged to card ending 4242; the other $2.60 that was held was released."),
    ],
)
def test_the_buyer_reads_what_each_part_of_the_sum_is_and_what_is_so_by_then(
    cast: Cast, before: bool, words: str
) -> None:
    order = accepted(cast)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=940)
    if not before:
        settle(order)
    email = emails_of_shipping(order)
    assert words in email
    for part in ("Goods", "$153.00", "Shipping (announced: at most $12.00)", "$9.40", "Total", "$162.40"):
        assert part in email


def test_both_read_in_the_history_how_much_less_it_was(cast: Cast) -> None:
    order = accepted(cast)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=940)
    entry = Entry.objects.get(order=order, kind="shipped")
    for reader in ("maker", "buyer", "support"):
        assert sentence(entry, reader=reader) == (
            "Hanna shipped this order with An Post. Shipping cost $9.40, $2.60 less than announced."
        )


@pytest.mark.parametrize(
    ("exact", "said", "code"),
    [
        (False, None, "shipping_needed"),
        (False, 1201, "shipping_above_announced"),
        (False, -1, "shipping_above_announced"),
        (True, 1201, "shipping_above_announced"),
    ],
)
def test_nothing_ships_without_a_cost_that_was_announced(cast: Cast, exact: bool, said: int | None, code: str) -> None:
    order = accepted(cast, exact=exact)
    with pytest.raises(Refused) as refused:
        ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=said)
    order.refresh_from_db()
    assert (refused.value.refusal.code, order.status, order.shipping_charged) == (code, "accepted", None)


@pytest.mark.parametrize(("said", "charged", "due"), [(None, 1200, 16500), (1200, 1200, 16500), (0, 0, 15300)])
def test_where_it_was_announced_as_exact_it_may_be_left_out_or_be_less(
    cast: Cast, said: int | None, charged: int, due: int
) -> None:
    order = accepted(cast, exact=True)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=said)
    order.refresh_from_db()
    assert (order.shipping_charged, order.due, settle(order).captured) == (charged, due, due)


def test_an_order_that_is_over_says_so_and_asks_for_no_cost(cast: Cast) -> None:
    order = cast.order(told=True)
    Order.objects.filter(pk=order.pk).update(shipping_is_exact=False)
    words = "The last ones broke in the kiln."
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="out_of_stock", explanation=words, key="once")
    with pytest.raises(Refused) as refused:
        ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post")
    assert refused.value.refusal.code not in ABOUT_SHIPPING


def test_what_was_cancelled_before_is_not_taken_either(cast: Cast) -> None:
    order = cast.order()
    Order.objects.filter(pk=order.pk).update(shipping_is_exact=False)
    bowls = order.lines.get(sku="BWL-03")
    remove(cast, order, {bowls.pk: 1})
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=1000)
    assert settle(order).captured == 16500 - 3300 - 200
    assert verified() == []


def test_of_what_was_charged_before_it_shipped_what_it_cost_less_goes_back(cast: Cast) -> None:
    order = accepted(cast, payment="captured")
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=700)
    payment = settle(order)
    assert (payment.status, payment.captured, payment.refunded, payment.refund_pending) == ("captured", 16500, 500, 0)
    assert verified() == []


def test_an_authorisation_of_which_nothing_is_due_is_released(cast: Cast) -> None:
    order = accepted(cast)
    Order.objects.filter(pk=order.pk).update(discount=15300)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="by hand", shipping=0)
    payment = settle(order)
    assert (payment.status, payment.captured) == ("voided", 0)


def test_the_database_refuses_more_than_was_announced(cast: Cast) -> None:
    order = accepted(cast)
    with pytest.raises(IntegrityError, match="order_shipping_at_most_announced"):
        Order.objects.filter(pk=order.pk).update(shipping_charged=1201)


def posted(client: Client, order: Order, **more: str) -> tuple[int, str]:
    answer = client.post(f"/portal/orders/{order.number}/ship/", {"carrier": "An Post", **more})
    return answer.status_code, squeezed(answer.content.decode())


def test_the_form_asks_for_it_with_what_was_announced(cast: Cast, sign_in: SignIn) -> None:
    order, client = accepted(cast), sign_in(cast.hanna)
    page = squeezed(client.get(f"/portal/orders/{order.number}/").content.decode())
    assert 'name="shipping" value="12.00"' in page
    assert "What it costs you, in USD; at most $12.00, as announced." in page
    assert "At most $165.00 is charged when it ships" in page
    assert posted(client, order, shipping="9.40")[0] == 302
    page = squeezed(client.get(f"/portal/orders/{order.number}/").content.decode())
    assert "Shipping (announced: at most $12.00)</dt><dd>$9.40</dd>" in page
    assert "$162.40 of it is being charged" in page
    settle(order)
    page = squeezed(client.get(f"/portal/orders/{order.number}/").content.decode())
    assert "$162.40 was charged to card ending 4242. The rest of the $165.00 that was authorised was released." in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Say what the shipping costs"),
        ("13", "at most $12.00: they cannot be charged more."),
        ("-1", "at most $12.00: they cannot be charged more."),
        ("nine", "“nine” is no sum of USD."),
        ("9.405", "“9.405” is no sum of USD."),
        ("1e999999", "is no sum of USD."),
    ],
)
def test_a_wrong_cost_is_said_beside_its_field_and_everything_typed_is_kept(
    cast: Cast, sign_in: SignIn, typed: str, words: str
) -> None:
    order = accepted(cast)
    status, page = posted(sign_in(cast.hanna), order, shipping=typed, tracking="AP-1")
    assert status == 422
    assert words in page
    assert 'aria-describedby="shipping_helptext shipping_error"' in page
    assert 'value="AP-1"' in page
    order.refresh_from_db()
    assert order.status == "accepted"


def test_where_it_is_exact_the_form_asks_for_none(cast: Cast, sign_in: SignIn) -> None:
    order, client = accepted(cast, exact=True), sign_in(cast.hanna)
    assert 'name="shipping"' not in client.get(f"/portal/orders/{order.number}/").content.decode()
    assert posted(client, order)[0] == 302
