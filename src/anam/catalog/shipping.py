"""Where a maker ships to, and the most that it costs there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from anam.catalog.models import ShippingRate, Storefront
from anam.postal.countries import country_named
from anam.words import listed

ELSEWHERE = ""


@dataclass(frozen=True)
class ShippingTerms:
    """What one maker's shipping costs at most, in minor units of the storefront's currency, by country."""

    anywhere: int
    rates: Mapping[str, int] = field(default_factory=dict)

    def to(self, country: str) -> int | None:
        """The most that one order's shipping costs there; None where they do not ship there."""
        if not self.rates:
            return self.anywhere
        return self.rates.get(country, self.rates.get(ELSEWHERE))

    @property
    def most(self) -> int:
        """The most that it costs wherever they ship to."""
        return max(self.rates.values(), default=self.anywhere)

    @property
    def places(self) -> str:
        """Where they ship to, in words: 'Ireland, France and 3 more'."""
        names = sorted(country_named(country) for country in self.rates if country)
        return listed([*names, *(["elsewhere"] if ELSEWHERE in self.rates else [])], most=3)


def shipping_terms(fronts: Iterable[Storefront]) -> dict[int, ShippingTerms]:
    """Those of each storefront, by its maker's id. One query."""
    wanted = {front.maker_id: front.shipping for front in fronts}
    rates: dict[int, dict[str, int]] = {maker_id: {} for maker_id in wanted}
    for rate in ShippingRate.objects.filter(maker__in=wanted):
        rates[rate.maker_id][rate.country] = rate.shipping
    return {maker_id: ShippingTerms(anywhere, rates[maker_id]) for maker_id, anywhere in wanted.items()}
