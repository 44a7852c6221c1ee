"""What a message must be, and how a double click is told from a second message (D7)."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models.functions import Now

from anam.coded import Coded
from anam.conversations.actions.post import AboutOrder, Posted
from anam.conversations.models import Message
from anam.conversations.pictures import CleanPicture
from anam.people.models import User
from anam.refusals import Refused, refusal_words

MAX_MESSAGE_LENGTH = 5000


def checked(body: str, *, pictures: Sequence[CleanPicture] = (), notes: Sequence[Coded] = ()) -> str:
    """`body` without the space around it; a picture speaks for itself, and so does what came by e-mail and is noted.

    Raises Refused where nothing, or too much, is said.
    """
    body = body.replace("\x00", "").strip()
    if not (body or pictures or notes):
        raise Refused.because("message_empty", refusal_words("message_empty"))
    if len(body) > MAX_MESSAGE_LENGTH:
        words = refusal_words("message_too_long", length=len(body), most=MAX_MESSAGE_LENGTH)
        raise Refused.because("message_too_long", words)
    return body


def find_duplicate(
    body: str,
    *,
    by: User,
    maker_id: int,
    buyer_id: int,
    order: AboutOrder | None,
    pictures: Sequence[CleanPicture] = (),
    notes: Sequence[Coded] = (),
) -> Posted | None:
    """The same words and pictures of the same person to the same side about the same order, within the last minute.

    That is a double click.

    Locks the writer until the transaction ends, so that the two clicks wait for each other. The lock is the
    weaker one, for which rows that only name the writer need not wait: with them it could deadlock.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    recent = Message.objects.filter(
        conversation__maker=maker_id,
        conversation__buyer=buyer_id,
        order=order.pk if order else None,
        author=by,
        body=body,
        **({"notes": [*notes]} if notes else {}),
        sent_at__gt=Now() - timedelta(minutes=1),
    )
    wanted = [picture.digest for picture in pictures]
    for duplicate in recent.prefetch_related("pictures").order_by("-id"):
        if [picture.digest for picture in duplicate.pictures.all()] == wanted:
            return Posted(duplicate.pk, duplicate.conversation_id, duplicate.sent_at)
    return None
