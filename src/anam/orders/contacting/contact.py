from collections.abc import Sequence

from django.db import transaction

from anam.coded import Coded
from anam.conversations.actions.post import Posted
from anam.conversations.drafts import DraftKey
from anam.conversations.pictures import CleanPicture
from anam.history.record import record
from anam.orders.contacting.mark_contacted import mark_contacted
from anam.orders.contacting.write_to_buyer import write_to_buyer
from anam.people.models import Maker, User


@transaction.atomic
def contact(
    number: str,
    *,
    maker: Maker,
    by: User,
    message: str,
    pictures: Sequence[CleanPicture] = (),
    notes: Sequence[Coded] = (),
    draft: DraftKey | None = None,
) -> Posted:
    """The maker tells the buyer about this order; from then on it may be declined (D3).

    It counts at its commit; its email waits two minutes, for a cancellation that it is then sent with.

    Raises Order.DoesNotExist where it is not this maker's (D1), and Refused where the maker may not write
    to this buyer (D4). Saying the same again within a minute is taken for a double click and sent once (D7).
    A picture alone tells nobody that an order cannot be made: words are needed here. `draft` is where it was written.
    """
    written = write_to_buyer(
        number, maker=maker, by=by, message=message, pictures=pictures, notes=notes, draft=draft, is_contact=True
    )
    posted, order = written.posted, written.order
    if not written.is_new:
        return posted
    mark_contacted(order, at=posted.sent_at, how="message")
    record(
        order,
        kind="contacted",
        by=by,
        acting_as="maker",
        at=posted.sent_at,
        how="message",
        message_id=posted.message_id,
    )
    return posted
