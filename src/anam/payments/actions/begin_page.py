from datetime import datetime

from anam.payments.models import GatewayPage
from anam.people.models import Buyer


def begin_page(*, buyer: Buyer, holder: str, closes_at: datetime) -> GatewayPage:
    """A page where a buyer is to enter a card, and which the gateway has not opened yet (`open_page`).

    It takes none after `closes_at` (UTC).
    """
    return GatewayPage.objects.create(buyer=buyer, holder=holder, closes_at=closes_at)
