"""Removing a part: what it came to, to the cent, and what becomes of the money and the stock (D8, D9)."""

from datetime import timedelta

import pytest
from tests.seeds import dice, rounds

from anam.catalog.models import Product
from anam.catalog.stock import count
from anam.clock import database_now
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.orders.cancellation.context import load_context
from anam.orders.cancellation.figures import figures_of
from anam.orders.cancellation.plan import plan_cancellation, takes_all
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.complete import complete
from anam.orders.fulfilment.place import Item, place
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Cancellation, Order
from anam.orders.requests.ask_to_cancel import ask_to_cancel
from anam.orders.tests.request_factories import agree, decline_the_rest
from anam.payments.actions.execute import execute
from anam.payments.models import Payment, PaymentOperation, SandboxCharge
from anam.payments.states import OPEN
from conftest import Cast, make_payment

SEED = 1042


def ordered(cast: Cast, lines: list[tuple[Product, int]], payment: str = "none", **money: int) -> Order:
    """An order with its discount, tax and shipping."""
    items = [Item(product.title, quantity, product.unit_price, product.sku, product) for product, quantity in lines]
    total = sum(item.quantity * item.unit_price for item in items)
    total += money.get("shipping", 0) + money.get("tax", 0) - money.get("discount", 0)
    placed = place(
        items,
        maker=cast.byrne,
        buyer=cast.harbor,
        currency="USD",
        payment=make_payment(cast.byrne, total, payment),
        placed_at=database_now() - timedelta(hours=1),
        **money,
    )
    return Order.objects.get(pk=placed.pk)


def remove(cast: Cast, order: Order, quantities: dict[int, int]) -> Order:
    """Ines asks for it, and Hanna agrees."""
    ask_to_cancel(order.number, buyer=cast.harbor, by=cast.ines, words="We ordered too many.", quantities=quantities)
    return agree(cast, order)


def settle(order: Order) -> Payment:
    """All that was asked of the gateway is done."""
    for operation in PaymentOperation.objects.filter(payment__order=order, state__in=OPEN).order_by("pk"):
        execute(operation.pk)
    return Payment.objects.get(order=order)


