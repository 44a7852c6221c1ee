"""Faire's wholesale orders, as its API gives them (v2, and v1 with prices in cents only).

An order and its items each have a state, and they must not contradict one another. The country has three letters.
"""

from dataclasses import replace
from datetime import datetime

from babel.core import get_global

from anam.imports.cells import MAX_MONEY, MAX_TITLE_LENGTH, currency_of, no_longer_than, quoted, shortened, sku_of
from anam.imports.exports import JsonExport
from anam.imports.fields import Fields
from anam.imports.names import MAX_NAME_LENGTH, first_name, joined, named
from anam.imports.parsed import ParsedBuyer, ParsedLine, ParsedOrder, ParsedPayment, Unreadable, in_order
from anam.imports.ship_to import read_address
from anam.imports.shopify_payment import captured
from anam.postal.address import Address

PLACED = ("NEW",)
ACCEPTED = ("PROCESSING", "PENDING_RETAILER_CONFIRMATION", "BACKORDERED")
SENT = ("PRE_TRANSIT", "IN_TRANSIT", "DELIVERED")
CANCELLED = ("CANCELED", "CANCELLED")
REASONS = {
    "REQUESTED_BY_RETAILER": "buyer_asked",
    "CHANGE_REPLACE_ORDER": "buyer_asked",
    "ITEM_OUT_OF_STOCK": "out_of_stock",
    "INCORRECT_PRICING": "price_wrong",
    "ORDER_TOO_SMALL": "below_minimum",
    "REJECT_INTERNATIONAL_ORDER": "cannot_ship",
    "RETAILER_NOT_GOOD_FIT": "other",
    "OTHER": "other",
}


_ADDRESS = {
    "name": "name",
    "company": "company_name",
    "line1": "address1",
    "line2": "address2",
    "city": "city",
    "postal_code": "postal_code",
    "phone": "phone_number",
}


class FaireJson(JsonExport):
    source = "faire-json"
    same_as = ("faire-json",)
    kind = "faire_orders"
    necessary = (("id",), ("created_at",), ("state",), ("items",))
    known = frozenset(
        {
            "id",
            "display_id",
            "created_at",
            "updated_at",
            "state",
            "items",
            "shipments",
            "address",
            "payout_costs",
            "payment_initiated_at",
            "customer",
            "brand_discounts",
            "processing_at",
            "cancellation",
            "cancel_reason",
            "cancel_note",
            "brand_name",
        }
    )
    nameless = "Imported from Faire"

    def name_of(self, order: Fields) -> str:
        return order.text("display_id", "id")

    def order(self, order: Fields, name: str, line_number: int) -> ParsedOrder:
        name, number = (no_longer_than(text, most=55, what="id") for text in (name, order.text("id")))
        state = order.text("state").upper()
        if state not in (*PLACED, *ACCEPTED, *SENT, *CANCELLED):
            raise Unreadable("unknown_state", text=quoted(state))
        placed_at = order.at("created_at", zone=self.options.zone)
        if placed_at is None or not number:
            raise Unreadable("not_called_or_placed")
        changed_at = order.at("updated_at", zone=self.options.zone) or placed_at
        items = _items(order, state)
        currency, lines = _lines(items, self.maker(order.text("brand_name")), sent=state in SENT)
        discount = _discount(order)
        total = sum(line.total for line in lines) - discount
        if total < 0:
            raise Unreadable("more_off_than_it_costs")
        sent_at = self._sent_at(order, changed_at) if state in SENT else None
        cancellation = order.inner("cancellation")
        return in_order(
            ParsedOrder(
                line_number=line_number,
                name=name,
                reference=" ".join(dict.fromkeys((name, number))),
                identity=number,
                currency=currency,
                placed_at=placed_at,
                buyer=_buyer(order, name),
                lines=lines,
                payment=captured(total, 0) if order.has("payment_initiated_at") else ParsedPayment(),
                discount=discount,
                ship_to=_ship_to(order),
                status=state,
                accepted_at=placed_at if state in ACCEPTED else None,
                shipped_at=sent_at,
                completed_at=max(changed_at, sent_at) if sent_at and state == "DELIVERED" else None,
                cancelled_at=changed_at if state in CANCELLED else None,
                cancel_reason=REASONS.get(
                    (order.text("cancel_reason") or cancellation.text("reason")).upper(), "cancelled_elsewhere"
                ),
                explanation=shortened(order.text("cancel_note") or cancellation.text("note"), most=1000),
            )
        )

    def _sent_at(self, order: Fields, changed_at: datetime) -> datetime:
        moments = [one.at("created_at", zone=self.options.zone) for one in order.rows("shipments")]
        return max((at for at in moments if at), default=changed_at)


