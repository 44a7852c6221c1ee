"""The countries of ISO 3166, by their two letters, and what they are called."""

from functools import cache

from babel import Locale
from django.utils.translation import get_language

# What Unicode names with two letters and is no country: unions, and parts of one that have no code of their own.
_NONE = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])


@cache
def names_of_countries(language: str = "") -> dict[str, str]:
    """Every country's name in `language` (the reader's, if not given), by its code; in the order of the names."""
    locale = Locale.parse(language or get_language() or "en", sep="-")
    names = {code: str(name) for code, name in locale.territories.items() if len(code) == 2 and code.isalpha()}
    return dict(sorted(((code, name) for code, name in names.items() if code not in _NONE), key=lambda one: one[1]))


def country_named(code: str) -> str:
    """The name of that country in the reader's language; the code itself where it is none."""
    return names_of_countries().get(code, code)


def is_country(code: str) -> bool:
    return code in names_of_countries("en")