def wrote(cast: Cast) -> None:
    """Ines has written to Byrne, so that they may write to her."""
    write_as_buyer("Do you ship to Portland?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)


def mugs(cast: Cast, order: Order) -> int:
    return order.lines.filter(product=cast.mug).order_by("pk")[0].pk


@pytest.mark.parametrize("seed", range(SEED, SEED + rounds(12)))
def test_all_parts_together_are_exact_in_whatever_order_they_are_removed(cast: Cast, seed: int) -> None:
    """D8, M10: with a discount and a tax that divide by nothing."""
    chance = dice(seed)
    for product in (cast.mug, cast.bowl):
        Product.objects.filter(pk=product.pk).update(unit_price=chance.choice([0, 1, 333, 1450, 99_999]))
        product.refresh_from_db()
    lines = [(cast.mug, chance.randint(1, 5)), (cast.bowl, chance.randint(1, 5)), (cast.mug, chance.randint(1, 5))]
    goods = sum(product.unit_price * quantity for product, quantity in lines)
    discount, tax = chance.randint(0, goods), chance.randint(0, 999) if goods else 0
    order = ordered(cast, lines, discount=discount, tax=tax)
    pieces = [line.pk for line in order.lines.all() for _ in range(line.quantity)]
    chance.shuffle(pieces)
    worths = []
    for piece in pieces[:-1]:
        order = remove(cast, order, {piece: 1})
        worths.append(Cancellation.objects.filter(order=order, final=False).latest("pk").amount)
    last = plan_cancellation(order, load_context(order), quantities={pieces[-1]: 1})
    assert min(worths, default=0) >= 0
    assert sum(worths) + last.amount == goods - discount + tax
    assert order.removed == sum(worths)
    assert takes_all(load_context(order), {pieces[-1]: 1})


def test_a_discount_beyond_the_goods_is_off_the_shipping_and_no_part_is_worth_less_than_nothing(cast: Cast) -> None:
    """D8"""
    order = ordered(cast, [(cast.mug, 2), (cast.bowl, 1)], discount=6500, shipping=1200)
    order = remove(cast, order, {mugs(cast, order): 1})
    assert (order.removed, order.due) == (0, 900)


def test_a_part_that_costs_nothing_moves_no_money_and_still_its_goods(cast: Cast) -> None:
    """D8, D9, M10"""
    Product.objects.filter(pk=cast.mug.pk).update(unit_price=0)
    cast.mug.refresh_from_db()
    order = ordered(cast, [(cast.mug, 2), (cast.bowl, 1)], "captured")
    order = remove(cast, order, {mugs(cast, order): 1})
    assert order.removed == 0
    assert not PaymentOperation.objects.filter(payment__order=order).exists()
    cast.mug.refresh_from_db()
    assert cast.mug.stock == 99


def test_two_lines_of_one_product_give_back_each_their_own(cast: Cast) -> None:
    """D9, D11"""
    order = ordered(cast, [(cast.mug, 4), (cast.mug, 3), (cast.bowl, 1)])
    first, second = order.lines.filter(product=cast.mug).order_by("pk")
    plan = plan_cancellation(order, load_context(order), quantities={first.pk: 2, second.pk: 3})
    assert [(one.returned, one.before, one.after) for one in plan.lines] == [(2, 93, 98), (3, 93, 98)]
    order = remove(cast, order, {first.pk: 2, second.pk: 3})
    order = remove(cast, order, {first.pk: 1})
    cast.mug.refresh_from_db()
    assert cast.mug.stock == 99
    assert [line.left for line in order.lines.all()] == [1, 0, 1]


def test_what_is_not_counted_stays_as_it_is(cast: Cast) -> None:
    """D9"""
    order = ordered(cast, [(cast.mug, 1), (cast.bowl, 3)])
    order = remove(cast, order, {order.lines.get(product=cast.bowl).pk: 2})
    cast.bowl.refresh_from_db()
    assert (cast.bowl.stock, order.removed) == (None, 6600)


def test_never_more_comes_back_than_was_held(cast: Cast) -> None:
    """D9: the maker began to count after the order was placed."""
    Product.objects.filter(pk=cast.mug.pk).update(stock=None)
    cast.mug.refresh_from_db()
    order = ordered(cast, [(cast.mug, 4), (cast.bowl, 1)])
    count(cast.mug.pk, stock=10)
    remove(cast, order, {mugs(cast, order): 3})
    cast.mug.refresh_from_db()
    assert cast.mug.stock == 10


def test_more_than_there_is_is_all_of_that_line(cast: Cast) -> None:
    order = ordered(cast, [(cast.mug, 2), (cast.bowl, 1)])
    order = remove(cast, order, {mugs(cast, order): 999_999})
    assert [line.left for line in order.lines.all()] == [0, 1]


def test_shipping_takes_exactly_what_is_left(cast: Cast) -> None:
    """D8, M5: and the rest of the authorisation is released by that."""
    order = ordered(cast, [(cast.mug, 3), (cast.bowl, 2)], "authorised", discount=777, tax=555, shipping=1200)
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    order = remove(cast, order, {mugs(cast, order): 2})
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post")
    payment = settle(order)
    assert (payment.status, payment.captured) == ("captured", order.total - order.removed)
    assert SandboxCharge.objects.get(reference=payment.gateway_reference).captured == order.due
    complete(order.number, buyer=cast.harbor, by=cast.ines)
    assert Order.objects.get(pk=order.pk).status == "completed"


def test_where_nothing_is_left_to_pay_for_shipping_releases_the_authorisation(cast: Cast) -> None:
    """D8"""
    Product.objects.filter(pk=cast.bowl.pk).update(unit_price=0)
    cast.bowl.refresh_from_db()
    order = ordered(cast, [(cast.mug, 3), (cast.bowl, 2)], "authorised")
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    order = remove(cast, order, {mugs(cast, order): 3})
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post")
    assert settle(order).status == "voided"


def test_declined_after_that_the_whole_authorisation_is_released_and_the_stock_is_back_once(cast: Cast) -> None:
    """D7, D8, D9"""
    order = ordered(cast, [(cast.mug, 3), (cast.bowl, 2)], "authorised", shipping=1200)
    wrote(cast)
    order = decline_the_rest(cast, remove(cast, order, {mugs(cast, order): 2}))
    payment = settle(order)
    assert (payment.status, payment.authorised, payment.captured) == ("voided", order.total, 0)
    cast.mug.refresh_from_db()
    assert cast.mug.stock == 100
    assert Cancellation.objects.get(order=order, final=True).lines.get(line__product=cast.mug).quantity == 1


@pytest.mark.parametrize("part_first", [True, False])
def test_declined_after_that_only_what_is_left_is_refunded_and_all_is_back_only_when_all_is(
    cast: Cast, part_first: bool
) -> None:
    """D8: in whatever order the gateway confirms them."""
    order = ordered(cast, [(cast.mug, 3), (cast.bowl, 2)], "captured", discount=100, tax=33, shipping=1200)
    wrote(cast)
    order = decline_the_rest(cast, remove(cast, order, {mugs(cast, order): 2}))
    part, rest = PaymentOperation.objects.filter(payment__order=order).order_by("pk")
    assert (part.amount, rest.amount) == (order.removed, order.due)
    first, second = (part, rest) if part_first else (rest, part)
    execute(first.pk)
    payment = Payment.objects.get(order=order)
    assert (payment.status, payment.refunded) == ("refund_pending", first.amount)
    execute(second.pk)
    payment.refresh_from_db()
    assert (payment.status, payment.refunded, payment.refund_pending) == ("refunded", order.total, 0)
    assert SandboxCharge.objects.get(reference=payment.gateway_reference).refunded == order.total


def test_where_all_was_refunded_in_parts_the_decline_asks_the_gateway_for_nothing(cast: Cast) -> None:
    """D8"""
    Product.objects.filter(pk=cast.bowl.pk).update(unit_price=0)
    cast.bowl.refresh_from_db()
    order = remove(cast, o := ordered(cast, [(cast.mug, 3), (cast.bowl, 2)], "captured"), {mugs(cast, o): 3})
    settle(order)
    wrote(cast)
    payment = settle(decline_the_rest(cast, order))
    assert (payment.status, payment.refunded) == ("refunded", order.total)
    assert not Entry.objects.filter(order=order, kind="payment_refunded").exists()


def test_of_a_payment_that_was_given_back_in_part_elsewhere_no_more_than_is_left_goes_back(cast: Cast) -> None:
    """D8"""
    order = ordered(cast, [(cast.mug, 3), (cast.bowl, 1)], "captured")
    Payment.objects.filter(order=order).update(refunded=7000)
    remove(cast, order, {mugs(cast, order): 3})
    assert PaymentOperation.objects.get(payment__order=order).amount == order.total - 7000


def test_a_part_is_refunded_once_and_the_buyer_reads_so(cast: Cast) -> None:
    """D7, D8"""
    order = remove(cast, o := ordered(cast, [(cast.mug, 3), (cast.bowl, 2)], "captured"), {mugs(cast, o): 2})
    operation = PaymentOperation.objects.get(payment__order=order)
    for _ in range(3):
        execute(operation.pk)
    payment = Payment.objects.get(order=order)
    assert (payment.status, payment.refunded, payment.refund_pending) == ("captured", 2900, 0)
    entry = Entry.objects.get(order=order, kind="part_refunded")
    assert sentence(entry, reader="buyer") == "$29.00 was refunded for what was removed."


def test_neither_a_removed_part_nor_a_cancellation_at_the_buyers_wish_counts_against_the_maker(cast: Cast) -> None:
    """D14"""
    order = remove(cast, o := ordered(cast, [(cast.mug, 3), (cast.bowl, 2)]), {mugs(cast, o): 2})
    assert Cancellation.objects.get(order=order, final=False).reason.key == "buyer_asked"
    other = ordered(cast, [(cast.mug, 1)])
    ask_to_cancel(other.number, buyer=cast.harbor, by=cast.ines, words="We have no room.")
    agree(cast, other)
    figures = figures_of(cast.byrne, now=database_now())
    assert (figures.orders, figures.declined, figures.not_counted, figures.buyer_requested) == (2, 0, 0, 1)
