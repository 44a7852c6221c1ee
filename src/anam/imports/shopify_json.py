"""Shopify's orders as its REST Admin API gives them: one, a list, or {"orders": [...]}; old and new versions.

Money is text, times have their offset, and a vendor may be missing: then the order is its shop's own.
"""

from collections.abc import Callable
from datetime import datetime

from anam.imports.cells import LONGEST_TITLE, MOST_MONEY, currency_of, e_mail, no_longer_than, quoted, shortened, sku_of
from anam.imports.exports import JsonExport
from anam.imports.fields import Fields
from anam.imports.names import LONGEST_NAME, first_name, is_name, joined
from anam.imports.plain import CANCELLED_ELSEWHERE, PlainBuyer, PlainLine, PlainOrder, Unreadable, in_order
from anam.imports.shopify_payment import Told, payment_of
from anam.imports.sums import adding_up
from anam.imports.what_it_is import what_it_is

# "declined" is about the payment: it was the card that declined, not the maker.
REASONS = {
    "customer": "buyer_asked",
    "inventory": "out_of_stock",
    "fraud": "duplicate_or_fraud",
    "declined": "payment_failed",
}


class ShopifyJson(JsonExport):
    source = "shopify-json"
    same_as = ("shopify-csv", "shopify-json")
    whose = "Shopify's"
    necessary = (("id",), ("name",), ("created_at",), ("currency",), ("total_price",), ("line_items",))
    known = frozenset({
        "id", "name", "created_at", "currency", "total_price", "current_total_price", "line_items", "cancel_reason",
        "cancelled_at", "financial_status", "fulfillment_status", "fulfillments", "closed_at", "shipping_lines",
        "total_tax", "current_total_tax", "taxes_included", "total_discounts", "current_total_discounts",
        "total_tip_received", "total_outstanding", "refunds", "email", "contact_email", "customer", "billing_address",
        "shipping_address", "total_duties", "processed_at",
    })  # fmt: skip
    nameless = "Imported from Shopify"

    def name_of(self, order: Fields) -> str:
        return order.text("name", "order_number")

    def order(self, order: Fields, name: str, line_number: int) -> PlainOrder:
        _refuse_no_order(order)
        name, number = no_longer_than(name, most=60, what="name"), order.text("id")
        if not (number.isascii() and number.isdigit() and len(number) <= 20):
            raise Unreadable(f"Its id {quoted(number)} is not a whole number.")
        currency = currency_of(order.text("currency"))
        placed_at = order.at("created_at", "processed_at", zone=self.options.zone)
        if placed_at is None:
            raise Unreadable("“created_at” is empty: when was it placed?")
        lines, (discount, shipping, tax), total = _adding_up(order, currency, self.maker)
        return in_order(PlainOrder(
            line_number=line_number,
            name=name,
            reference=f"{name} {number}",
            identity=number,
            currency=currency,
            placed_at=placed_at,
            buyer=_buyer(order, name),
            lines=lines,
            payment=payment_of(_told(order, currency), total=total),
            shipping=shipping,
            tax=tax,
            discount=discount,
            status=", ".join(filter(None, (order.text("financial_status"), order.text("fulfillment_status")))),
            shipped_at=self._sent_at(order, lines),
            cancelled_at=order.at("cancelled_at", zone=self.options.zone),
            cancel_reason=REASONS.get(order.text("cancel_reason").lower(), CANCELLED_ELSEWHERE),
        ))  # fmt: skip

    def _sent_at(self, order: Fields, lines: tuple[PlainLine, ...]) -> datetime | None:
        """When the last of it was sent; where nothing says, when it was closed."""
        if not any(line.sent for line in lines):
            return None
        fulfilled = [one for one in order.rows("fulfillments") if one.text("status") in ("", "success")]
        moments = [at for one in fulfilled if (at := one.at("created_at", zone=self.options.zone))]
        found = max(moments, default=None) or order.at("closed_at", zone=self.options.zone)
        if found is None:
            raise Unreadable("It is fulfilled, but nothing says when.")
        return found


