"""An address as it is written on a parcel: line by line, in its country's order."""

import re
from dataclasses import asdict, replace

from anam.postal.address import Address
from anam.postal.countries import country_named
from anam.postal.shapes import format_of, region_written

_LETTERS = {"N": "name", "O": "company", "C": "city", "S": "region", "Z": "postal_code"}


def lines_of(address: Address, *, with_phone: bool = False) -> list[str]:
    """The lines of `address` without what it does not say, the country's name last, or the phone where asked for.

    What the format of its country has no place for stands before the country's name.
    """
    address = replace(address, region=region_written(address.country, address.region))
    style = format_of(address.country, latin=all(text.isascii() for text in asdict(address).values()))
    written = [_filled_in(line, address) for line in style.split("%n")]
    besides = [getattr(address, name) for letter, name in _LETTERS.items() if f"%{letter}" not in style]
    lines = [line for filled in written for line in filled if line] + [text for text in besides if text]
    phone = [address.phone] if with_phone and address.phone else []
    return [*lines, country_named(address.country), *phone]


def _filled_in(line: str, address: Address) -> list[str]:
    """One line of the format; the street is up to two."""
    if "%A" in line:
        return [address.line1, address.line2]
    text = re.sub(r"%(.)", lambda found: str(getattr(address, _LETTERS.get(found[1], ""), "")), line)
    return [" ".join(text.split()).strip(" ,-–/")]


def in_short(address: Address) -> str:
    """As it is listed: 'Harbor & Pine, 12 Wharf St, Portland, United States'."""
    parts = [address.company or address.name, address.line1, address.city, country_named(address.country)]
    return ", ".join(part for part in parts if part)


def place_only(address: Address) -> Address:
    """What a maker still sees of it once they need it no more: city and country."""
    return Address(city=address.city, country=address.country)
