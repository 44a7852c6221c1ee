"""How orders are paid at this marketplace."""

from collections.abc import Mapping

from django.conf import settings

from anam.checkout.basket import Part
from anam.payments.gateways.registry import chosen, gateway_of
from anam.policy.models import current_policy

INVOICE = "invoice"
CARD = "card"
TEST_CARD = "test_card"
CANNOT_PAY = "Orders cannot be paid here yet. Write to the makers, or to support, to order from them."
# What is promised within so many days is authorised when it is ordered: a bank holds money for less than five, while
# the card's owner is away (M6). All else is authorised when it ships.
HELD_FOR_DAYS = 4


def how_to_pay() -> str:
    """By CARD, entered at the gateway's own page; by TEST_CARD in a demo; without a gateway on INVOICE, where the
    policy allows it; else "", not at all."""
    gateway = chosen()
    if gateway:
        return CARD if gateway.pages else TEST_CARD
    return INVOICE if current_policy().orders_on_invoice else ""


def made_up_cards() -> Mapping[str, str]:
    """Those that a demo has to choose from, by their last digits; elsewhere none is entered here."""
    gateway = chosen()
    return gateway.test_cards if gateway else {}


def is_held_at_once(part: Part) -> bool:
    """Whether its money is authorised when it is ordered. A test card's always is: no bank ends that."""
    return how_to_pay() == TEST_CARD or part.front.lead_time_days <= HELD_FOR_DAYS


def why_not_payable(part: Part) -> str:
    """Why no card can carry what a part comes to, in words; "" where one can, or none is asked."""
    if how_to_pay() not in (CARD, TEST_CARD):
        return ""
    why = gateway_of(settings.PAYMENT_GATEWAY).validate_charge(part.total, part.currency)
    return f"{part.maker.name}: {why}" if why else ""
