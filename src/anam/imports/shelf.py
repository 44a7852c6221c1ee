"""Where the variants of a product belong among what its maker has: known by their key, or new, and under which SKU."""

from dataclasses import dataclass

from django.db.models import Q

from anam.catalog.models import MAX_GROUP_LENGTH, Product, ProductQuerySet
from anam.imports.cells import MAX_SKU_LENGTH
from anam.imports.parsed_products import ParsedProduct, ParsedVariant
from anam.people.models import Maker


@dataclass
class Shelf:
    """What the maker has that one product of a file may be, locked: by what an import knows it by, and by SKU."""

    of_product: str
    wanted: set[str]
    by_key: dict[str, Product]
    nobodys: dict[str, Product]  # those that no import has brought, by SKU
    taken: dict[str, str]  # by SKU, the key of what has it

    @classmethod
    def of(cls, maker: Maker, parsed: ParsedProduct) -> "Shelf":
        own = list(those_near(maker, parsed).order_by("id").select_for_update(no_key=True))
        return cls(
            of_product=parsed.key,
            wanted={one.key for one in parsed.variants},
            by_key={one.source_key: one for one in own if one.source_key},
            nobodys={one.sku: one for one in own if not one.source_key},
            taken={one.sku: one.source_key for one in own},
        )

    def place_of(self, variant: ParsedVariant) -> tuple[Product | None, str]:
        """The product that `variant` is, None for a new one; and the SKU that it has from now on."""
        product = self.by_key.get(variant.key) or self._taken_over(variant)
        sku = self._sku(variant, product)
        if product and product.sku != sku and self.taken.get(product.sku) == variant.key:
            del self.taken[product.sku]
        self.taken[sku] = variant.key
        return product, sku

    def group_of(self, maker: Maker, parsed: ParsedProduct) -> str:
        """What its variants are together: as it is called, unless another product of the maker's is called so."""
        others = Product.objects.of_maker(maker).filter(group=parsed.group)
        if not parsed.group or not others.exclude(source_key__startswith=parsed.key).exclude(source_key="").exists():
            return parsed.group
        ending = f" ({parsed.name[:100]})"
        return f"{parsed.group[: MAX_GROUP_LENGTH - len(ending)]}{ending}"

    def _taken_over(self, variant: ParsedVariant) -> Product | None:
        """Of the same SKU and known by nothing else; or another variant of this product, which is there no longer."""
        sku = variant.sku or variant.made_sku
        if found := self.nobodys.pop(sku, None):
            return found
        key = self.taken.get(sku, "")
        if key.startswith(self.of_product) and key not in self.wanted:
            return self.by_key.pop(key, None)
        return None

    def _sku(self, variant: ParsedVariant, product: Product | None) -> str:
        """Its own; where another product has that, the one that is made of what it is called there."""
        if product and not variant.sku:
            return product.sku
        for sku in filter(None, (variant.sku, variant.made_sku)):
            if sku not in self.taken or self.taken[sku] == variant.key or (product and product.sku == sku):
                return sku
        return f"{variant.made_sku[: MAX_SKU_LENGTH - 9]}-{variant.key[-8:]}"


def those_near(maker: Maker, parsed: ParsedProduct) -> ProductQuerySet:
    """The products of `maker` that share a key or a SKU with `parsed`."""
    skus = {sku for one in parsed.variants for sku in (one.sku, one.made_sku) if sku}
    return Product.objects.of_maker(maker).filter(Q(source_key__startswith=parsed.key) | Q(sku__in=skus))
