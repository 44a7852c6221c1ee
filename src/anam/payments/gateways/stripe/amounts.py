"""Amounts as Stripe takes them: its units, its least and its greatest charge. Where we are not sure, no (M10).

From docs.stripe.com/currencies (2026), not from ISO 4217, whose minor units are ours. The page names the least charge
of two dozen currencies; of any other it is what half a dollar comes to, for which our estimate is rather high. The
greatest has eight digits, but in two currencies; of some the page says two things, and then it is eight.
"""

from anam.currencies import decimals
from anam.payments.gateways.stripe.no import No

_TAKEN = (
    "aed afn all amd ang aoa ars aud awg azn bam bbd bdt bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny"
    " cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr isk"
    " jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr"
    " mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rwf sar sbd scr sek sgd shp sle sos srd"
    " szl thb tjs tnd top try ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw"
)
_ZERO_DECIMAL = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf"
_THREE_DECIMAL = "bhd jod kwd omr tnd"  # of which the last must be 0
_WHOLE_HUNDREDTHS = "isk ugx"
_DECIMALS = {
    **dict.fromkeys(_TAKEN.split(), 2),
    **dict.fromkeys(_ZERO_DECIMAL.split(), 0),
    **dict.fromkeys(_THREE_DECIMAL.split(), 3),
}
_STEPS = {**dict.fromkeys(_THREE_DECIMAL.split(), 10), **dict.fromkeys(_WHOLE_HUNDREDTHS.split(), 100)}


def _table(text: str) -> dict[str, int]:
    words = text.split()
    return {code: int(number) for code, number in zip(words[::2], words[1::2], strict=True)}


# In Stripe's units, as the page says; and in whole units, where we estimate. Of all others it is a hundred of those.
_LEAST = _table(
    "aed 200 aud 50 brl 50 cad 50 chf 50 czk 1500 dkk 250 eur 50 gbp 30 hkd 400 huf 17500 inr 50 jpy 50 mxn 1000"
    " myr 200 nok 300 nzd 50 pln 200 ron 200 sek 300 sgd 50 thb 1000 usd 50"
)
_ABOUT_HALF_A_DOLLAR = _table(
    "amd 250 aoa 600 ars 1000 bhd 1 bif 2000 cdf 2000 clp 600 cny 5 cop 3000 crc 350 gnf 5000 gyd 150 idr 10000 ils 3"
    " jod 1 khr 2500 kmf 300 krw 900 kwd 1 kzt 350 lak 15000 lbp 60000 lkr 200 lrd 120 mga 3000 mmk 2500 mnt 2000"
    " mwk 1200 ngn 1000 omr 1 pkr 200 pyg 5000 rwf 1000 sos 400 tnd 2 try 30 tzs 1700 ugx 3000 uzs 8000 vnd 15000"
    " xaf 400 xof 400 xpf 80 yer 300 zar 15"
)
_GREATEST = {"idr": 999_999_999_999, "inr": 999_999_999}
_EIGHT_DIGITS = 99_999_999


def validate_charge(amount: int, currency: str) -> str:
    """Why no card can be charged `amount` (our minor units), in words; "" where one can."""
    try:
        to_charge(amount, currency)
    except No as no:
        return no.words
    return ""


def to_charge(amount: int, currency: str) -> int:
    """`amount` of our minor units in Stripe's, to authorise or capture. Raises No."""
    asked, code = to_refund(amount, currency), currency.lower()
    if asked < _least(code):
        raise No("amount_below_least", least=[from_stripe(_least(code), currency), currency])
    if asked > _greatest(code):
        raise No("amount_above_greatest", greatest=[from_stripe(_greatest(code), currency), currency])
    return asked


def to_refund(amount: int, currency: str) -> int:
    """`amount` of our minor units in Stripe's, to give back: there is no least. Raises No."""
    code = currency.lower()
    if code not in _DECIMALS:
        raise No("currency_not_taken", currency=currency)
    times, parts = _units(currency)
    asked, rest = divmod(amount * times, parts)
    if amount < 1 or rest or asked % _STEPS.get(code, 1):
        raise No("amount_not_payable", sum=[amount, currency])
    return asked


def from_stripe(amount: int, currency: str) -> int:
    """`amount` of Stripe's units in our minor units. Raises ValueError where it is no whole number of them."""
    times, parts = _units(currency)
    ours, rest = divmod(amount * parts, times)
    if rest:
        raise ValueError(f"{amount} of Stripe's units is no sum in {currency}")
    return ours


def _units(currency: str) -> tuple[int, int]:
    """So many of Stripe's units are so many of our minor ones: 100 and 1 for ISK, 1 and 100 for MGA."""
    theirs, ours = _DECIMALS[currency.lower()], decimals(currency.upper())
    return int(10 ** max(0, theirs - ours)), int(10 ** max(0, ours - theirs))


def _least(code: str) -> int:
    return _LEAST.get(code) or _ABOUT_HALF_A_DOLLAR.get(code, 100) * int(10 ** _DECIMALS[code])


def _greatest(code: str) -> int:
    """A sum that can be charged itself."""
    most = _GREATEST.get(code, _EIGHT_DIGITS)
    return most - most % _STEPS.get(code, 1)
