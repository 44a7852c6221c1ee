from collections.abc import Sequence

from django.db import transaction

from anam.coded import Coded
from anam.conversations.actions.post import Posted
from anam.conversations.actions.send_message import send_message
from anam.conversations.drafts import DraftKey
from anam.conversations.models import Conversation
from anam.conversations.pictures import CleanPicture
from anam.conversations.validation import checked
from anam.people.models import User
from anam.refusals import Refused, refusal_words


@transaction.atomic
def answer_as_maker(
    body: str,
    *,
    conversation: Conversation,
    by: User,
    pictures: Sequence[CleanPicture] = (),
    notes: Sequence[Coded] = (),
    draft: DraftKey | None = None,
) -> Posted:
    """A maker answers in a conversation that the buyer has written in (D4), about no order in particular.

    What is said here is not contact about an order (D3): orders.contacting.contact is. `draft` is where it was written.
    Raises Refused.
    """
    body = checked(body, pictures=pictures, notes=notes)
    if conversation.buyer_wrote_at is None:
        raise Refused.because("conversation_not_started", refusal_words("buyer_never_wrote"))
    posted, _ = send_message(
        body,
        maker_id=conversation.maker_id,
        buyer_id=conversation.buyer_id,
        side="maker",
        by=by,
        pictures=pictures,
        notes=notes,
        draft=draft,
    )
    return posted
