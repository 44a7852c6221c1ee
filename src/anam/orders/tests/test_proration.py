"""What parts of an order come to: exact to the smallest unit, whatever they are and in whatever order they go (M10)."""

from hypothesis import given, settings
from hypothesis import strategies as st

from anam.orders.cancellation.context import LineState
from anam.orders.cancellation.proration import Worth, worth_of_part
from anam.orders.models import Order

PRICES = st.integers(0, 10_000)
PIECES = st.integers(1, 60)


def line(
    number: int, *, ordered: int, price: int, discount: int = 0, tax: int = 0, left: int | None = None
) -> LineState:
    quantity = ordered if left is None else left
    return LineState(number, None, "", "", quantity, 0, price, None, ordered, discount, tax)


@st.composite
def orders(draw: st.DrawFn) -> tuple[Order, list[LineState]]:
    """Any order: with discount and tax on its lines, on the order, on both, beyond its goods, of goods for nothing."""
    has_own = draw(st.booleans())
    lines = []
    for number, (ordered, price) in enumerate(draw(st.lists(st.tuples(PIECES, PRICES), min_size=1, max_size=6))):
        own = {"discount": draw(st.integers(0, ordered * price)), "tax": draw(PRICES)} if has_own else {}
        lines.append(line(number, ordered=ordered, price=price, **own))
    goods = sum(one.ordered * one.unit_price for one in lines)
    shipping = draw(PRICES)
    order = Order(
        items_total=goods,
        shipping=shipping,
        discount=sum(one.discount for one in lines) + draw(st.integers(0, 2 * goods)),
        tax=sum(one.tax for one in lines) + draw(PRICES),
    )
    return order, lines


@settings(max_examples=400, deadline=None)
@given(orders(), st.data())
def test_all_parts_together_are_the_whole_and_none_is_less_than_nothing(
    found: tuple[Order, list[LineState]], data: st.DataObject
) -> None:
    order, lines = found
    whole = worth_of_part(order, lines, {one.id: one.ordered for one in lines})
    parts, left = [], lines
    while any(one.quantity for one in left):
        taken = {one.id: data.draw(st.integers(0, one.quantity)) for one in left}
        if not any(taken.values()):
            taken = {one.id: one.quantity for one in left}
        parts.append(worth_of_part(order, left, taken))
        left = [
            line(
                one.id,
                ordered=one.ordered,
                price=one.unit_price,
                discount=one.discount,
                tax=one.tax,
                left=one.quantity - taken[one.id],
            )
            for one in left
        ]
    together = Worth(*(sum(getattr(part, name) for part in parts) for name in ("goods", "discount", "tax")))
    assert together == whole
    assert all(min(part.goods, part.discount, part.tax, part.total) >= 0 for part in parts)
    assert whole.goods == order.items_total
    # What stays with the shipping, or goes beyond the goods, is all that the goods do not have.
    assert order.discount - whole.discount >= 0
    assert order.tax - whole.tax >= 0
    has_own_tax = any(one.tax for one in lines)
    if whole.goods - sum(one.discount for one in lines) > 0 and not has_own_tax:
        assert whole.tax == order.tax


def test_what_a_line_has_of_its_own_goes_with_its_pieces_alone() -> None:
    mugs, bowls = line(1, ordered=4, price=1000, discount=1000, tax=300), line(2, ordered=1, price=4000)
    order = Order(items_total=8000, shipping=1200, discount=1000, tax=420)  # 120 of the tax are the shipping's
    assert worth_of_part(order, [mugs, bowls], {2: 1}) == Worth(4000, 0, 0)
    assert worth_of_part(order, [mugs, bowls], {1: 1}) == Worth(1000, 250, 75)
    assert worth_of_part(order, [mugs, bowls], {1: 4}) == Worth(4000, 1000, 300)


def test_what_no_line_has_is_shared_by_what_the_goods_cost_after_their_own_discount() -> None:
    mugs, bowls = line(1, ordered=4, price=1000, discount=1000), line(2, ordered=1, price=5000)
    order = Order(items_total=9000, discount=1800, tax=400)
    assert worth_of_part(order, [mugs, bowls], {1: 4}) == Worth(4000, 1000 + 300, 150)
    assert worth_of_part(order, [mugs, bowls], {2: 1}) == Worth(5000, 500, 250)


def test_in_a_currency_without_decimals_the_unit_that_is_left_over_goes_with_the_last_piece() -> None:
    cups = line(1, ordered=3, price=100, tax=10)
    order = Order(items_total=300, tax=10, currency="JPY")
    taken = [worth_of_part(order, [line(1, ordered=3, price=100, tax=10, left=left)], {1: 1}) for left in (3, 2, 1)]
    assert [one.tax for one in taken] == [3, 3, 4]
    assert worth_of_part(order, [cups], {1: 3}) == Worth(300, 0, 10)
