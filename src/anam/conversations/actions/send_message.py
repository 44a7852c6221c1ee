from collections.abc import Callable, Sequence
from datetime import datetime

from procrastinate.jobs import Job

from anam import jobs
from anam.coded import Coded
from anam.conversations.actions.drop_draft import drop_draft
from anam.conversations.actions.post import AboutOrder, Posted, post
from anam.conversations.drafts import DraftKey
from anam.conversations.pictures import CleanPicture
from anam.conversations.validation import find_duplicate
from anam.people.models import User


def send_message(
    body: str,
    *,
    maker_id: int,
    buyer_id: int,
    side: str,
    by: User,
    order: AboutOrder | None = None,
    not_before: datetime | None = None,
    pictures: Sequence[CleanPicture] = (),
    notes: Sequence[Coded] = (),
    draft: DraftKey | None = None,
    told_by: Callable[[int], Job] | None = None,
) -> tuple[Posted, bool]:
    """Post what a person has written, and tell the other side, in the caller's transaction; True where it is new.

    The same again within a minute is a double click (D7). `draft` is where it was written. Who may write is decided
    before (D4). `told_by` makes the job that tells of it, of its id.
    """
    duplicate = find_duplicate(
        body, by=by, maker_id=maker_id, buyer_id=buyer_id, order=order, pictures=pictures, notes=notes
    )
    drop_draft(draft)
    if duplicate:
        return duplicate, False
    posted = post(
        body,
        maker_id=maker_id,
        buyer_id=buyer_id,
        side=side,
        by=by,
        order=order,
        not_before=not_before,
        pictures=pictures,
        notes=notes,
    )
    jobs.defer((told_by or email_of_message)(posted.message_id))
    return posted, True


def email_of_message(message_id: int) -> Job:
    """The job that tells the other side of a message, at once."""
    return jobs.to_do("notifications.notify", message_id=message_id)
