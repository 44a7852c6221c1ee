from collections.abc import Sequence

from django.db import transaction

from anam import jobs
from anam.conversations.actions.drop_draft import drop_draft
from anam.conversations.actions.post import Posted, post
from anam.conversations.drafts import Place
from anam.conversations.jobs import write_message_letters
from anam.conversations.pictures import CleanPicture
from anam.conversations.saying import checked, just_said
from anam.people.models import Buyer, Maker, User


@transaction.atomic
def write_as_buyer(
    body: str,
    *,
    buyer: Buyer,
    maker: Maker,
    by: User,
    order_id: int | None = None,
    pictures: Sequence[CleanPicture] = (),
    draft: Place | None = None,
) -> Posted:
    """A buyer writes to a maker, from the storefront, an order or the Message Center; it may be the first time (D4).

    Raises Refused where there is nothing to send. The same words within a minute are a double click (D7). `draft` is
    where it was written.
    """
    body = checked(body, pictures=pictures)
    twin = just_said(body, by=by, maker_id=maker.pk, buyer_id=buyer.pk, order_id=order_id, pictures=pictures)
    drop_draft(draft)
    if twin:
        return twin
    posted = post(body, maker_id=maker.pk, buyer_id=buyer.pk, side="buyer", by=by, order_id=order_id, pictures=pictures)
    jobs.defer(jobs.to_do(write_message_letters, message_id=posted.message_id))
    return posted