def _items(order: Fields, state: str) -> list[Fields]:
    """Those that belong to it still; all, where all of it was cancelled. Raises Unreadable."""
    every = list(order.rows("items"))
    if not every:
        raise Unreadable("no_items")
    left = [item for item in every if item.text("state").upper() not in CANCELLED]
    if state in CANCELLED:
        return every
    if not left:
        raise Unreadable("contradicts_itself", state=state)
    return left


def _lines(items: list[Fields], maker: str, *, sent: bool) -> tuple[str, tuple[ParsedLine, ...]]:
    prices = [_price(item) for item in items]
    if len({currency for currency, _ in prices}) > 1:
        raise Unreadable("several_currencies")
    lines = []
    for item, (_, price) in zip(items, prices, strict=True):
        title = ", ".join(filter(None, (item.text("product_name"), item.text("variant_name"))))
        if not title:
            raise Unreadable("item_without_product_name")
        line = ParsedLine(
            maker=no_longer_than(maker, most=MAX_NAME_LENGTH, what="brand_name"),
            title=shortened(title, most=MAX_TITLE_LENGTH),
            sku=sku_of(item.text("sku")),
            quantity=item.whole("quantity", least=1),
            unit_price=price,
            sent=sent,
        )
        if line.quantity > 2_147_483_647 or line.total > MAX_MONEY:
            raise Unreadable("item_too_large", title=quoted(title))
        lines.append(line)
        if item.is_true("includes_tester"):
            _, price = _price(item, "tester_price")
            lines.append(
                replace(line, title=shortened(f"{title}, tester", most=MAX_TITLE_LENGTH), quantity=1, unit_price=price)
            )
    return prices[0][0], tuple(lines)


def _price(item: Fields, what: str = "price") -> tuple[str, int]:
    """The currency and the price; `price_cents` (of US dollars) is what older exports have instead."""
    price = item.inner(what)
    if price.has("amount_minor"):
        return currency_of(price.text("currency")), price.whole("amount_minor")
    if not item.has(f"{what}_cents"):
        raise Unreadable("item_without_price")
    return "USD", item.whole(f"{what}_cents")


def _discount(order: Fields) -> int:
    told = order.inner("payout_costs").inner("total_brand_discounts")
    if told.has("amount_minor"):
        return told.whole("amount_minor")
    discounts = [(one, one.inner("discount_amount")) for one in order.rows("brand_discounts")]
    return sum(
        amount.whole("amount_minor") if amount.has("amount_minor") else one.whole("discount_amount_cents")
        for one, amount in discounts
    )


def _buyer(order: Fields, name: str) -> ParsedBuyer:
    address, customer = order.inner("address"), order.inner("customer")
    person = joined(customer.text("first_name"), customer.text("last_name"))
    names = (address.text("company_name"), address.text("name"), person)
    return ParsedBuyer(
        name=first_name(names, email=customer.text("email"), otherwise=f"Unknown buyer {name}"),
        place=shortened(named(address.text("city")), most=120),
        country=_two_letters(address.text("country_code").upper()),
    )


def _ship_to(order: Fields) -> Address | None:
    address = order.inner("address")
    lines = {name: address.text(theirs) for name, theirs in _ADDRESS.items()}
    region = address.text("state_code", "state")
    return read_address({**lines, "region": region, "country": _two_letters(address.text("country_code").upper())})


def _two_letters(code: str) -> str:
    """CAN is CA; what nobody knows is left out."""
    if len(code) == 3 and code.isascii() and code.isalpha():
        code = (get_global("territory_aliases").get(code) or [""])[0]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""
