"""What a message must be, and how a double click is told from a second message (D7)."""

from datetime import timedelta

from anam.clock import database_now
from anam.conversations.actions.post import Posted
from anam.conversations.models import Message
from anam.people.models import User
from anam.refusals import Refused

LONGEST_MESSAGE = 5000


def checked(body: str) -> str:
    """`body` without the space around it. Raises Refused where nothing, or too much, is said."""
    body = body.replace("\x00", "").strip()
    if not body:
        raise Refused.because("message_empty", "Write a few words first: an empty message tells nobody anything.")
    if len(body) > LONGEST_MESSAGE:
        raise Refused.because(
            "message_too_long", f"This is too long: {len(body):,} characters of at most {LONGEST_MESSAGE:,}."
        )
    return body


def just_said(body: str, *, by: User, maker_id: int, order_id: int | None) -> Posted | None:
    """The same words of the same person about the same order within the last minute: a double click.

    Locks the writer until the transaction ends, so that the two clicks wait for each other. The lock is the
    weaker one, for which rows that only name the writer need not wait: with them it could deadlock.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    recent = Message.objects.filter(
        maker_id=maker_id,
        order=order_id,
        author=by,
        body=body,
        sent_at__gt=database_now() - timedelta(minutes=1),
    )
    twin = recent.order_by("-id").first()
    return Posted(twin.pk, twin.conversation_id, twin.sent_at) if twin else None
