"""A stand-in for Stripe, in tests only: a real server, its own clock and books, stricter than Stripe where in doubt.

It keeps to what Stripe's documentation and library say of the calls that we need; `tests/stripe_contract` checks it,
and where a key is given, Stripe's test mode too. `python -m tests.stripe_stand_in` starts it by hand.
"""

from tests.stripe_stand_in.books import Movement, Sums
from tests.stripe_stand_in.browsing import Page
from tests.stripe_stand_in.faults import Fault
from tests.stripe_stand_in.stand_in import StandIn
from tests.stripe_stand_in.webhooks import Delivery, Endpoint

__all__ = ["Delivery", "Endpoint", "Fault", "Movement", "Page", "StandIn", "Sums"]
