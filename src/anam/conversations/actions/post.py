from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from anam.coded import Coded, as_json, coded
from anam.conversations.actions.add_pictures import add_pictures
from anam.conversations.pictures import CleanPicture
from anam.conversations.sentences import NOTES
from anam.people.models import User
from anam.searching import indexed
from anam.sql import send_one

# A message is `quiet` where the buyer has muted the maker and it is about no open order. Its moment is read once the
# conversation is locked, and is later than every moment before: what somebody has read up to a moment holds no message
# that was still on its way.
_POST = """
WITH locked AS (
  INSERT INTO conversation AS c
    (maker_id, buyer_id, started_by, buyer_wrote_at, last_message_at, last_for_maker_at, last_for_buyer_at)
  SELECT %(maker)s::bigint, %(buyer)s::bigint, %(side)s::text, CASE WHEN %(side)s::text = 'buyer' THEN t.at END, t.at,
         CASE WHEN %(side)s::text <> 'maker' THEN t.at END, CASE WHEN %(side)s::text <> 'buyer' THEN t.at END
  FROM (SELECT greatest(coalesce(%(at)s::timestamptz, clock_timestamp()), %(not_before)s::timestamptz) AS at) t
  ON CONFLICT (maker_id, buyer_id) DO UPDATE SET
    (last_message_at, buyer_wrote_at, last_for_maker_at, last_for_buyer_at) = (
      SELECT t.at,
             coalesce(c.buyer_wrote_at, CASE WHEN %(side)s::text = 'buyer' THEN t.at END),
             CASE WHEN %(side)s::text <> 'maker' THEN t.at ELSE c.last_for_maker_at END,
             CASE WHEN %(side)s::text = 'buyer' OR (%(side)s::text = 'maker' AND c.muted_at IS NOT NULL
                        AND NOT %(important)s::bool) THEN c.last_for_buyer_at ELSE t.at END
      FROM (SELECT greatest(c.last_message_at + interval '1 microsecond',
                            coalesce(%(at)s::timestamptz, clock_timestamp()), %(not_before)s::timestamptz) AS at) t
    )
  RETURNING id, last_message_at, muted_at IS NOT NULL AS muted
)
INSERT INTO message
  (conversation_id, maker_id, order_id, side, author_id, kind, body, notes, sent_at, important, quiet, search)
SELECT locked.id, %(maker)s::bigint, %(order)s::bigint, %(side)s::text, %(author)s::bigint, %(kind)s::text,
       %(body)s::text, %(notes)s::jsonb, locked.last_message_at, %(important)s::bool,
       %(side)s::text = 'maker' AND locked.muted AND NOT %(important)s::bool,
       setweight(to_tsvector('simple', (SELECT search_words(name) FROM maker WHERE id = %(maker)s::bigint)), 'A')
       || setweight(to_tsvector('simple', (SELECT search_words(name) FROM buyer WHERE id = %(buyer)s::bigint)), 'B')
       || setweight(array_to_tsvector(ARRAY['partym' || %(maker)s::bigint, 'partyb' || %(buyer)s::bigint]), 'C')
       || to_tsvector('simple', %(words)s::text || ' ' || search_words(%(order_names)s::text))
FROM locked
RETURNING id AS message_id, conversation_id, sent_at
"""


class AboutOrder(Protocol):
    """What a message needs of the order that it is about. It is about an open order until that order is final."""

    pk: int
    number: str
    reference: str

    @property
    def is_final(self) -> bool: ...


@dataclass(frozen=True)
class Posted:
    message_id: int
    conversation_id: int
    sent_at: datetime


def post(
    body: str,
    *,
    maker_id: int,
    buyer_id: int,
    side: str,
    by: User | None,
    order: AboutOrder | None = None,
    kind: str = "letter",
    at: datetime | None = None,
    not_before: datetime | None = None,
    pictures: Sequence[CleanPicture] = (),
    notes: Sequence[Coded] = (),
) -> Posted:
    """Add a message to the conversation of maker and buyer, opening it if need be. D10. One statement, if no picture.

    `notes`, codes of NOTES, say what came with it and is not shown; pictures without a word are noted by themselves.

    Who may write is decided before (orders.contact, D4); here it is only written down. `at` is UTC, the
    database's clock if not given; a message is never earlier than the one before it, nor than `not_before`.
    """
    if pictures and not (body or notes):
        notes = [coded("pictures", number=len(pictures))]
    posted = send_post(
        body,
        maker_id=maker_id,
        buyer_id=buyer_id,
        side=side,
        by=by,
        order=order,
        kind=kind,
        at=at,
        not_before=not_before,
        notes=notes,
    )()
    if pictures:
        add_pictures(posted.message_id, pictures, maker_id=maker_id)
    return posted


def send_post(
    body: str,
    *,
    maker_id: int,
    buyer_id: int,
    side: str,
    by: User | None,
    order: AboutOrder | None = None,
    kind: str = "letter",
    at: datetime | None = None,
    not_before: datetime | None = None,
    notes: Sequence[Coded] = (),
) -> Callable[[], Posted]:
    """The same in two: the statement is sent (sql.send), and the answer is a function that waits for it."""
    facts = {
        "maker": maker_id,
        "buyer": buyer_id,
        "side": side,
        "author": by.pk if by else None,
        "order": order.pk if order else None,
        "order_names": f"{order.number} {order.reference}" if order else "",
        "important": kind == "decline" or (order is not None and not order.is_final),
        "kind": kind,
        "body": body,
        "notes": as_json(notes, NOTES),
        "words": indexed(" ".join([body, *(name for one in notes for name in one.get("names", []))])),
        "at": at,
        "not_before": not_before,
    }
    return send_one(Posted, _POST, facts)
