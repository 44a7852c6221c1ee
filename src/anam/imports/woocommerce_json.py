"""WooCommerce's orders as its REST API gives them (v1 to v3, and the older one that was part of WooCommerce).

Times come in pairs, local and `_gmt`; the latter are UTC without saying so. Money is text with many decimals: it is
rounded to the currency, and what that leaves over is at most a few of the smallest coins, put to the tax.
"""

import html
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

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
from anam.imports.names import MAX_NAME_LENGTH, first_name, is_name, joined, named
from anam.imports.parsed import (
    CANCELLED_ELSEWHERE,
    ParsedBuyer,
    ParsedLine,
    ParsedOrder,
    ParsedPayment,
    Unreadable,
    in_order,
)
from anam.imports.ship_to import read_address
from anam.imports.shopify_payment import captured
from anam.imports.splitting import allocate
from anam.imports.sums import by_unit
from anam.postal.address import Address

_ADDRESS = {
    "company": "company",
    "line1": "address_1",
    "line2": "address_2",
    "city": "city",
    "region": "state",
    "postal_code": "postcode",
    "country": "country",
    "phone": "phone",
}
_UTC = ZoneInfo("UTC")
PLACED = ("pending", "on-hold", "processing")
COMPLETED = ("completed", "delivered")
NO_ORDERS = {
    "trash": "thrown_away",
    "checkout-draft": "checkout_never_sent",
    "auto-draft": "seems_a_draft",
    "draft": "seems_a_draft",
    "new": "seems_a_draft",
}
_REASONS = {"failed": "payment_failed"}


class WooCommerceJson(JsonExport):
    source = "woocommerce-json"
    same_as = ("woocommerce-json",)
    kind = "woocommerce_orders"
    necessary = (
        ("id",),
        ("status",),
        ("currency",),
        ("date_created_gmt", "date_created", "created_at"),
        ("total",),
        ("line_items",),
    )
    known = frozenset(
        {
            "id",
            "number",
            "order_number",
            "order_key",
            "status",
            "currency",
            "date_created",
            "date_created_gmt",
            "created_at",
            "date_modified",
            "date_modified_gmt",
            "updated_at",
            "date_paid",
            "date_paid_gmt",
            "date_completed",
            "date_completed_gmt",
            "completed_at",
            "total",
            "total_tax",
            "shipping_total",
            "total_shipping",
            "line_items",
            "fee_lines",
            "refunds",
            "billing",
            "billing_address",
            "shipping",
            "shipping_address",
            "store",
            "type",
            "parent_id",
            "gift_cards",
        }
    )
    nameless = "Imported from WooCommerce"

    def name_of(self, order: Fields) -> str:
        return order.text("number", "order_number", "id")

    def order(self, order: Fields, name: str, line_number: int) -> ParsedOrder:
        name = no_longer_than(name, most=60, what="number")
        status = order.text("status").lower().removeprefix("wc-")
        _refuse_what_is_none(order, status)
        currency = currency_of(order.text("currency"))
        placed_at = self._at(order, "date_created", "created_at")
        if placed_at is None:
            raise Unreadable("not_placed")
        sent_at = self._sent_at(order, status)
        lines, (discount, shipping, tax) = _adding_up(
            order, currency, self.maker(_store(order)), sent=sent_at is not None
        )
        total = sum(line.total for line in lines) - discount + shipping + tax
        cancelled_elsewhere = sent_at is None and status in ("cancelled", "failed", "refunded")
        return in_order(
            ParsedOrder(
                line_number=line_number,
                name=name,
                reference=f"{name} {no_longer_than(order.text('order_key'), most=50, what='order_key')}".strip(),
                identity=order.text("order_key"),
                currency=currency,
                placed_at=placed_at,
                buyer=_buyer(order, name),
                lines=lines,
                payment=self._payment(order, status, total, currency),
                shipping=shipping,
                tax=tax,
                discount=discount,
                ship_to=_ship_to(order),
                status=status,
                shipped_at=sent_at,
                completed_at=None if status == "shipped" else sent_at,
                # It does not say when it was cancelled; nothing of it changed afterwards.
                cancelled_at=max(self._at(order, "date_modified", "updated_at") or placed_at, placed_at)
                if cancelled_elsewhere
                else None,
                notes=no_e_mail(_addressed(order)),
                cancel_reason=_REASONS.get(status, CANCELLED_ELSEWHERE),
            )
        )

    def _at(self, order: Fields, name: str, older: str) -> datetime | None:
        """What the older versions called it was UTC, and said so with a Z."""
        if order.has(f"{name}_gmt"):
            return order.at(f"{name}_gmt", zone=_UTC)
        return order.at(name, zone=self.options.zone) if order.has(name) else order.at(older, zone=_UTC)

    def _sent_at(self, order: Fields, status: str) -> datetime | None:
        """When it was shipped and, as far as this shop knows, arrived: it has one word for both."""
        if status not in (*COMPLETED, "shipped", "refunded"):
            return None
        completed = self._at(order, "date_completed", "completed_at")
        if completed is None and status != "refunded":
            completed = self._at(order, "date_modified", "updated_at")
            if completed is None:
                raise Unreadable("completed_not_when")
        return completed

    def _payment(self, order: Fields, status: str, total: int, currency: str) -> ParsedPayment:
        on_delivery = order.text("payment_method") == "cod"  # nothing has come in before it was delivered
        counts = COMPLETED if on_delivery else ("processing", *COMPLETED)
        paid = self._at(order, "date_paid", "paid_at") is not None or status in (*counts, "refunded")
        if not paid or status == "failed":
            return ParsedPayment()
        given_back = sum(_refunded(one, currency) for one in order.rows("refunds"))
        if status == "refunded":  # a sum that is named says how much, whatever the word says
            given_back = given_back or total
        return captured(total, min(given_back, total))


