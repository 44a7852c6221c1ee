from collections.abc import Sequence
from typing import Any

from django.db import transaction

from anam import jobs
from anam.conversations.actions.drop_draft import drop_draft
from anam.conversations.actions.post import Posted, post
from anam.conversations.drafts import Place
from anam.conversations.jobs import write_message_letters
from anam.conversations.pictures import CleanPicture
from anam.conversations.saying import checked, just_said
from anam.history.record import record
from anam.orders.contact import UNFINISHED, conversation_of, why_not_write
from anam.orders.locking import lock
from anam.orders.models import Order
from anam.people.models import Maker, User
from anam.refusals import Refused


@transaction.atomic
def contact(
    number: str,
    *,
    maker: Maker,
    by: User,
    message: str,
    pictures: Sequence[CleanPicture] = (),
    draft: Place | None = None,
) -> Posted:
    """The maker tells the buyer about this order; from then on it may be declined (D3).

    Raises Order.DoesNotExist where it is not this maker's (D1), and Refused where the maker may not write
    to this buyer (D4). Saying the same again within a minute is taken for a double click and sent once (D7).
    A picture alone tells nobody that an order cannot be made: words are needed here. `draft` is where it was written.
    """
    body = checked(message)
    if UNFINISHED in body:
        raise Refused.because(
            "message_unfinished", f"Finish the sentence: why can’t you fulfil it? Say it in place of “{UNFINISHED}”."
        )
    order = lock(Order.objects.of_maker(maker), number)
    conversation = conversation_of(order)
    if refusal := why_not_write(order, conversation):
        raise Refused(refusal)
    where: dict[str, Any] = {"maker_id": order.maker_id, "buyer_id": order.buyer_id, "order_id": order.pk}
    twin = just_said(body, by=by, pictures=pictures, **where)
    drop_draft(draft)
    if twin:
        return twin
    posted = post(body, side="maker", by=by, pictures=pictures, not_before=order.placed_at, **where)
    Order.objects.filter(pk=order.pk, contacted_at=None).update(contacted_at=posted.sent_at, contacted_how="message")
    record(
        order,
        kind="contacted",
        by=by,
        acting_as="maker",
        at=posted.sent_at,
        how="message",
        message_id=posted.message_id,
    )
    jobs.defer(jobs.to_do(write_message_letters, message_id=posted.message_id))
    return posted
