"""Orders as the races need them: the buyer has written to the maker once, and was told about each order."""

from datetime import timedelta

from anam.catalog.models import Product
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Conversation
from anam.orders.contacting.contact import contact
from anam.orders.models import Order
from conftest import Cast


def told_order(
    scenario: Cast, *, placed: timedelta = timedelta(hours=1), lines: list[tuple[Product, int]] | None = None
) -> Order:
    """An order that Hanna may decline, placed that long ago."""
    if not Conversation.objects.between(maker_id=scenario.byrne.pk, buyer_id=scenario.harbor.pk).exists():
        write_as_buyer("Do you ship to Maine?", buyer=scenario.harbor, maker=scenario.byrne, by=scenario.ines)
    order = scenario.order(placed=placed, lines=lines)
    contact(order.number, maker=scenario.byrne, by=scenario.hanna, message="Hello, I am sorry: the kiln is broken.")
    order.refresh_from_db()
    return order
