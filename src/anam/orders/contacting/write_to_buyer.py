"""How a maker's words about an order reach its buyer, whatever they count as."""

from collections.abc import Sequence
from dataclasses import dataclass

from anam.coded import Coded
from anam.conversations.actions.post import Posted
from anam.conversations.actions.send_message import email_of_message, send_message
from anam.conversations.drafts import DraftKey
from anam.conversations.pictures import CleanPicture
from anam.conversations.validation import checked
from anam.orders.contacting.contact_validation import UNFINISHED, conversation_of, validate_may_write
from anam.orders.contacting.waiting_email import email_of_contact
from anam.orders.locking import lock_of_maker
from anam.orders.models import Order
from anam.people.models import Maker, User
from anam.refusals import Refused, refusal_words


@dataclass(frozen=True)
class Written:
    order: Order
    posted: Posted
    is_new: bool


def write_to_buyer(
    number: str,
    *,
    maker: Maker,
    by: User,
    message: str,
    pictures: Sequence[CleanPicture],
    notes: Sequence[Coded],
    draft: DraftKey | None,
    is_contact: bool = False,
) -> Written:
    """Post `message` about the order, which stays locked. The same again within a minute is not new (D7).
    The email of a contact waits: orders/notifications.py.

    Raises Order.DoesNotExist where it is not this maker's (D1), and Refused where the maker may not write
    to this buyer (D4).
    """
    body = checked(message, notes=notes)
    if UNFINISHED in body:
        raise Refused.because("message_unfinished", refusal_words("message_unfinished", unfinished=UNFINISHED))
    order = lock_of_maker(maker, number)
    if refusal := validate_may_write(order, conversation_of(order)):
        raise Refused(refusal)
    posted, is_new = send_message(
        body,
        maker_id=order.maker_id,
        buyer_id=order.buyer_id,
        side="maker",
        by=by,
        order=order,
        not_before=order.placed_at,
        pictures=pictures,
        notes=notes,
        draft=draft,
        told_by=email_of_contact if is_contact else email_of_message,
    )
    return Written(order, posted, is_new)
