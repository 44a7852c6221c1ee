"""How many decimals the unit of a currency has: ISO 4217's, for money that is read, kept and printed alike (M10).

From list one of ISO 4217 as its maintenance agency (SIX) publishes it, and list three for what it has retired. Not
CLDR's: those are digits that people write in shops, and leave out the cents of a dozen currencies that have them.
"""

import re
from decimal import Decimal

_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_FOUR = "CLF UYW"
# Of thousands, and as India groups what is above them; never one for a decimal point.
_WITH_COMMAS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{2,3})*,[0-9]{3}(\.[0-9]*)?")
_DECIMALS = {code: places for codes, places in ((_NONE, 0), (_THREE, 3), (_FOUR, 4)) for code in codes.split()}


def decimals(currency: str) -> int:
    """Of the ISO 4217 code `currency`: 2 for "EUR", 0 for "JPY", 3 for "KWD"; 2 for all that the list does not name."""
    return _DECIMALS.get(currency, 2)


def minor_units(typed: str, currency: str) -> int | None:
    """What somebody typed as a sum of `currency`, in minor units: "14.50" of USD is 1450. None where it is no sum.

    "1,450.00" is one; "14,50" is none, for that may mean a hundredth of what it would be read as.
    """
    typed = typed.strip()
    if "," in typed and not _WITH_COMMAS.fullmatch(typed):
        return None
    try:
        amount = Decimal(typed.replace(",", "")).scaleb(decimals(currency))
    except ArithmeticError:
        return None
    return int(amount) if amount.is_finite() and amount == amount.to_integral_value() and abs(amount) < 10**15 else None


def as_typed(minor: int, currency: str) -> str:
    """`minor` units as somebody would type them: 1450 of USD is "14.50"."""
    return str(Decimal(minor).scaleb(-decimals(currency)))
