from collections.abc import Sequence

from django.db import transaction

from anam.coded import Coded
from anam.conversations.actions.post import AboutOrder, Posted
from anam.conversations.actions.send_message import send_message
from anam.conversations.drafts import DraftKey
from anam.conversations.pictures import CleanPicture
from anam.conversations.validation import checked
from anam.people.models import Buyer, Maker, User


@transaction.atomic
def write_as_buyer(
    body: str,
    *,
    buyer: Buyer,
    maker: Maker,
    by: User,
    order: AboutOrder | None = None,
    pictures: Sequence[CleanPicture] = (),
    notes: Sequence[Coded] = (),
    draft: DraftKey | None = None,
) -> Posted:
    """A buyer writes to a maker, from the storefront, an order or the Message Center; it may be the first time (D4).

    Raises Refused where there is nothing to send. The same words within a minute are a double click (D7). `draft` is
    where it was written.
    """
    body = checked(body, pictures=pictures, notes=notes)
    posted, _ = send_message(
        body,
        maker_id=maker.pk,
        buyer_id=buyer.pk,
        side="buyer",
        by=by,
        order=order,
        pictures=pictures,
        notes=notes,
        draft=draft,
    )
    return posted
