from collections.abc import Sequence

from django.db import transaction

from anam.coded import Coded, coded
from anam.conversations.actions.post import Posted
from anam.conversations.pictures import CleanPicture
from anam.orders.contacting.write_to_buyer import write_to_buyer
from anam.people.models import Maker, User


@transaction.atomic
def write_about(
    number: str,
    *,
    maker: Maker,
    by: User,
    message: str,
    pictures: Sequence[CleanPicture] = (),
    notes: Sequence[Coded] = (),
) -> Posted:
    """The maker writes to the buyer about this order, but tells them nothing of it: it is no contact (D3).

    Pictures alone may be sent so, too. Raises as orders.contacting.contact does.
    """
    if pictures and not (message or notes):
        notes = [coded("pictures", number=len(pictures))]
    return write_to_buyer(
        number, maker=maker, by=by, message=message, pictures=pictures, notes=notes, draft=None
    ).posted