def _refuse_what_is_none(order: Fields, status: str) -> None:
    if status in NO_ORDERS:
        raise Unreadable("no_order_by_status", text=quoted(status), what=coded(NO_ORDERS[status]))
    if any(word in status for word in ("quote", "quotation", "ywraq", "rfq")):
        raise Unreadable("no_order_by_status", text=quoted(status), what=coded("seems_a_quote"))
    kind, part_of = order.text("type"), order.text("parent_id")
    if kind not in ("", "shop_order"):
        raise Unreadable("no_order_by_type", text=quoted(kind))
    if part_of not in ("", "0"):
        raise Unreadable("part_of_another", text=quoted(part_of))
    if status not in (*PLACED, *COMPLETED, "shipped", "cancelled", "failed", "refunded"):
        raise Unreadable("unknown_status", text=quoted(status))


def _adding_up(
    order: Fields, currency: str, maker: str, *, sent: bool
) -> tuple[tuple[ParsedLine, ...], tuple[int, int, int]]:
    """The lines before their discount, with discount, shipping and tax that come to the total. Raises Unreadable."""
    lines: list[ParsedLine] = []
    discount = 0
    for line in order.rows("line_items"):
        before = line.minor("subtotal", "total", currency=currency, rounded=True, signed=True)
        after = line.minor("total", currency=currency, rounded=True, signed=True)
        if before < 0 or after < 0 or line.text("quantity").startswith("-"):  # something was given back with it
            discount += abs(after)
            continue
        if not after and line.text("quantity") in ("0", "0.0"):
            continue  # it was taken out
        its_tax = max(line.minor("total_tax", currency=currency, rounded=True, signed=True), 0)
        its = _lines(line, before, line.whole("quantity"), maker, sent)
        lines += _with_own(its, discount=max(before - after, 0), tax=its_tax)
        discount += max(before - after, 0)
    for fee in order.rows("fee_lines"):
        amount = fee.minor("total", currency=currency, rounded=True, signed=True)
        discount += max(-amount, 0)
        its_tax = max(fee.minor("total_tax", currency=currency, rounded=True, signed=True), 0)
        lines += _with_own(_lines(fee, amount, 1, maker, sent), discount=0, tax=its_tax) if amount > 0 else []
    if not lines:
        raise Unreadable("no_line_items")
    goods = sum(line.total for line in lines)
    shipping, tax, total = (
        order.minor(*names, currency=currency, rounded=True, signed=True)
        for names in (("shipping_total", "total_shipping"), ("total_tax",), ("total",))
    )
    discount += max(-tax, 0) + max(-shipping, 0)  # a voucher takes its tax off again
    tax, shipping = max(tax, 0), max(shipping, 0)
    beyond = min(max(discount - goods, 0), shipping)  # what the goods do not cover was taken off the shipping
    discount, shipping = discount - beyond, shipping - beyond
    costs = goods - discount + shipping + tax
    total = next(
        (one for one in (total, total + _paid_by_gift_card(order, currency)) if abs(one - costs) <= len(lines) + 1),
        total,
    )
    left_over = total - costs
    if abs(left_over) > len(lines) + 1 or discount > goods or total > MAX_MONEY:
        raise Unreadable("woo_total_does_not_add_up", text=quoted(order.text("total")))
    if tax + left_over >= 0:
        return tuple(lines), (discount, shipping, tax + left_over)
    return tuple(lines), (discount - left_over, shipping, tax)


