"""Stripe's units, its least and its greatest charge: where we are not sure, no (M10)."""

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.stripe_stand_in import currencies as theirs
from tests.stripe_stand_in.errors import ApiError

from anam.currencies import decimals
from anam.payments.gateways.stripe.amounts import from_stripe, to_charge, to_refund, validate_charge
from anam.payments.gateways.stripe.no import No

TAKEN = sorted(code.upper() for code in theirs.TAKEN)
CURRENCIES = st.sampled_from([*TAKEN, "IQD", "KPW", "XXX", "CLF", "IRR"])
AMOUNTS = st.one_of(st.integers(-10, 200_000), st.integers(-(10**6), 10**13))


def asked(call: Callable[[int, str], int], amount: int, currency: str) -> int | None:
    """What Stripe would be asked for; None: nothing."""
    try:
        return call(amount, currency)
    except No:
        return None


@settings(deadline=None)
@given(AMOUNTS, CURRENCIES)
@example(500, "ISK")
@example(3_000, "UGX")
@example(100_000, "MGA")
@example(100_050, "MGA")
@example(12_340, "KWD")
@example(10**9, "ISK")
def test_what_is_charged_is_the_same_money_in_a_unit_that_stripe_takes(amount: int, currency: str) -> None:
    there = asked(to_charge, amount, currency)
    assert (there is None) == bool(validate_charge(amount, currency))
    if there is not None:
        theirs.check_currency(currency.lower())
        theirs.check_charge(there, currency.lower(), param="amount")
        assert from_stripe(there, currency) == amount


@settings(deadline=None)
@given(AMOUNTS, CURRENCIES)
def test_what_goes_back_is_the_same_money_and_may_be_less_than_a_charge(amount: int, currency: str) -> None:
    there = asked(to_refund, amount, currency)
    if there is not None:
        theirs.check_unit(there, currency.lower(), param="amount")
        assert from_stripe(there, currency) == amount
    if asked(to_charge, amount, currency) is not None:
        assert there is not None


@settings(deadline=None)
@given(st.sampled_from(TAKEN), st.lists(st.integers(1, 10**6), min_size=1, max_size=5))
def test_the_parts_are_the_whole(currency: str, parts: list[int]) -> None:
    there = [asked(to_refund, part, currency) for part in parts]
    if None not in there:
        assert sum(there) == to_refund(sum(parts), currency)  # type: ignore[arg-type]


@settings(deadline=None)
@given(st.sampled_from(TAKEN), st.integers(1, 10**6))
def test_more_money_here_is_more_money_there(currency: str, amount: int) -> None:
    one, more = (asked(to_refund, amount * times * 1_000, currency) for times in (1, 2))
    assert one is not None
    assert more == 2 * one


@pytest.mark.parametrize("currency", TAKEN)
def test_an_order_of_an_ordinary_size_can_be_charged_in_every_currency(currency: str) -> None:
    """A hundred thousand of whatever it is, or a hundred where that is a fortune."""
    fortune = currency in {"BHD", "JOD", "KWD", "OMR", "TND"}
    assert validate_charge((100 if fortune else 100_000) * 10 ** decimals(currency), currency) == ""


@pytest.mark.parametrize(
    ("ours", "currency", "there"),
    [
        (1_250, "USD", 1_250),
        (500, "JPY", 500),
        (500, "ISK", 50_000),
        (9_000, "UGX", 900_000),
        (12_340, "KWD", 12_340),
        (500_000, "MGA", 5_000),
        (400_000, "HUF", 400_000),
    ],
)
def test_ours_are_isos_units_and_stripe_has_its_own(ours: int, currency: str, there: int) -> None:
    assert to_charge(ours, currency) == there


def test_the_stand_in_refuses_what_we_would_not_ask() -> None:
    """So that the examples above are no tautology."""
    with pytest.raises(ApiError):
        theirs.check_charge(12_341, "kwd", param="amount")
    with pytest.raises(No, match="amount_not_payable"):
        to_charge(12_341, "KWD")
