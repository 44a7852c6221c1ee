"""Where an order is sent, as another system says it: kept as it came, and flagged where it seems wrong."""

from collections.abc import Mapping

from anam.imports.cells import tidy
from anam.postal.address import Address
from anam.refusals import Refused


def read_address(told: Mapping[str, str]) -> Address | None:
    """The address of some fields of Address. None where they say nothing, or their country is none: nothing refuses it.

    Shopify writes postal codes with an apostrophe before them, lest a spreadsheet take them for numbers.
    """
    read = {name: tidy(text) for name, text in told.items()}
    read["postal_code"] = read.get("postal_code", "").removeprefix("'")
    try:
        address = Address.read(read)
    except Refused:
        return None
    return None if address.is_empty else address
