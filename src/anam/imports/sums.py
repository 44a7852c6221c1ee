"""Making the parts of an order come to its total exactly, or refusing it."""

from collections.abc import Iterable, Sequence

from anam.imports.parsed import Unreadable


def adding_up(
    total: int, *, goods: int, shipping: int, taxes: Sequence[int], discounts: Iterable[int]
) -> tuple[int, int, int] | None:
    """Discount, shipping and tax such that they and the goods come to `total` exactly, in minor units; None: never.

    A shop may count taxes into its prices, may have given the discount on the order, on lines or on both, and may
    show shipping before or after it: of what may be meant, the first that adds up is.
    """
    for tax in taxes:
        for discount in discounts:
            if goods - discount + shipping + tax == total and 0 <= discount <= goods + shipping:
                # What the goods do not cover was taken off the shipping.
                return min(discount, goods), shipping - max(discount - goods, 0), tax
    return None


def by_unit(amount: int, *, quantity: int) -> list[tuple[int, int]]:
    """`amount` (minor units) for `quantity` pieces, as pairs of a quantity and a price that come to it exactly.

    10.00 for 3 are 2 at 3.33 and 1 at 3.34. Raises Unreadable for less than nothing.
    """
    if amount < 0:
        raise Unreadable("less_than_nothing")
    price, dearer = divmod(amount, quantity)
    parts = [(quantity - dearer, price), (dearer, price + 1)]
    return [(number, each) for number, each in parts if number]
