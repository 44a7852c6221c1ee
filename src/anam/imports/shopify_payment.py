"""What the money of one of Shopify's orders has done, told from facts that do not always agree."""

from dataclasses import dataclass

from anam.imports.cells import quoted
from anam.imports.plain import PlainPayment, Unreadable

_NOTHING_YET = ("", "pending", "unpaid")
_LET_GO = ("voided", "expired")


@dataclass(frozen=True)
class Told:
    """What the export says, in minor units; `open_sum` is None, and `charged` False, where it says nothing of them."""

    status: str
    open_sum: int | None = None
    given_back: int = 0
    charged: bool = False


def payment_of(told: Told, *, total: int) -> PlainPayment:
    """The payment of the whole order, which costs `total` (minor units). Raises Unreadable.

    "paid" that was never charged, and of which nothing says how much is in, is authorised.
    """
    open_sum, given_back = told.open_sum or 0, told.given_back
    if open_sum > total or given_back > total:
        raise Unreadable("More of it is outstanding, or was refunded, than it costs.")
    if total == 0 or told.status in _NOTHING_YET:
        return PlainPayment()
    if told.status == "authorized":
        return PlainPayment("authorised", authorised=total)
    if told.status in _LET_GO:
        return PlainPayment("voided", authorised=total)
    nothing_came = told.open_sum is None or told.open_sum == total
    if told.status == "paid" and not told.charged and nothing_came:
        return PlainPayment("authorised", authorised=total)
    if told.status in ("paid", "partially_paid"):
        return captured(total - open_sum, given_back)
    if told.status == "partially_refunded":
        return captured(total, given_back)
    if told.status == "refunded":
        return captured(total, total)
    raise Unreadable(f"The financial status {quoted(told.status)} is none that we know.")


def captured(amount: int, given_back: int) -> PlainPayment:
    """`amount` was taken, and `given_back` of it refunded. Raises Unreadable."""
    if amount == 0:
        return PlainPayment()
    if given_back > amount:
        raise Unreadable("More of it was refunded than was paid.")
    status = "refunded" if given_back == amount else "captured"
    return PlainPayment(status, authorised=amount, captured=amount, refunded=given_back)
