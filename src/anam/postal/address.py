"""A postal address as people write it: plain values, wherever it comes from, and what seems wrong with it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self

from anam.postal.countries import is_country
from anam.postal.shapes import region_of, shape_of
from anam.refusals import Refused
from anam.words import visible

MAX_LENGTH = 255


@dataclass(frozen=True)
class Address:
    """Where something is sent. `country` is an ISO 3166 alpha-2 code; `region` as its country writes it."""

    name: str = ""
    company: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    phone: str = ""

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """From fields of those names, as far as they can be seen; what else is told is passed over.

        The country's code is in capitals, and a region that has a code gets it. Nothing else is changed, refused or
        guessed. Raises Refused ("no_such_country").
        """
        read = {name: _line(told.get(name)) for name in FIELDS}
        read["country"] = read["country"].upper()
        if not is_country(read["country"]):
            raise Refused.because("no_such_country", "Choose a country.")
        return cls(**{**read, "region": region_of(read["country"], read["region"])})

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing but a country."""
        return not any(asdict(replace(self, country="")).values())

    @property
    def doubts(self) -> dict[str, str]:
        """What seems wrong with it, in words, by field: a warning, never a reason to refuse it."""
        return shape_of(self.country, self.region).doubts_about(asdict(self))


FIELDS = tuple(field.name for field in fields(Address))


def _line(value: Any) -> str:
    return " ".join(visible("" if value is None else str(value)).split())[:MAX_LENGTH].strip()
