"""Addresses that an import brings, some hundred at once: what PostalAddress.objects.add writes one by one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from anam.bulk import insert
from anam.postal.address import Address
from anam.postal.models import PostalAddress


@dataclass(frozen=True)
class _Row:
    name: str
    company: str
    line1: str
    line2: str
    city: str
    region: str
    postal_code: str
    country: str
    phone: str
    doubts: str
    added_at: object


def add_addresses(addresses: Sequence[Address], *, at: object) -> list[int]:
    """Their ids, in the same order; what seems wrong with one is noted. `at` is now, in UTC."""
    rows = [_Row(**vars(one), doubts=json.dumps(sorted(one.doubts)), added_at=at) for one in addresses]
    return insert(PostalAddress, rows)
