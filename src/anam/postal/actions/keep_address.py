from django.db import transaction

from anam.people.models import Buyer, User
from anam.postal.address import Address
from anam.postal.models import PostalAddress, ShopAddress
from anam.refusals import Refused

MAX_ADDRESSES = 50


@transaction.atomic
def keep_address(
    address: Address, *, buyer: Buyer, by: User, instead_of: int | None = None, confirmed: bool = False
) -> ShopAddress:
    """Add `address` to those of `buyer`, or have it `instead_of` one of them; the first one is preferred.

    The same one again is the one that is there (D7). Raises ShopAddress.DoesNotExist where that is not theirs, and
    Refused ("address_empty", "too_many_addresses", or "address_doubtful" where something seems wrong with it and nobody
    has `confirmed` that it is right).
    """
    Buyer.objects.select_for_update(no_key=True).get(pk=buyer.pk)
    theirs = list(ShopAddress.objects.of_buyer(buyer))
    changed = next((one for one in theirs if one.pk == instead_of), None)
    if instead_of is not None and changed is None:
        raise ShopAddress.DoesNotExist
    validate_address(address, confirmed=confirmed)
    if same := next((one for one in theirs if one.address.address == address), None):
        return same
    if changed is None and len(theirs) >= MAX_ADDRESSES:
        raise Refused.because("too_many_addresses", f"You have {MAX_ADDRESSES} addresses already: remove one first.")
    text = PostalAddress.objects.add(address, confirmed=confirmed)
    if changed is None:
        return ShopAddress.objects.create(buyer=buyer, address=text, preferred=not theirs, changed_by=by)
    was = changed.address
    changed.address, changed.changed_by = text, by
    changed.save(update_fields=["address", "changed_by"])
    was.delete()
    return changed


def validate_address(address: Address, *, confirmed: bool) -> None:
    """Raise Refused where it says nothing, or something seems wrong with it and nobody has `confirmed` it."""
    if address.is_empty:
        raise Refused.because("address_empty", "Fill in the address.")
    if address.doubts and not confirmed:
        raise Refused.because("address_doubtful", "Check the address: something seems wrong with it.")
