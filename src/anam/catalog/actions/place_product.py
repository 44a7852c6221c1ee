from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField

from anam.catalog.models import Product
from anam.compiled import Bound, CompiledQuery
from anam.people.models import Maker
from anam.sql import execute

_PLACE = """
UPDATE product SET position = placed.position
FROM unnest(%(products)s::bigint[], %(positions)s::int[]) placed (id, position)
WHERE product.id = placed.id AND product.position <> placed.position
"""


@transaction.atomic
def place_product(product: Product, *, place: int) -> None:
    """Put a product that is for sale, with its variants, at `place` of its maker's storefront, from 1."""
    own = Product.objects.of_maker(product.maker)
    list(own.order_by("pk").select_for_update(no_key=True).values_list("pk"))  # in that order, as stock locks them
    cards = cards_of(product.maker)
    card = next((one for one in cards if product.pk in one), None)
    if card is None:
        return
    cards.remove(card)
    cards.insert(min(max(place, 1), len(cards) + 1) - 1, card)
    placed = [(pk, position) for position, one in enumerate(cards, 1) for pk in one]
    execute(_PLACE, {"products": [pk for pk, _ in placed], "positions": [position for _, position in placed]})


def cards_of(maker: Maker) -> list[list[int]]:
    """The ids of what stands on the storefront of `maker`, in its order; variants are one."""
    cards: dict[object, list[int]] = {}
    for product in _FOR_SALE.all(maker=maker.pk):
        cards.setdefault(product["group"] or product["pk"], []).append(product["pk"])
    return list(cards.values())


def _for_sale() -> Any:
    return Product.objects.of_maker(Bound("maker", BigIntegerField())).for_sale().values("pk", "group")


_FOR_SALE: CompiledQuery[dict[str, Any]] = CompiledQuery(_for_sale)
