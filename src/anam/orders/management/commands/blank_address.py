from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from anam.orders.models import Order
from anam.orders.ship_to.blank_addresses import blank_address_of, blank_addresses_of
from anam.people.models import Buyer
from anam.web.commands import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Take the text of a ship-to address out of an order, or out of all orders of a buyer that are over, for good."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--order", metavar="NUMBER", help="of this order, whatever its status")
        which.add_argument("--buyer", metavar="SLUG", help="of all orders of this buyer that are over")

    def handle(self, *, order: str | None, buyer: str | None, **_: Any) -> None:
        try:
            blanked = blank_address_of(order) if order else blank_addresses_of(Buyer.objects.get(slug=buyer))
        except Order.DoesNotExist:
            raise CommandError(f"There is no order {order}.") from None
        except Buyer.DoesNotExist:
            raise CommandError(f"There is no buyer {buyer}.") from None
        self.stdout.write(f"{blanked} blanked: city and country are kept, the rest is gone.")
