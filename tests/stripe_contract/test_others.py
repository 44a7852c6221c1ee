"""The stand-in is checked, not believed: whether it was this time."""

import pytest

from tests.stripe_contract.conftest import LOCALSTRIPE, TEST_KEY


@pytest.mark.skipif(not TEST_KEY, reason="STRIPE_TEST_KEY is not set: Stripe's test mode was not tested")
def test_stripes_test_mode_is_tested_too() -> None:
    assert TEST_KEY.startswith(("sk_test_", "rk_test_"))


@pytest.mark.skipif(not LOCALSTRIPE, reason="no localstripe on this machine, and LOCALSTRIPE does not say where it is")
def test_localstripe_is_tested_too() -> None:
    assert LOCALSTRIPE
