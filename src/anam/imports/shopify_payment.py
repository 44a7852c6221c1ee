"""What the money of one of Shopify's orders has done, told from four cells that do not always agree."""

from anam.imports.cells import minor_units, quoted
from anam.imports.plain import PlainPayment, Unreadable

_NOTHING_YET = ("", "pending", "unpaid")
_LET_GO = ("voided", "expired")


def payment_of(first: dict[str, str], *, total: int, currency: str) -> PlainPayment:
    """The payment of the whole order, in minor units of `currency`. Raises Unreadable.

    "paid" with nothing in "Paid at", and nothing that says how much of it is in, was never charged: it is
    authorised (an empty cell means that it did not happen).
    """
    status = first.get("Financial Status", "").strip().lower()
    open_sum, given_back = (
        minor_units(first.get(what, ""), currency=currency, what=what)
        for what in ("Outstanding Balance", "Refunded Amount")
    )
    if open_sum > total or given_back > total:
        raise Unreadable("More of it is outstanding, or was refunded, than it costs.")
    if total == 0 or status in _NOTHING_YET:
        return PlainPayment()
    if status == "authorized":
        return PlainPayment("authorised", authorised=total)
    if status in _LET_GO:
        return PlainPayment("voided", authorised=total)
    nothing_came = open_sum == total or not first.get("Outstanding Balance", "").strip()
    if status == "paid" and not first.get("Paid at", "").strip() and nothing_came:
        return PlainPayment("authorised", authorised=total)
    if status in ("paid", "partially_paid"):
        return _captured(total - open_sum, given_back)
    if status == "partially_refunded":
        return _captured(total, given_back)
    if status == "refunded":
        return _captured(total, total)
    raise Unreadable(f"The Financial Status {quoted(status)} is none that we know.")


def _captured(amount: int, given_back: int) -> PlainPayment:
    if amount == 0:
        return PlainPayment()
    if given_back > amount:
        raise Unreadable("More of it was refunded than was paid.")
    status = "refunded" if given_back == amount else "captured"
    return PlainPayment(status, authorised=amount, captured=amount, refunded=given_back)
