"""A basket over several makers, as it would be checked out now."""

import hashlib
import json
from dataclasses import dataclass, field

from django.db.models import F
from django.db.models.functions import Least

from anam.catalog.models import MAX_OF_ONE, Product, Storefront
from anam.catalog.shipping import ShippingTerms, shipping_terms
from anam.checkout.models import BasketLine
from anam.people.models import Buyer, Maker
from anam.postal.countries import country_named
from anam.words import money


@dataclass
class Part:
    """What one maker would get, sent to the country `to`, "" where that is not known. Minor units of `currency`."""

    maker: Maker
    front: Storefront
    terms: ShippingTerms
    to: str = ""
    lines: list[BasketLine] = field(default_factory=list)

    @property
    def currency(self) -> str:
        return self.front.currency

    @property
    def goods(self) -> int:
        return sum(line.quantity * line.product.unit_price for line in self.lines)

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
        found = []
        if not self.front.open:
            found.append(f"{self.maker.name} takes no orders at the moment.")
        if self.goods < self.front.order_minimum:
            missing = money(self.front.order_minimum - self.goods, self.currency)
            least = money(self.front.order_minimum, self.currency)
            found.append(f"Add {missing} more to check out: {self.maker.name} takes orders from {least}.")
        if self.to and self.terms.to(self.to) is None:
            found.append(f"{self.maker.name} does not ship to {country_named(self.to)}.")
        for line in self.lines:
            if line.product.retired_at:
                found.append(f"“{line.product.title}” is not sold any more.")
            elif line.product.stock is not None and line.product.stock < line.quantity:
                found.append(f"There are only {line.product.stock} of “{line.product.title}”.")
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
    """The product of that id, if shops can buy it at the moment: not retired, from an open storefront."""
    on_sale = Product.objects.for_sale().filter(maker__storefront__open=True)
    return on_sale.select_related("maker").filter(pk=product_id).first()


def parts_of(buyer: Buyer, *, to: str = "") -> list[Part]:
    """The basket of `buyer`, by maker, as it would be sent to the country `to`."""
    lines = BasketLine.objects.filter(buyer=buyer).select_related("product__maker__storefront")
    found = list(lines.order_by("product__maker__name", "product__title"))
    terms = shipping_terms([line.product.maker.storefront for line in found])
    parts: dict[int, Part] = {}
    for line in found:
        maker = line.product.maker
        parts.setdefault(maker.pk, Part(maker, maker.storefront, terms[maker.pk], to)).lines.append(line)
    return list(parts.values())


def put_in(buyer: Buyer, product: Product, quantity: int) -> int:
    """Add so many of `product` to the basket; the answer is how many it holds then, at most MOST_OF_ONE."""
    quantity = min(quantity, MAX_OF_ONE)
    line, new = BasketLine.objects.get_or_create(buyer=buyer, product=product, defaults={"quantity": quantity})
    if not new:  # one relative update, so that two members who add at once both count
        BasketLine.objects.filter(pk=line.pk).update(quantity=Least(F("quantity") + quantity, MAX_OF_ONE))
        line.refresh_from_db()
    return line.quantity


def set_to(buyer: Buyer, product_id: int, quantity: int) -> None:
    """Have exactly so many of a product that is in the basket; none takes it out, even where it is retired."""
    lines = BasketLine.objects.filter(buyer=buyer, product=product_id)
    if quantity < 1:
        lines.delete()
    else:
        lines.update(quantity=min(quantity, MAX_OF_ONE))
