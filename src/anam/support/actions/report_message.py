from django.db import transaction

from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.coded import coded
from anam.conversations.models import Message
from anam.people.models import User
from anam.policy.models import current_policy
from anam.support.escalation import checked_words
from anam.words import visible


@transaction.atomic
def report_message(message_id: int, *, by: User, words: str) -> Case:
    """One side of a conversation reports what the other wrote: a case for support, one for each message.

    Raises Message.DoesNotExist where it is not in a conversation of theirs, or their own side wrote it; and Refused.
    """
    side, message = reportable(message_id, by=by)
    words = checked_words(visible(words), who_reads="support needs to know what is wrong")
    conversation = message.conversation
    case, _ = open_case(
        Case.Kind.REPORT,
        about=coded("message_reported", party=str(conversation.maker if side == "maker" else conversation.buyer)),
        message=words,
        opened_as=side,
        by=by,
        answer_within=current_policy().support_answer_time,
        about_message=message,
        order_id=message.order_id,
        maker_id=conversation.maker_id,
        buyer_id=conversation.buyer_id,
    )
    return case


def reportable(message_id: int, *, by: User) -> tuple[str, Message]:
    """On which side `by` is, and the message, if the other side of their conversation wrote it."""
    side = "maker" if by.maker else "buyer"
    theirs = {"conversation__maker": by.maker} if by.maker else {"conversation__buyer": by.buyer}
    if not (by.maker or by.buyer):
        raise Message.DoesNotExist
    found = Message.objects.select_related("conversation__maker", "conversation__buyer", "author", "order")
    return side, found.exclude(side=side).get(pk=message_id, **theirs)
