from anam.conversations.drafts import DraftKey
from anam.sql import execute

_DROP = """
INSERT INTO message_draft (person_id, maker_id, buyer_id, order_id, body, sent_from, changed_at)
VALUES (%(person)s, %(maker)s, %(buyer)s, %(order)s, '', %(page)s, clock_timestamp())
ON CONFLICT (person_id, maker_id, buyer_id, order_id) DO UPDATE
  SET body = '', sent_from = excluded.sent_from, changed_at = excluded.changed_at
"""


def drop_draft(place: DraftKey | None) -> None:
    """Forget what was kept there: it has been sent, in the caller's transaction. Without a place nothing was kept."""
    if place is None:
        return
    execute(
        _DROP,
        {
            "person": place.person_id,
            "maker": place.maker_id,
            "buyer": place.buyer_id,
            "order": place.order_id,
            "page": place.page,
        },
    )
