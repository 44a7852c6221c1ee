"""Shopify's orders as its REST Admin API gives them: one, a list, or {"orders": [...]}; old and new versions.

Money is text, times have their offset, and a vendor may be missing: then the order is its shop's own.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from anam.coded import coded
from anam.imports.cells import (
    MAX_MONEY,
    MAX_TITLE_LENGTH,
    currency_of,
    e_mail,
    no_e_mail,
    no_longer_than,
    quoted,
    shortened,
    sku_of,
)
from anam.imports.exports import JsonExport
from anam.imports.fields import Fields
from anam.imports.names import MAX_NAME_LENGTH, first_name, is_name, joined
from anam.imports.parsed import CANCELLED_ELSEWHERE, ParsedBuyer, ParsedLine, ParsedOrder, Unreadable, in_order
from anam.imports.ship_to import read_address
from anam.imports.shopify_payment import Told, given_up, payment_of
from anam.imports.sums import adding_up
from anam.postal.address import Address

# "declined" is about the payment: it was the card that declined, not the maker.
REASONS = {
    "customer": "buyer_asked",
    "inventory": "out_of_stock",
    "fraud": "duplicate_or_fraud",
    "declined": "payment_failed",
}


_ADDRESS = {
    "company": "company",
    "line1": "address1",
    "line2": "address2",
    "city": "city",
    "postal_code": "zip",
    "country": "country_code",
    "phone": "phone",
}


class ShopifyJson(JsonExport):
    source = "shopify-json"
    same_as = ("shopify-csv", "shopify-json")
    kind = "shopify_orders"
    necessary = (("id",), ("name",), ("created_at",), ("currency",), ("total_price",), ("line_items",))
    known = frozenset(
        {
            "id",
            "name",
            "created_at",
            "currency",
            "total_price",
            "current_total_price",
            "line_items",
            "cancel_reason",
            "cancelled_at",
            "financial_status",
            "fulfillment_status",
            "fulfillments",
            "closed_at",
            "shipping_lines",
            "total_tax",
            "current_total_tax",
            "taxes_included",
            "total_discounts",
            "current_total_discounts",
            "total_tip_received",
            "total_outstanding",
            "refunds",
            "email",
            "contact_email",
            "customer",
            "billing_address",
            "shipping_address",
            "total_duties",
            "processed_at",
        }
    )
    nameless = "Imported from Shopify"

    def name_of(self, order: Fields) -> str:
        return order.text("name", "order_number")

    def order(self, order: Fields, name: str, line_number: int) -> ParsedOrder:
        _refuse_no_order(order)
        name, number = no_longer_than(name, most=60, what="name"), order.text("id")
        if not (number.isascii() and number.isdigit() and len(number) <= 20):
            raise Unreadable("id_no_number", text=quoted(number))
        currency = currency_of(order.text("currency"))
        placed_at = order.at("created_at", "processed_at", zone=self.options.zone)
        if placed_at is None:
            raise Unreadable("no_created_at_field")
        sums = _adding_up(order, currency, self._whose(order))
        payment = payment_of(_told(order, currency, sums), total=sums.total)
        shipped_at = self._sent_at(order, sums.lines)
        return in_order(
            ParsedOrder(
                line_number=line_number,
                name=name,
                reference=f"{name} {number}",
                identity=number,
                currency=currency,
                placed_at=placed_at,
                buyer=_buyer(order, name),
                lines=sums.lines,
                payment=payment,
                shipping=sums.shipping,
                tax=sums.tax,
                discount=sums.discount,
                ship_to=_ship_to(order),
                status=", ".join(filter(None, (order.text("financial_status"), order.text("fulfillment_status")))),
                shipped_at=shipped_at,
                cancelled_at=order.at("cancelled_at", zone=self.options.zone)
                or (self._refunded_at(order, placed_at) if given_up(payment, shipped_at) else None),
                cancel_reason=REASONS.get(order.text("cancel_reason").lower(), CANCELLED_ELSEWHERE),
                notes=no_e_mail(_addressed(order)),
            )
        )

    def _whose(self, order: Fields) -> Callable[[str], str]:
        """Who sold a line: its vendor; where it names none, whose file it is, or the only maker that the order has."""
        vendors = {vendor for line in order.rows("line_items") if is_name(vendor := line.text("vendor"))}
        if len(vendors) != 1 or self.options.maker:
            return self.maker
        [only] = vendors
        return lambda named: named if is_name(named) else only

    def _refunded_at(self, order: Fields, placed_at: datetime) -> datetime:
        """When the last of it was refunded."""
        zone = self.options.zone
        moments = [refund.at("processed_at", "created_at", zone=zone) for refund in order.rows("refunds")]
        return max([placed_at, *filter(None, moments)])

    def _sent_at(self, order: Fields, lines: tuple[ParsedLine, ...]) -> datetime | None:
        """When the last of it was sent; where nothing says, when it was closed."""
        if not any(line.sent for line in lines):
            return None
        fulfilled = [one for one in order.rows("fulfillments") if one.text("status") in ("", "success")]
        moments = [at for one in fulfilled if (at := one.at("created_at", zone=self.options.zone))]
        found = max(moments, default=None) or order.at("closed_at", zone=self.options.zone)
        if found is None:
            raise Unreadable("fulfilled_not_when")
        return found


@dataclass(frozen=True)
class _Sums:
    """An order whose parts come to its `total`; `gone` is what was taken out of it since it was placed."""

    lines: tuple[ParsedLine, ...]
    discount: int
    shipping: int
    tax: int
    total: int
    gone: int = 0


def _adding_up(order: Fields, currency: str, maker: Callable[[str], str]) -> _Sums:
    """The lines, with discount, shipping and tax that come to the total: as it stands now, or else as it was placed.

    What was removed is not to be made. Where all of it was, it is told as it was placed.
    """
    placed = order.minor("total_price", currency=currency)
    for quantity, now in (("current_quantity", "current_"), ("quantity", "")):
        if now and not order.has("current_total_price"):
            continue
        rows = order.rows("line_items")
        lines = tuple(filter(None, (_line(line, quantity, currency, order, maker) for line in rows)))
        if not lines:
            continue
        lines += _tip(order, currency, lines[0].maker)
        total = order.minor(f"{now}total_price", currency=currency)
        tax = order.minor(f"{now}total_tax", "total_tax", currency=currency)
        duties = order.minor("total_duties", currency=currency)
        discount = order.minor(f"{now}total_discounts", "total_discounts", currency=currency)
        taxes = (duties, tax + duties) if order.is_true("taxes_included") else (tax + duties, duties)
        goods = sum(line.total for line in lines)
        for sent in _shipping(order, currency):
            found = adding_up(total, goods=goods, shipping=sent, taxes=taxes, discounts=(discount, 0))
            if found:
                return _Sums(lines, *found, total, gone=max(placed - total, 0))
    if not list(order.rows("line_items")):
        raise Unreadable("no_line_items")
    raise Unreadable("total_price_does_not_add_up", text=quoted(order.text("total_price")))


def _tip(order: Fields, currency: str, maker: str) -> tuple[ParsedLine, ...]:
    """What was given besides: no tax, and nothing to be made, but part of what was paid."""
    tip = order.minor("total_tip_received", currency=currency)
    return (ParsedLine(maker=maker, title="Tip", sku="", quantity=1, unit_price=tip),) if tip else ()


def _shipping(order: Fields, currency: str) -> tuple[int, int]:
    """Before, and after, what was taken off it; without what was removed."""
    lines = [line for line in order.rows("shipping_lines") if not line.is_true("is_removed")]
    return (
        sum(line.minor("price", currency=currency) for line in lines),
        sum(line.minor("discounted_price", "price", currency=currency) for line in lines),
    )


def _line(line: Fields, quantity: str, currency: str, order: Fields, maker: Callable[[str], str]) -> ParsedLine | None:
    title = shortened(line.text("name", "title"), most=MAX_TITLE_LENGTH)
    if not title:
        raise Unreadable("line_without_name")
    if not line.has("price"):
        raise Unreadable("line_without_price", title=quoted(title))
    number = line.whole(quantity if line.has(quantity) else "quantity")
    if number == 0:
        return None
    sent = order.text("fulfillment_status") == "fulfilled" or line.text("fulfillment_status") == "fulfilled"
    found = ParsedLine(
        maker=no_longer_than(maker(line.text("vendor")), most=MAX_NAME_LENGTH, what="vendor"),
        title=title,
        sku=sku_of(line.text("sku")),
        quantity=number,
        unit_price=line.minor("price", currency=currency),
        sent=sent,
        discount=_of_its_own(line, "discount_allocations", "amount", number, currency),
        tax=0 if order.is_true("taxes_included") else _of_its_own(line, "tax_lines", "price", number, currency),
    )
    if found.quantity > 2_147_483_647 or found.total > MAX_MONEY:
        raise Unreadable("line_too_large", title=quoted(title))
    return found


def _of_its_own(line: Fields, rows: str, name: str, number: int, currency: str) -> int:
    """The share that `number` of its pieces have in a sum that Shopify gives for all of them; 0 where it gives none."""
    with suppress(Unreadable):
        all_of_it = sum(row.minor(name, currency=currency) for row in line.rows(rows))
        return all_of_it * number // max(line.whole("quantity"), number)
    return 0


def _told(order: Fields, currency: str, sums: _Sums) -> Told:
    """What of the order's money that stands now was refunded: what went with removed goods is not part of it."""
    given_back = sum(_refunded(refund, order, currency) for refund in order.rows("refunds"))
    open_sum = (
        order.minor("total_outstanding", currency=currency, signed=True) if order.has("total_outstanding") else None
    )
    status = order.text("financial_status").lower()
    if sums.gone and status in ("refunded", "partially_refunded"):
        status = "partially_refunded" if given_back > sums.gone else "paid"
    return Told(status, open_sum, max(given_back - sums.gone, 0), charged=True)


