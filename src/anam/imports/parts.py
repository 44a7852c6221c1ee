"""Parting an order by its makers: each gets their lines, and their share of everything else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from anam.imports.parsed import ParsedLine, ParsedOrder, ParsedPayment
from anam.imports.parties import same_maker
from anam.imports.splitting import allocate


@dataclass(frozen=True)
class Part:
    """What one maker sold of a plain order, with their share of its shipping, tax, discount and payment."""

    lines: tuple[ParsedLine, ...]
    shipping: int
    tax: int
    discount: int
    payment: ParsedPayment

    @property
    def sent(self) -> bool:
        return all(line.sent for line in self.lines)

    @property
    def items_total(self) -> int:
        return sum(line.total for line in self.lines)

    @property
    def total(self) -> int:
        return self.items_total - self.discount + self.shipping + self.tax


def parts_of(parsed: ParsedOrder) -> list[Part]:
    """`parsed` by maker, in the order of their first lines; sums are shared by largest remainder and stay exact.

    What is known of a line alone is its maker's; the rest is shared by what their goods cost.
    """
    of_makers: dict[str, list[ParsedLine]] = {}
    for line in _lines_that_add_up(parsed):
        of_makers.setdefault(same_maker(line.maker), []).append(line)
    goods = [sum(line.total for line in lines) for lines in of_makers.values()]
    off = [sum(line.discount for line in lines) for lines in of_makers.values()]
    net = [cost - less for cost, less in zip(goods, off, strict=True)]
    taxed = [sum(line.tax for line in lines) for lines in of_makers.values()]
    sent = [sum(line.shipping for line in lines) for lines in of_makers.values()]
    discount = _shared(parsed.discount - sum(off), off, weights=net)
    tax = _shared(parsed.tax - sum(taxed), taxed, weights=goods)
    shipping = _shared(parsed.shipping, sent, weights=goods)
    totals = [sum(sums) - less for *sums, less in zip(goods, shipping, tax, discount, strict=True)]
    authorised = allocate(parsed.payment.authorised, weights=totals)
    captured = allocate(parsed.payment.captured, weights=authorised)
    refunded = allocate(parsed.payment.refunded, weights=captured)
    money = zip(authorised, captured, refunded, strict=True)
    payments = [_payment(parsed.payment.status, *sums) for sums in money]
    shared = zip(of_makers.values(), shipping, tax, discount, payments, strict=True)
    return [
        Part(tuple(lines), its_shipping, its_tax, its_discount, payment)
        for lines, its_shipping, its_tax, its_discount, payment in shared
    ]


def _shared(rest: int, own: Sequence[int], *, weights: Sequence[int]) -> list[int]:
    """What each maker has of their own, and their share of the rest."""
    return [share + known for share, known in zip(allocate(rest, weights=weights), own, strict=True)]


def _lines_that_add_up(parsed: ParsedOrder) -> list[ParsedLine]:
    """The lines, with no more discount and tax of their own than the order has and they cost.

    A smallest unit too much is how their source rounds. Where it is more, what it says of lines cannot be.
    """
    lines = list(parsed.lines)
    off = _at_most(parsed.discount, [line.discount for line in lines], [line.total for line in lines])
    taxed = _at_most(parsed.tax, [line.tax for line in lines], [parsed.tax for _ in lines])
    return [replace(line, discount=less, tax=its) for line, less, its in zip(lines, off, taxed, strict=True)]


def _at_most(there: int, own: list[int], most: list[int]) -> list[int]:
    if sum(own) > there + len(own) or any(one > cost for one, cost in zip(own, most, strict=True)):
        return [0] * len(own)
    return allocate(there, weights=own) if sum(own) > there else own


def _payment(status: str, authorised: int, captured: int, refunded: int) -> ParsedPayment:
    """A maker's share; so little may have been captured that a part of the refund is all of it."""
    if status == "captured" and refunded == captured:
        status = "refunded"
    return ParsedPayment(status, authorised, captured, refunded)
