from datetime import datetime

from anam.conversations.models import Conversation
from anam.people.models import User
from anam.sql import execute

# One statement: whoever is second, or saw less than is read already, moves nothing.
_READ = """
WITH moved AS (
  UPDATE conversation SET {side}_read_to = least(%(up_to)s::timestamptz, last_message_at)
  WHERE id = %(conversation)s
    AND ({side}_read_to IS NULL OR {side}_read_to < least(%(up_to)s::timestamptz, last_message_at))
  RETURNING id, {side}_read_to AS up_to
)
INSERT INTO conversation_reading (conversation_id, side, up_to, by_id, at)
SELECT id, %(side)s, up_to, %(by)s, clock_timestamp() FROM moved
ON CONFLICT (conversation_id, side, up_to) DO NOTHING
"""
_STATEMENTS = {side: _READ.format(side=side) for side in ("maker", "buyer")}


def mark_read(conversation: Conversation, *, side: str, by: User, up_to: datetime | None) -> bool:
    """A member of the "maker" or "buyer" side has seen every message up to the one sent at `up_to` (UTC).

    A side has read when one of its members has. What came after `up_to` stays unread. Answers whether that was new.
    """
    already = conversation.read_to(side)
    if up_to is None or (already and already >= up_to):
        return False
    facts = {"conversation": conversation.pk, "side": side, "by": by.pk, "up_to": up_to}
    return bool(execute(_STATEMENTS[side], facts))
