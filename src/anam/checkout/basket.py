"""A basket over several makers, as it would be checked out now."""

import hashlib
import json
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least

from anam.catalog.closing import closed_words
from anam.catalog.models import MAX_OF_ONE, Product, Storefront
from anam.catalog.quantities import next_quantity, previous_quantity, why_not_so_many
from anam.catalog.shipping import ShippingTerms, shipping_terms
from anam.checkout.models import BasketLine
from anam.people.models import Buyer, Maker
from anam.postal.countries import country_named
from anam.refusals import Refused
from anam.words import money


@dataclass
class Part:
    """What one maker would get, sent to the country `to`, "" where that is not known. Minor units of `currency`."""

    maker: Maker
    front: Storefront
    terms: ShippingTerms
    to: str = ""
    lines: list[BasketLine] = field(default_factory=list)
    closed: str = ""
    """Why its maker takes no orders for a time, in words; "" while they do."""

    @property
    def currency(self) -> str:
        return self.front.currency

    @property
    def goods(self) -> int:
        return sum(line.quantity * line.product.unit_price for line in self.lines)

    @property
    def missing(self) -> int:
        """What its goods still have to come to until they reach the maker's minimum."""
        return max(self.front.order_minimum - self.goods, 0)

    @property
    def total(self) -> int:
        return self.goods + self.shipping

    @property
    def shipping(self) -> int:
        """The most that its shipping costs there; where that is not known, or they do not ship there, anywhere."""
        cost = self.terms.to(self.to) if self.to else None
        return self.terms.most if cost is None else cost

    @property
    def wrong(self) -> list[str]:
        """Why this part cannot be ordered as it is, in words."""
        return [*self._closed, *self._below_minimum, *self._not_so]

    @property
    def besides(self) -> list[str]:
        """The same without that the maker's minimum is not reached: the way there is shown."""
        return [*self._closed, *self._not_so]

    @property
    def _closed(self) -> list[str]:
        if not self.front.open:
            return [f"{self.maker.name} takes no orders at the moment."]
        return [self.closed] if self.closed else []

    @property
    def _below_minimum(self) -> list[str]:
        if not self.missing:
            return []
        missing, least = (money(sum_, self.currency) for sum_ in (self.missing, self.front.order_minimum))
        return [f"Add {missing} more to check out: {self.maker.name} takes orders from {least}."]

    @property
    def _not_so(self) -> list[str]:
        """What stands in the way of where it goes, and of each line."""
        found: list[str] = []
        if self.to and self.terms.to(self.to) is None:
            found.append(f"{self.maker.name} does not ship to {country_named(self.to)}.")
        for line in self.lines:
            if line.product.retired_at:
                found.append(f"“{line.product.title}” is not sold any more.")
            elif line.product.stock is not None and line.product.stock < line.quantity:
                found.append(f"There are only {line.product.stock} of “{line.product.title}”.")
            elif words := why_not_so_many(line.product, line.quantity):
                found.append(words)
        return found


def preview_token(parts: list[Part]) -> str:
    """The same for the same goods at the same prices: the form carries it, to order what it announced."""
    shown = [
        (
            part.currency,
            part.shipping,
            part.to,
            [(line.product.pk, line.quantity, line.product.unit_price) for line in part.lines],
        )
        for part in parts
    ]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]


def for_basket(product_id: int) -> Product | None:
    """The product of that id, if shops see it at the moment: not retired, from an open storefront."""
    on_sale = Product.objects.for_sale().filter(maker__storefront__open=True)
    return on_sale.select_related("maker__storefront").filter(pk=product_id).first()


def parts_of(buyer: Buyer, *, to: str = "") -> list[Part]:
    """The basket of `buyer`, by maker, as it would be sent to the country `to`."""
    lines = BasketLine.objects.filter(buyer=buyer).select_related("product__maker__storefront")
    found = list(lines.order_by("product__maker__name", "product__title"))
    terms = shipping_terms([line.product.maker.storefront for line in found])
    parts: dict[int, Part] = {}
    for line in found:
        maker = line.product.maker
        if maker.pk not in parts:
            front = maker.storefront
            parts[maker.pk] = Part(maker, front, terms[maker.pk], to, closed=closed_words(front))
        parts[maker.pk].lines.append(line)
    return list(parts.values())


def put_in(buyer: Buyer, product: Product, quantity: int) -> int:
    """Add so many of `product` to the basket; the answer is how many it holds then, at most MAX_OF_ONE.

    Raises Refused, with the basket as it was, where its maker takes no orders for a time ("storefront_closed") or does
    not sell so many ("quantity_not_sold").
    """
    if words := closed_words(product.maker.storefront):
        raise Refused.because("storefront_closed", words)
    quantity = min(quantity, MAX_OF_ONE)
    with transaction.atomic():
        line, new = BasketLine.objects.get_or_create(buyer=buyer, product=product, defaults={"quantity": quantity})
        if not new:  # one relative update, so that two members who add at once both count
            BasketLine.objects.filter(pk=line.pk).update(quantity=Least(F("quantity") + quantity, MAX_OF_ONE))
            line.refresh_from_db()
        _check(product, line.quantity)
    return line.quantity


def set_to(buyer: Buyer, product_id: int, quantity: int, *, step: int = 0) -> None:
    """Have exactly so many of a product that is in the basket; none takes it out, even where it is retired.

    With a `step` of 1 or -1, the next quantity above or below that which its maker sells. Raises Refused
    ("quantity_not_sold"), with the basket as it was.
    """
    line = BasketLine.objects.filter(buyer=buyer, product=product_id).select_related("product").first()
    if line is None:
        return
    if step:
        quantity = (next_quantity if step > 0 else previous_quantity)(line.product, quantity)
    lines = BasketLine.objects.filter(pk=line.pk)
    if quantity < 1:
        lines.delete()
    else:
        quantity = min(quantity, MAX_OF_ONE)
        _check(line.product, quantity)
        lines.update(quantity=quantity)


def _check(product: Product, quantity: int) -> None:
    if words := why_not_so_many(product, quantity):
        raise Refused.because("quantity_not_sold", words)
