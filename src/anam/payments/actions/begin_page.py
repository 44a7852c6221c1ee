from datetime import datetime

from anam.payments.models import GatewayPage, Payment
from anam.people.models import Buyer


def begin_page(
    *, buyer: Buyer, holder: str, closes_at: datetime, payment: Payment | None = None, amount: int = 0
) -> GatewayPage:
    """A page where a buyer is to enter a card, and which the gateway has not opened yet (`open_page`).

    With a `payment`, `amount` of it (minor units) is held there. It takes no card after `closes_at` (UTC). Raises
    IntegrityError where a page for that payment is open.
    """
    return GatewayPage.objects.create(buyer=buyer, holder=holder, closes_at=closes_at, payment=payment, amount=amount)