def _refunded(refund: Fields, order: Fields, currency: str) -> int:
    """What a refund gave back, in the shop's own money: a buyer may have paid, and been refunded, in another."""
    sums: list[int] = []
    for one in refund.rows("transactions"):
        if one.text("kind") != "refund" or one.text("status") not in ("", "success"):
            continue
        shop_money = one.inner("amount_set").inner("shop_money")
        if shop_money.has("amount"):
            sums.append(shop_money.minor("amount", currency=currency))
        elif one.text("currency") in ("", order.text("currency")):
            sums.append(one.minor("amount", currency=currency))
        else:
            return _refunded_otherwise(refund, order, currency)
    return sum(sums)


def _refunded_otherwise(refund: Fields, order: Fields, currency: str) -> int:
    """What the refunded lines came to, or what the order came to before and after. Raises Unreadable."""
    lines = list(refund.rows("refund_line_items"))
    if lines and all(line.has("subtotal") for line in lines):
        return sum(
            line.minor("subtotal", currency=currency) + line.minor("total_tax", currency=currency) for line in lines
        )
    if order.text("financial_status").lower() == "refunded":
        return order.minor("total_price", currency=currency)
    now, before = (order.minor(name, currency=currency) for name in ("current_total_price", "total_price"))
    if order.has("current_total_price") and now < before:
        return before - now
    raise Unreadable("refunded_otherwise")


