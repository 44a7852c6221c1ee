from typing import Any

import pytest
from tests.stripe_stand_in import StandIn

from anam.payments.gateways.stripe.tests.factories import AtStripe
from conftest import Cast


@pytest.fixture
def at_stripe(cast: Cast, stripe_stand_in: StandIn, settings: Any) -> AtStripe:
    settings.PAYMENT_GATEWAY = "stripe"
    settings.STRIPE_SECRET_KEY, settings.STRIPE_URL = stripe_stand_in.key, stripe_stand_in.url
    return AtStripe(stripe_stand_in, cast)
