"""Checkouts that come to nothing."""

from procrastinate.contrib.django import app

from anam.checkout.actions.abandon import abandon as release
from anam.jobs import UntilDone


@app.task(name="checkout.abandon", queue="money", retry=UntilDone())
def abandon(checkout_id: int) -> None:
    """Give back what a checkout without orders has authorised (D8)."""
    release(checkout_id)
