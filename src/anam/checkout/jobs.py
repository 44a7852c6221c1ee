"""Checkouts that come to nothing."""

from procrastinate.contrib.django import app

from anam.checkout.actions.abandon import abandon as give_back
from anam.jobs import UntilDone


@app.task(name="checkout.abandon", queue="money", retry=UntilDone())
def abandon(checkout_id: int) -> None:
    """Give back what a checkout without orders has authorised (D8)."""
    give_back(checkout_id)
