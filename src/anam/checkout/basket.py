"""A basket over several makers, as it would be checked out now."""

from dataclasses import dataclass, field

from anam.catalog.models import Product, Storefront
from anam.checkout.models import BasketLine
from anam.people.models import Buyer, Maker
from anam.words import money

MOST_OF_ONE = 9_999


@dataclass
class Part:
    """What one maker would get: money in minor units of `currency`."""

    maker: Maker
    front: Storefront
    lines: list[BasketLine] = field(default_factory=list)

    @property
    def currency(self) -> str:
        return self.front.currency

    @property
    def goods(self) -> int:
        return sum(line.quantity * line.product.unit_price for line in self.lines)

    @property
    def total(self) -> int:
        return self.goods + self.front.shipping

    @property
    def wrong(self) -> list[str]:
        """Why this part cannot be ordered as it is, in words."""
        found = []
        if not self.front.open:
            found.append(f"{self.maker.name} takes no orders at the moment.")
        if self.goods < self.front.order_minimum:
            missing = money(self.front.order_minimum - self.goods, self.currency)
            least = money(self.front.order_minimum, self.currency)
            found.append(f"{self.maker.name} takes orders from {least}: {missing} more is needed.")
        for line in self.lines:
            if line.product.retired_at:
                found.append(f"“{line.product.title}” is not sold any more.")
            elif line.product.stock is not None and line.product.stock < line.quantity:
                found.append(f"There are only {line.product.stock} of “{line.product.title}”.")
        return found


def parts_of(buyer: Buyer) -> list[Part]:
    """The basket of `buyer`, by maker."""
    lines = BasketLine.objects.filter(buyer=buyer).select_related("product__maker__storefront")
    parts: dict[int, Part] = {}
    for line in lines.order_by("product__maker__name", "product__title"):
        maker = line.product.maker
        parts.setdefault(maker.pk, Part(maker, maker.storefront)).lines.append(line)
    return list(parts.values())


def put_in(buyer: Buyer, product: Product, quantity: int) -> int:
    """Add so many of `product` to the basket; the answer is how many it holds then, at most MOST_OF_ONE."""
    line, _ = BasketLine.objects.get_or_create(buyer=buyer, product=product, defaults={"quantity": 0})
    return set_to(buyer, product, min(line.quantity + quantity, MOST_OF_ONE))


def set_to(buyer: Buyer, product: Product, quantity: int) -> int:
    """Have exactly so many of `product` in the basket; none takes it out."""
    lines = BasketLine.objects.filter(buyer=buyer, product=product)
    if quantity < 1:
        lines.delete()
        return 0
    lines.update(quantity=min(quantity, MOST_OF_ONE))
    return min(quantity, MOST_OF_ONE)