def _ship_to(order: Fields) -> Address | None:
    address = order.inner("shipping_address")
    person = address.text("name") or joined(address.text("first_name"), address.text("last_name"))
    region = address.text("province_code", "province")
    told = {name: address.text(theirs) for name, theirs in _ADDRESS.items()}
    return read_address({**told, "name": person, "region": region})


def _buyer(order: Fields, name: str) -> ParsedBuyer:
    customer, addresses = order.inner("customer"), (order.inner("billing_address"), order.inner("shipping_address"))
    email = e_mail(_addressed(order))
    people = [one.text("name") or joined(one.text("first_name"), one.text("last_name")) for one in reversed(addresses)]
    companies = [one.text("company") for one in (*addresses, customer.inner("default_address"))]
    own = joined(customer.text("first_name"), customer.text("last_name"))
    country = next(filter(None, (one.text("country_code") for one in addresses)), "").upper()
    return ParsedBuyer(
        name=first_name((*companies, *people, own), email=email, otherwise=f"Unknown buyer {name}"),
        email=email,
        place=shortened(next(filter(is_name, (one.text("city") for one in addresses)), ""), most=120),
        country=country if len(country) == 2 and country.isascii() and country.isalpha() else "",
    )


def _addressed(order: Fields) -> str:
    """The e-mail address, or the first thing that stands in place of one."""
    every = order.text("email"), order.text("contact_email"), order.inner("customer").text("email")
    named = [one for one in every if is_name(one)]
    return next(filter(e_mail, named), named[0] if named else "")


def _refuse_no_order(order: Fields) -> None:
    """Each of Shopify's orders says how its payment stands; drafts and checkouts do not. Raises Unreadable."""
    if order.has("financial_status", "total_outstanding", "cancelled_at", "fulfillment_status"):
        return
    draft = order.text("status") in ("open", "invoice_sent", "completed") or order.text("name").startswith("#D")
    raise Unreadable("seems_no_order", what=coded("draft_order" if draft else "draft_or_checkout"))
