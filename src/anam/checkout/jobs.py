"""Checkouts that go on without their buyer, or come to nothing."""

from procrastinate.contrib.django import app

from anam.checkout.actions.abandon import abandon as release
from anam.checkout.actions.go_on import go_on as continue_checkout
from anam.jobs import FIRST, UntilDone


@app.task(name="checkout.abandon", queue="money", priority=FIRST, retry=UntilDone())
def abandon(checkout_id: int) -> None:
    """Give back what a checkout without orders has authorised (D8)."""
    release(checkout_id)


@app.task(name="checkout.go_on", queue="money", priority=FIRST, retry=UntilDone(most=60))
def go_on(checkout_id: int) -> None:
    """See what became of the page where a buyer was to enter a card, and place the orders (M9)."""
    continue_checkout(checkout_id)
