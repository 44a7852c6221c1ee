from collections.abc import Sequence

from django.db import transaction

from anam import jobs
from anam.conversations.actions.drop_draft import drop_draft
from anam.conversations.actions.post import Posted, post
from anam.conversations.drafts import Place
from anam.conversations.jobs import write_message_letters
from anam.conversations.models import Conversation
from anam.conversations.pictures import CleanPicture
from anam.conversations.saying import checked, just_said
from anam.people.models import User
from anam.refusals import Refused


@transaction.atomic
def answer_as_maker(
    body: str,
    *,
    conversation: Conversation,
    by: User,
    pictures: Sequence[CleanPicture] = (),
    draft: Place | None = None,
) -> Posted:
    """A maker answers in a conversation that the buyer has written in (D4), about no order in particular.

    What is said here is not contact about an order (D3): orders.actions.contact is. `draft` is where it was written.
    Raises Refused.
    """
    body = checked(body, pictures=pictures)
    if conversation.buyer_wrote_at is None:
        raise Refused.because("conversation_not_started", "This buyer has never written to you.")
    maker_id, buyer_id = conversation.maker_id, conversation.buyer_id
    twin = just_said(body, by=by, maker_id=maker_id, buyer_id=buyer_id, order_id=None, pictures=pictures)
    drop_draft(draft)
    if twin:
        return twin
    posted = post(body, maker_id=maker_id, buyer_id=buyer_id, side="maker", by=by, pictures=pictures)
    jobs.defer(jobs.to_do(write_message_letters, message_id=posted.message_id))
    return posted
