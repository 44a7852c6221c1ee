"""What the money of one of Shopify's orders has done, told from facts that do not always agree."""

from dataclasses import dataclass
from datetime import datetime

from anam.imports.cells import quoted
from anam.imports.parsed import ParsedPayment, Unreadable

_NOTHING_YET = ("", "pending", "unpaid")
_LET_GO = ("voided", "expired")
# By so much shops are out where they round each line: it says nothing about the order.
_A_CENT = 1


@dataclass(frozen=True)
class Told:
    """What the export says, in minor units; `open_sum` is None, and `charged` False, where it says nothing of them.

    `open_sum` may be less than nothing: a cent too much was paid, or something is owed to the buyer.
    """

    status: str
    open_sum: int | None = None
    given_back: int = 0
    charged: bool = False


def payment_of(told: Told, *, total: int) -> ParsedPayment:
    """The payment of the whole order, which costs `total` (minor units). Raises Unreadable.

    "paid" that was never charged, and of which nothing says how much is in, is authorised.
    """
    open_sum, given_back = max(told.open_sum or 0, 0), told.given_back
    if open_sum > total + _A_CENT or given_back > total + _A_CENT:
        raise Unreadable("more_back_than_it_costs")
    open_sum, given_back = min(open_sum, total), min(given_back, total)
    if total == 0 or told.status in _NOTHING_YET:
        return ParsedPayment()
    if told.status == "authorized":
        return ParsedPayment("authorised", authorised=total)
    if told.status in _LET_GO:
        return ParsedPayment("voided", authorised=total)
    nothing_came = told.open_sum is None or told.open_sum == total
    if told.status == "paid" and not told.charged and nothing_came:
        return ParsedPayment("authorised", authorised=total)
    if told.status in ("paid", "partially_paid"):
        return captured(total - open_sum, min(given_back, total - open_sum))
    if told.status == "partially_refunded":
        return captured(total, given_back)
    if told.status == "refunded":  # a sum that is named says how much, whatever the word says
        return captured(total, given_back or total)
    raise Unreadable("unknown_financial_status", text=quoted(told.status))


def captured(amount: int, given_back: int) -> ParsedPayment:
    """`amount` was taken, and `given_back` of it refunded. Raises Unreadable."""
    if amount == 0:
        return ParsedPayment()
    if given_back > amount:
        raise Unreadable("more_back_than_paid")
    status = "refunded" if given_back == amount else "captured"
    return ParsedPayment(status, authorised=amount, captured=amount, refunded=given_back)


def given_up(payment: ParsedPayment, shipped_at: datetime | None) -> bool:
    """Whether an order is over, though nothing calls it cancelled: all of it was refunded, and none of it sent."""
    return payment.status == "refunded" and shipped_at is None
