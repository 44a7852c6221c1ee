"""One table says how many decimals a currency has; what is read is printed again as it was."""

from decimal import Decimal

import pytest

from anam.currencies import as_typed, decimals
from anam.currencies import minor_units as typed_units
from anam.imports.cells import minor_units
from anam.words import money

CENTS_THAT_CLDR_LEAVES_OUT = "AFN ALL IRR KPW LAK LBP MGA MMK RSD SOS SYP YER"


@pytest.mark.parametrize(
    ("codes", "places"),
    [
        (CENTS_THAT_CLDR_LEAVES_OUT, 2),
        ("USD EUR GBP HUF TWD COP PKR MRU", 2),
        ("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", 0),
        ("BHD IQD JOD KWD LYD OMR TND", 3),
        ("CLF UYW", 4),
    ],
)
def test_a_currency_has_the_decimals_that_iso_4217_gives_it(codes: str, places: int) -> None:
    assert {code: decimals(code) for code in codes.split()} == dict.fromkeys(codes.split(), places)


@pytest.mark.parametrize("code", f"{CENTS_THAT_CLDR_LEAVES_OUT} IQD KWD JPY KRW CLF USD EUR GBP CAD AUD INR".split())
def test_what_is_read_of_a_currency_is_printed_to_its_last_unit(code: str) -> None:
    written = f"{Decimal(1234567).scaleb(-decimals(code)):f}"
    minor = minor_units(written, currency=code, what="Total")
    shown = "".join(character for character in money(minor, code) if character in "0123456789.")
    assert (minor, shown) == (1234567, written)


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("14.50", 1450),
        (" 14.5 ", 1450),
        ("1,450.00", 145_000),
        ("1,00,000", 10_000_000),
        ("1,234,567.89", 123_456_789),
        ("14,50", None),
        ("14,5", None),
        ("1,4500", None),
        ("1,450,0", None),
        (",450", None),
        ("1.450,00", None),
        ("", None),
        ("14.505", None),
        ("$14.50", None),
        ("NaN", None),
        ("Infinity", None),
        ("9" * 40, None),
    ],
)
def test_what_is_typed_is_a_sum_or_none_and_a_comma_is_no_decimal_point(typed: str, minor: int | None) -> None:
    assert typed_units(typed, "USD") == minor
    if minor is not None:
        assert typed_units(as_typed(minor, "USD"), "USD") == minor
