from django.db import transaction

from anam.people.models import Buyer
from anam.postal.models import ShopAddress


@transaction.atomic
def prefer_address(address_id: int, *, buyer: Buyer) -> ShopAddress:
    """Have this one chosen at checkout, unless somebody chooses another. Raises ShopAddress.DoesNotExist (D1)."""
    Buyer.objects.select_for_update(no_key=True).get(pk=buyer.pk)
    wanted = ShopAddress.objects.of_buyer(buyer).get(pk=address_id)
    ShopAddress.objects.filter(buyer=buyer, preferred=True).exclude(pk=wanted.pk).update(preferred=False)
    ShopAddress.objects.filter(pk=wanted.pk).update(preferred=True)
    return wanted
