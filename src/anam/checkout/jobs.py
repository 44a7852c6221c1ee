"""Checkouts that come to nothing."""

from procrastinate.contrib.django import app

from anam.jobs import UntilDone


@app.task(name="checkout.abandon", queue="money", retry=UntilDone())
def abandon_checkout(checkout_id: int) -> None:
    """Give back what a checkout without orders has authorised (D8)."""
    from anam.checkout.actions.abandon import abandon

    abandon(checkout_id)