def _lines(line: Fields, amount: int, quantity: int, maker: str, sent: bool) -> list[ParsedLine]:
    """As many as it takes to come to `amount` exactly."""
    title = shortened(html.unescape(line.text("name")), most=MAX_TITLE_LENGTH)
    if not title:
        raise Unreadable("line_without_name")
    if not 0 < quantity <= 2_147_483_647 or amount > MAX_MONEY:
        raise Unreadable("none_or_too_many", title=quoted(title))
    sku = sku_of(line.text("sku"))
    return [ParsedLine(maker, title, sku, number, each, sent) for number, each in by_unit(amount, quantity=quantity)]


def _with_own(lines: list[ParsedLine], *, discount: int, tax: int) -> list[ParsedLine]:
    """One line of the shop's, in as many as it takes, with the discount and tax that it has of its own."""
    weights = [line.total for line in lines]
    off, taxed = allocate(discount, weights=weights), allocate(tax, weights=weights)
    return [replace(line, discount=less, tax=its) for line, less, its in zip(lines, off, taxed, strict=True)]


def _store(order: Fields) -> str:
    """Who sold it, where a marketplace plugin says so."""
    store = order.inner("store")
    return no_longer_than(named(store.text("shop_name", "name")), most=MAX_NAME_LENGTH, what="store")


def _paid_by_gift_card(order: Fields, currency: str) -> int:
    """A gift card is a way of paying, though some shops take it off the total; each plugin has its own place for it."""
    found = 0
    for name in order.names():
        if "gift" in name:
            with suppress(Unreadable):  # a greeting that goes with a gift, for one
                found += sum(card.minor("amount", currency=currency, rounded=True) for card in order.rows(name))
    for note in order.rows("meta_data"):
        if "gift" in note.text("key"):
            with suppress(Unreadable):
                cards = note.inner("value")
                found += sum(cards.minor(card, currency=currency, rounded=True) for card in cards.names())
    return found


def _refunded(refund: Fields, currency: str) -> int:
    name = "total" if refund.has("total") else "amount"
    return abs(refund.minor(name, currency=currency, rounded=True, signed=True))


def _addressed(order: Fields) -> str:
    """The e-mail address, or the first thing that stands in place of one."""
    addresses = ("billing", "billing_address", "shipping", "shipping_address")
    named = [text for one in addresses if is_name(text := order.inner(one).text("email"))]
    return next(filter(e_mail, named), named[0] if named else "")


def _ship_to(order: Fields) -> Address | None:
    """Where it is shipped; a shop that asks for one address alone leaves this one out, and means the other."""
    for one in ("shipping", "shipping_address", "billing", "billing_address"):
        address = order.inner(one)
        told = {name: html.unescape(address.text(theirs)) for name, theirs in _ADDRESS.items()}
        if told["line1"] or told["city"]:
            person = html.unescape(joined(address.text("first_name"), address.text("last_name")))
            return read_address({**told, "name": person})
    return None


def _buyer(order: Fields, name: str) -> ParsedBuyer:
    billing = [order.inner(one) for one in ("billing", "billing_address")]
    shipping = [order.inner(one) for one in ("shipping", "shipping_address")]
    addresses = [*billing, *shipping]
    email = e_mail(_addressed(order))
    companies = [one.text("company") for one in addresses]
    people = [joined(one.text("first_name"), one.text("last_name")) for one in (*shipping, *billing)]
    country = next(filter(None, (one.text("country") for one in addresses)), "").upper()
    return ParsedBuyer(
        name=first_name(map(html.unescape, (*companies, *people)), email=email, otherwise=f"Unknown buyer {name}"),
        email=email,
        place=shortened(next(filter(is_name, (one.text("city") for one in addresses)), ""), most=120),
        country=country if len(country) == 2 and country.isascii() and country.isalpha() else "",
    )