def _adding_up(
    order: Fields, currency: str, maker: Callable[[str], str]
) -> tuple[tuple[PlainLine, ...], tuple[int, int, int], int]:
    """The lines, with discount, shipping and tax that come to the total: as it was placed, or as it was edited."""
    for quantity, now in (("quantity", ""), ("current_quantity", "current_")):
        if now and not order.has("current_total_price"):
            continue
        lines = tuple(
            filter(None, (_line(line, quantity, currency, order, maker) for line in order.rows("line_items")))
        )
        total = order.minor(f"{now}total_price", currency=currency)
        tax = order.minor(f"{now}total_tax", "total_tax", currency=currency)
        more = order.minor("total_tip_received", currency=currency) + order.minor("total_duties", currency=currency)
        discount = order.minor(f"{now}total_discounts", "total_discounts", currency=currency)
        shipping, shipped = _shipping(order, currency)
        taxes = (more, tax + more) if order.is_true("taxes_included") else (tax + more, more)
        goods = sum(line.total for line in lines)
        for sent in (shipping, shipped):
            found = adding_up(total, goods=goods, shipping=sent, taxes=taxes, discounts=(discount, 0))
            if found and lines:
                return lines, found, total
    if not list(order.rows("line_items")):
        raise Unreadable("It has no line_items: what was ordered?")
    raise Unreadable(
        f"Its total_price is {quoted(order.text('total_price'))}, but its lines, shipping, taxes and discounts do not "
        "come to that."
    )


def _shipping(order: Fields, currency: str) -> tuple[int, int]:
    """Before, and after, what was taken off it."""
    lines = list(order.rows("shipping_lines"))
    return (
        sum(line.minor("price", currency=currency) for line in lines),
        sum(line.minor("discounted_price", "price", currency=currency) for line in lines),
    )


def _line(line: Fields, quantity: str, currency: str, order: Fields, maker: Callable[[str], str]) -> PlainLine | None:
    title = shortened(line.text("name", "title"), most=LONGEST_TITLE)
    if not title:
        raise Unreadable("One of its line_items has no name: what was ordered?")
    if not line.has("price"):
        raise Unreadable(f"Its line {quoted(title)} has no price.")
    number = line.whole(quantity if line.has(quantity) else "quantity")
    if number == 0:
        return None
    sent = order.text("fulfillment_status") == "fulfilled" or line.text("fulfillment_status") == "fulfilled"
    found = PlainLine(
        maker=no_longer_than(maker(line.text("vendor")), most=LONGEST_NAME, what="vendor"),
        title=title,
        sku=sku_of(line.text("sku")),
        quantity=number,
        unit_price=line.minor("price", currency=currency),
        sent=sent,
    )
    if found.quantity > 2_147_483_647 or found.total > MOST_MONEY:
        raise Unreadable(f"Its line {quoted(title)} is more than Anam can keep.")
    return found


def _told(order: Fields, currency: str) -> Told:
    given_back = sum(
        one.minor("amount", currency=currency)
        for refund in order.rows("refunds")
        for one in refund.rows("transactions")
        if one.text("kind") == "refund" and one.text("status") in ("", "success")
    )
    open_sum = order.minor("total_outstanding", currency=currency) if order.has("total_outstanding") else None
    return Told(order.text("financial_status").lower(), open_sum, given_back, charged=True)


def _buyer(order: Fields, name: str) -> PlainBuyer:
    customer, addresses = order.inner("customer"), (order.inner("billing_address"), order.inner("shipping_address"))
    addressed = order.text("email"), order.text("contact_email"), customer.text("email")
    email = e_mail(next(filter(is_name, addressed), ""))
    people = [one.text("name") or joined(one.text("first_name"), one.text("last_name")) for one in reversed(addresses)]
    companies = [one.text("company") for one in (*addresses, customer.inner("default_address"))]
    own = joined(customer.text("first_name"), customer.text("last_name"))
    country = next(filter(None, (one.text("country_code") for one in addresses)), "").upper()
    return PlainBuyer(
        name=first_name((*companies, *people, own), email=email, otherwise=f"Unknown buyer {name}"),
        email=email,
        place=shortened(next(filter(is_name, (one.text("city") for one in addresses)), ""), most=120),
        country=country if len(country) == 2 and country.isascii() and country.isalpha() else "",
    )


def _refuse_no_order(order: Fields) -> None:
    """Each of Shopify's orders says how its payment stands; drafts and checkouts do not. Raises Unreadable."""
    what = what_it_is(order.names())
    if what and what != "Shopify's orders":
        raise Unreadable(f"It is no order, but seems to come from a list of {what}.")
    if order.has("financial_status", "total_outstanding", "cancelled_at", "fulfillment_status"):
        return
    draft = order.text("status") in ("open", "invoice_sent", "completed") or order.text("name").startswith("#D")
    kind = "a draft order" if draft else "a draft, a quote or an abandoned checkout"
    raise Unreadable(f"It seems to be {kind}, not an order: nothing says how its payment stands.")
