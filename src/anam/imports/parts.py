"""Parting an order by its makers: each gets their lines, and their share of everything else."""

from dataclasses import dataclass

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
    """`plain` by maker, in the order of their first lines; sums are shared by largest remainder and stay exact."""
    of_makers: dict[str, list[ParsedLine]] = {}
    for line in parsed.lines:
        of_makers.setdefault(same_maker(line.maker), []).append(line)
    goods = [sum(line.total for line in lines) for lines in of_makers.values()]
    shipping, tax, discount = (
        allocate(amount, weights=goods) for amount in (parsed.shipping, parsed.tax, parsed.discount)
    )
    own = [sum(line.shipping for line in lines) for lines in of_makers.values()]
    shipping = [shared + known for shared, known in zip(shipping, own, strict=True)]
    totals = [sum(sums) - off for *sums, off in zip(goods, shipping, tax, discount, strict=True)]
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


def _payment(status: str, authorised: int, captured: int, refunded: int) -> ParsedPayment:
    """A maker's share; so little may have been captured that a part of the refund is all of it."""
    if status == "captured" and refunded == captured:
        status = "refunded"
    return ParsedPayment(status, authorised, captured, refunded)
