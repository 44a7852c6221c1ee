"""Amounts as Stripe takes them: its units, its least and its greatest charge. Where a source is unsure, no.

From docs.stripe.com/currencies (2026). Its list of least charges names two dozen currencies; the rest is the equivalent
of the account's own, for which the stand-in has an estimate that is rather too high. The page gives two different
numbers of digits for the greatest charge in COP, HUF, JPY and LBP: the stand-in keeps to eight, as in the others.
"""

from tests.stripe_stand_in.errors import ApiError, invalid

_TAKEN = (
    "usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp"
    " cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr"
    " isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn"
    " myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rwf sar sbd scr sek sgd shp sle sos"
    " srd szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw"
)
TAKEN = frozenset(_TAKEN.split())
ZERO_DECIMAL = frozenset(
    ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"]
)
THREE_DECIMAL = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])
WHOLE_HUNDREDS = frozenset(["isk", "ugx"])  # no decimals, and written with two all the same

_LEAST = {
    **dict.fromkeys(["usd", "aud", "brl", "cad", "chf", "eur", "inr", "nzd", "sgd"], 50),
    **dict.fromkeys(["aed", "myr", "pln", "ron"], 200),
    **dict.fromkeys(["nok", "sek"], 300),
    **dict.fromkeys(["mxn", "thb"], 1000),
    "gbp": 30,
    "czk": 1500,
    "dkk": 250,
    "hkd": 400,
    "huf": 17_500,
    "jpy": 50,
    # Our estimates of half a dollar, rounded up.
    "bhd": 250,
    "jod": 400,
    "kwd": 200,
    "omr": 250,
    "tnd": 2000,
    "clp": 600,
    "krw": 900,
    "vnd": 15_000,
    "xaf": 400,
    "xof": 400,
    "xpf": 80,
    "pyg": 5000,
    "rwf": 1000,
    "isk": 10_000,
    "ugx": 300_000,
    "idr": 1_000_000,
    "cop": 300_000,
    "zar": 1500,
    "try": 3000,
    "cny": 500,
    "ils": 250,
}
_GREATEST = {"idr": 999_999_999_999, "inr": 999_999_999}
_NO_CODE: None = None  # Stripe's own code for these two is not documented: nobody should depend on one


def least(currency: str) -> int:
    """Of a currency that the page does not name and we did not estimate: a hundred whole units."""
    units = 1 if currency in ZERO_DECIMAL else 1000 if currency in THREE_DECIMAL else 100
    return _LEAST.get(currency, 100 * units)


def greatest(currency: str) -> int:
    return _GREATEST.get(currency, 99_999_999)


def check_currency(currency: str, *, param: str = "currency") -> None:
    if currency not in TAKEN:
        names = ", ".join(sorted(TAKEN))
        raise invalid(f"Invalid currency: {currency}. Stripe currently supports these currencies: {names}", param=param)


def check_unit(amount: int, currency: str, *, param: str) -> None:
    """Refuse a part that no card can carry: parts of a króna, the last digit of a dinar."""
    if amount < 1:
        message = "This value must be greater than or equal to 1."
        raise invalid(message, code="parameter_invalid_integer", param=param, kept=False)
    if currency in WHOLE_HUNDREDS and amount % 100:
        raise invalid(
            f"Invalid amount: amounts in {currency} must be evenly divisible by 100.", code=_NO_CODE, param=param
        )
    if currency in THREE_DECIMAL and amount % 10:
        raise invalid(
            f"Invalid amount: the last digit of an amount in {currency} must be 0.", code=_NO_CODE, param=param
        )


def check_charge(amount: int, currency: str, *, param: str) -> None:
    """Refuse what no charge can be: too little, too much, or not in the currency's unit."""
    check_unit(amount, currency, param=param)
    if amount < least(currency):
        message = f"Amount must be at least {least(currency)} {currency} in the smallest unit."
        raise invalid(message, code="amount_too_small", param=param)
    if amount > greatest(currency):
        message = f"Amount must be no more than {greatest(currency)} {currency} in the smallest unit."
        raise invalid(message, code="amount_too_large", param=param)


__all__ = ["TAKEN", "ApiError", "check_charge", "check_currency", "check_unit", "greatest", "least"]
