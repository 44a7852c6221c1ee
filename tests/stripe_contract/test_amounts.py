"""Units, least and greatest sums, as Stripe has them and not as ISO 4217 does (M10)."""

import pytest
from stripe import InvalidRequestError

from tests.stripe_contract.api import Api, new_key


def create(api: Api, amount: int, currency: str) -> object:
    values = {"amount": amount, "currency": currency, "capture_method": "manual", **api.cards_only}
    return api.v1.payment_intents.create(values, new_key())


@pytest.mark.parametrize(
    ("amount", "currency"), [(50, "usd"), (30, "gbp"), (500, "jpy"), (5_120, "kwd"), (50_000, "isk")]
)
def test_an_amount_in_the_currencys_own_unit_is_taken(api: Api, amount: int, currency: str) -> None:
    create(api, amount, currency)


@pytest.mark.parametrize(("amount", "currency"), [(49, "usd"), (29, "gbp"), (0, "usd"), (-100, "usd"), (1, "jpy")])
def test_too_little_is_refused(api: Api, amount: int, currency: str) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        create(api, amount, currency)
    assert refused.value.code in ("amount_too_small", "parameter_invalid_integer")


def test_too_much_is_refused(api: Api) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        create(api, 100_000_000, "usd")
    assert refused.value.code == "amount_too_large"


@pytest.mark.parametrize(("amount", "currency"), [(5_121, "kwd"), (50_050, "isk"), (500_001, "ugx")])
def test_a_part_that_no_card_carries_is_refused(api: Api, amount: int, currency: str) -> None:
    with pytest.raises(InvalidRequestError):
        create(api, amount, currency)


@pytest.mark.parametrize("currency", ["kpw", "irr", "xyz", "dollars"])
def test_a_currency_that_stripe_does_not_take_is_refused(api: Api, currency: str) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        create(api, 10_000, currency)
    assert refused.value.param == "currency"
