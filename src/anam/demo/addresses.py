"""Where the demo's shops have their orders sent: streets that are nowhere, the preferred one of a shop first."""

from anam.demo.cast import PEOPLE, STOCKISTS
from anam.people.models import Buyer, User
from anam.postal.actions.keep_address import keep_address
from anam.postal.address import Address

_NAMES = {person.party: person.name for person in PEOPLE}
_SHOPS = {shop.slug: shop.name for shop in STOCKISTS}


def _of(party: str, line1: str, city: str, region: str, postal_code: str, country: str, line2: str = "") -> Address:
    return Address(_NAMES[party], _SHOPS[party], line1, line2, city, region, postal_code, country)


ADDRESSES = {
    "harbor-and-pine": (
        _of("harbor-and-pine", "14 Lantern Wharf", "Portland", "ME", "04101", "US"),
        _of("harbor-and-pine", "220 Tidewater Road", "Portland", "ME", "04103", "US", "Stockroom, rear door"),
    ),
    "north-quay": (_of("north-quay", "7 Mooring Row", "Bristol", "", "BS1 6XN", "GB"),),
    "saltmarsh-general": (_of("saltmarsh-general", "31 Egret Street", "Beaufort", "SC", "29902", "US"),),
    "kestrel-books": (_of("kestrel-books", "2 Falcon Yard", "Hay-on-Wye", "", "HR3 5DB", "GB"),),
    "maison-lune": (_of("maison-lune", "18 rue des Canuts", "Lyon", "", "69001", "FR", "2e étage"),),
    "lighthouse-museum-shop": (
        _of("lighthouse-museum-shop", "1 Fresnel Point", "Astoria", "OR", "97103", "US", "Museum entrance"),
    ),
}


def write_addresses(buyers: dict[str, Buyer], people: dict[str, User]) -> None:
    """Give each shop its addresses."""
    by_party = {person.party: people[person.email] for person in reversed(PEOPLE)}
    for slug, addresses in ADDRESSES.items():
        for address in addresses:
            keep_address(address, buyer=buyers[slug], by=by_party[slug])
