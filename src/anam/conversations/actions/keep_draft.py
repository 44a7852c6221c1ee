from anam.conversations.drafts import MAX_DRAFT_LENGTH, DraftKey, draft_in
from anam.refusals import Refused
from anam.sql import execute

# What left a page before its message was sent, and comes in afterwards, is not kept.
_KEEP = """
INSERT INTO message_draft AS d (person_id, maker_id, buyer_id, order_id, body, sent_from, changed_at)
VALUES (%(person)s, %(maker)s, %(buyer)s, %(order)s, %(body)s, '', clock_timestamp())
ON CONFLICT (person_id, maker_id, buyer_id, order_id) DO UPDATE
  SET body = excluded.body, changed_at = excluded.changed_at WHERE d.sent_from <> %(page)s
"""


def keep_draft(body: str, *, place: DraftKey) -> bool:
    """Keep what somebody is writing, in place of what was kept there; whether anything is kept now.

    Nothing typed is nothing kept. Raises Refused where it is too long to be kept.
    """
    body = body.replace("\x00", "")
    if len(body) > MAX_DRAFT_LENGTH:
        raise Refused.because(
            "draft_too_long",
            f"Not kept: that is more than {MAX_DRAFT_LENGTH:,} characters. Shorten it, or copy it first.",
        )
    if not body.strip() and not draft_in(place):
        return False
    kept = execute(
        _KEEP,
        {
            "person": place.person_id,
            "maker": place.maker_id,
            "buyer": place.buyer_id,
            "order": place.order_id,
            "body": body if body.strip() else "",
            "page": place.page,
        },
    )
    return bool(kept and body.strip())
