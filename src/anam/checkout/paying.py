"""How orders are paid at this marketplace."""

from django.conf import settings

from anam.payments.models import Payment
from anam.policy.models import current_policy

INVOICE = "invoice"
CARD = "card"
CANNOT_PAY = "Orders cannot be paid here yet. Write to the makers, or to support, to order from them."


def how_to_pay() -> str:
    """By CARD through the payment gateway; without one, on INVOICE where the policy allows it; else "", not at all."""
    # By Stripe, a card is saved at its own page first. The checkout does not lead there: until then it takes none.
    if settings.PAYMENT_GATEWAY == Payment.Holder.SANDBOX:
        return CARD
    return INVOICE if current_policy().orders_on_invoice else ""
