from django.conf import settings
from django.urls import reverse

from anam.checkout.actions.abandon import give_up
from anam.checkout.models import Checkout
from anam.coded import coded
from anam.payments.actions.open_page import open_page
from anam.payments.gateways import GatewayDown, NotAsked
from anam.payments.gateways.pages import CustomerGone

# What the card's owner agrees to at the gateway's page.
CONSENT = (
    "Your card is checked and saved for these orders. Each order is charged to it when its maker ships it, at most what"
    " it comes to at the checkout; an order that is promised within a few days is authorised at once."
)


def lead_to_page(checkout: Checkout) -> None:
    """See that the gateway has opened the page where the buyer enters a card, if the checkout needs one.

    Where it cannot, the checkout is given up: nothing was ordered. Safe to repeat. Never called in a transaction.
    """
    page = checkout.page
    if page is None or page.reference or checkout.state != Checkout.State.UNDER_WAY:
        return
    try:
        open_page(
            page,
            success_url=_address("checkout-done", checkout),
            cancel_url=_address("checkout-cancel", checkout),
            words=CONSENT,
            about=f"checkout {checkout.key}",
        )
    except (GatewayDown, NotAsked, CustomerGone):
        give_up(checkout, coded("no_answer"))


def _address(name: str, checkout: Checkout) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=[checkout.key])}"
