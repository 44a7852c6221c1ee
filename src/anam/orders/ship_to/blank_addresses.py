from django.db.models import Q

from anam.orders.models import AddressRequest, Order
from anam.orders.status import OPEN
from anam.people.models import Buyer
from anam.postal.models import PostalAddress


def blank_address_of(number: str) -> int:
    """Take the address out of an order, for good: city and country stay. Raises Order.DoesNotExist."""
    return PostalAddress.objects.blank_one(Order.objects.get(number=number).ship_to_id)


def blank_addresses_of(buyer: Buyer) -> int:
    """Blank the addresses of all orders of `buyer` that are over, and of what they asked for; how many those were."""
    over = Order.objects.of_buyer(buyer).exclude(status__in=(*OPEN, "shipped"))
    requests = AddressRequest.objects.filter(order__in=over)
    return PostalAddress.objects.filter(Q(pk__in=over.values("ship_to")) | Q(pk__in=requests.values("ship_to"))).blank()


def blank_unneeded_addresses() -> int:
    """Blank what nobody can act on any more: requests for another country whose order has moved on. Every night.

    The address of an order itself stays for its buyer and support; what its maker sees of it, visibility.py says.
    """
    over = AddressRequest.objects.exclude(order__status__in=OPEN).exclude(answer="accepted")
    return PostalAddress.objects.filter(pk__in=over.values("ship_to")).blank()
