"""What a checkout makes of news from the page where its buyer enters a card: a job that looks (M9)."""

from anam import jobs
from anam.checkout.models import Checkout
from anam.payments.models import GatewayPage


def on_page(page: GatewayPage) -> None:
    """Have the checkout that led there go on."""
    for checkout in Checkout.objects.filter(page=page, state=Checkout.State.UNDER_WAY):
        jobs.defer(jobs.to_do("checkout.go_on", checkout_id=checkout.pk))
