"""The time zones that people choose from, by region."""

from functools import cache
from zoneinfo import available_timezones

_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def known_zones() -> frozenset[str]:
    """The zones named after a place, and UTC."""
    return frozenset(zone for zone in available_timezones() if zone.split("/", 1)[0] in _REGIONS) | {"UTC"}


def zones_by_region(*, also: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """For each region its zones and what they are called; `also` is there, whatever it is."""
    regions: dict[str, list[tuple[str, str]]] = {}
    for zone in sorted(known_zones() | {also}):
        region, _, place = zone.partition("/")
        regions.setdefault(region if place else "Everywhere", []).append((zone, (place or zone).replace("_", " ")))
    return sorted(regions.items())
