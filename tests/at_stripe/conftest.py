from anam.payments.gateways.stripe.tests.conftest import at_stripe

__all__ = ["at_stripe"]
