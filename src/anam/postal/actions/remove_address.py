from django.db import transaction

from anam.people.models import Buyer
from anam.postal.models import ShopAddress


@transaction.atomic
def remove_address(address_id: int, *, buyer: Buyer) -> None:
    """Forget an address of `buyer`, text and all; orders keep their own copies. One that is gone is gone (D7).

    Where it was the preferred one, the oldest of the others is.
    """
    Buyer.objects.select_for_update(no_key=True).get(pk=buyer.pk)
    gone = ShopAddress.objects.of_buyer(buyer).filter(pk=address_id).first()
    if gone is None:
        return
    gone.delete()
    gone.address.delete()
    if gone.preferred and (oldest := ShopAddress.objects.filter(buyer=buyer).order_by("id").first()):
        ShopAddress.objects.filter(pk=oldest.pk).update(preferred=True)
