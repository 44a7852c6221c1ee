"""Keyset pages of conversations and of messages: the hundredth page costs what the first does."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, QuerySet, Subquery, TextField

from anam.compiled import Bound, CompiledQuery
from anam.conversations.models import Conversation, Message, Reading
from anam.conversations.queries import ConversationQuerySet, MessageQuerySet
from anam.partial import without
from anam.people.models import Buyer, Maker
from anam.searching import words_in
from anam.sql import fetch_all
from anam.web.cursors import cursor_at, read_cursor
from anam.words import excerpt

CONVERSATIONS = 25
MESSAGES = 30
MAX_UNREAD = 99


@dataclass(frozen=True)
class Row:
    """A conversation in the list: how many of its messages this side has not read, and its last words.

    With a search, `found` is the newest message that it found there.
    """

    conversation: Conversation
    unread: int
    last: Message | None
    found: Message | None = None
    excerpt: str = ""

    @property
    def shown(self) -> Message | None:
        return self.found or self.last

    @property
    def found_at(self) -> str:
        """Where the page begins that ends with the message that was found."""
        return cursor_at(self.found.sent_at, self.found.pk + 1) if self.found and self.found != self.last else ""

    @property
    def landing(self) -> str:
        """What follows the conversation's address: the message that was found, else the first that is new."""
        page = f"?before={self.found_at}" if self.found_at else ""
        message = f"#message-{self.found.pk}" if self.found else "#new" if self.unread else ""
        return page + message


@dataclass(frozen=True)
class ConversationList:
    """Some conversations, and the cursor of the next ones ("" where these are the last)."""

    rows: list[Row]
    next: str


def list_of(reader: Maker | Buyer, *, tab: str, text: str, cursor: str) -> ConversationList:
    """The conversations of `reader` after `cursor`, newest first; only unread ones in that tab; only those found."""
    side = "maker" if isinstance(reader, Maker) else "buyer"
    conversations: ConversationQuerySet = getattr(Conversation.objects, f"of_{side}")(reader)
    if tab == "unread":
        conversations = conversations.unread_by(side)
    searched = Message.objects.found_by(text, reader=reader) if words_in(text) else None
    if searched is not None:
        conversations = conversations.matching(searched)
    found = list(conversations.newest_first(read_cursor(cursor)).for_page()[: CONVERSATIONS + 1])
    more, shown = len(found) > CONVERSATIONS, found[:CONVERSATIONS]
    ids = [conversation.pk for conversation in shown]
    states = _states(ids, side)
    hits = _newest_found(searched, ids) if searched is not None else {}
    messages = without(Message.objects.select_related("author", "order"), "search")
    last = messages.in_bulk([state.last for state in states.values()])
    rows = []
    for conversation in shown:
        state = states[conversation.pk]
        hit = hits.get(conversation.pk)
        message = hit or last.get(state.last)
        words = excerpt(message.words, around=words_in(text) if hit else []) if message else ""
        rows.append(Row(conversation, state.unread, last.get(state.last), hit, words))
    return ConversationList(rows, cursor_at(shown[-1].last_message_at, shown[-1].pk) if more else "")


# For each conversation its unread messages, counted no further than people read, and its last one: by index alone.
_STATES = """
SELECT c.id AS conversation,
  (SELECT count(*) FROM (SELECT FROM message u WHERE u.conversation_id = c.id AND u.side <> %(side)s
     AND u.sent_at > coalesce(c.{side}_read_to, '-infinity') {heard} ORDER BY u.sent_at LIMIT {most}) x) AS unread,
  (SELECT m.id FROM message m WHERE m.conversation_id = c.id ORDER BY m.sent_at DESC, m.id DESC LIMIT 1) AS last
FROM conversation c WHERE c.id = ANY(%(ids)s)
"""
_STATES_FOR = {
    "maker": _STATES.format(side="maker", heard="", most=MAX_UNREAD + 1),
    "buyer": _STATES.format(side="buyer", heard="AND NOT u.quiet", most=MAX_UNREAD + 1),
}


@dataclass(frozen=True)
class _State:
    """How many messages of a conversation one side has not read, and the last one."""

    conversation: int
    unread: int
    last: int


def _states(ids: list[int], side: str) -> dict[int, _State]:
    found = fetch_all(_State, _STATES_FOR[side], {"side": side, "ids": ids}) if ids else []
    return {state.conversation: state for state in found}


def _newest_found(searched: MessageQuerySet, ids: list[int]) -> dict[int, Message]:
    hits = without(searched.filter(conversation__in=ids).select_related("author", "order"), "search")
    return {hit.conversation_id: hit for hit in hits.order_by("conversation", "-sent_at").distinct("conversation")}


@dataclass(frozen=True)
class MessagePage:
    """Some messages, oldest first; the cursor of those before them, and whether these are the newest."""

    messages: list[Message]
    older: str
    is_newest: bool

    @property
    def newest(self) -> datetime | None:
        return self.messages[-1].sent_at if self.messages else None


def messages_of(conversation: Conversation, *, cursor: str) -> MessagePage:
    """The messages before `cursor`, or the newest. A cursor that makes no sense is the newest page."""
    before = read_cursor(cursor)
    values = {"moment": before[0], "id": before[1]} if before else {}
    found = _messages_query(bool(before)).all(conversation=conversation.pk, **values)
    more, shown = len(found) > MESSAGES, list(reversed(found[:MESSAGES]))
    return MessagePage(shown, cursor_at(shown[0].sent_at, shown[0].pk) if more else "", before is None)


@cache
def _messages_query(continued: bool) -> CompiledQuery[Message]:
    before: Any = (Bound("moment", DateTimeField()), Bound("id", BigIntegerField())) if continued else None
    return CompiledQuery(
        lambda: (
            Message.objects.filter(conversation=Bound("conversation", BigIntegerField()))
            .for_page()
            .newest_first(before)[: MESSAGES + 1]
        )
    )


def messages_since(conversation: Conversation, after: tuple[datetime, int] | None) -> list[Message]:
    """The messages after a cursor, oldest first: a page of them at most, the others come when asked again."""
    found = Message.objects.filter(conversation=conversation).for_page().order_by("sent_at", "id")
    return list(found.after(after[0])[:MESSAGES]) if after else []


def reading_of(conversation: Conversation, *, side: str) -> Reading | None:
    """Who of the other side first read the last of `side`'s own messages that they have read, and when.

    `message_id` on it is that message.
    """
    other = "buyer" if side == "maker" else "maker"
    read_to = conversation.read_to(other)
    if read_to is None:
        return None
    return _READING.first(conversation=conversation.pk, side=side, other=other, read_to=read_to)


def _reading() -> "QuerySet[Reading]":
    conversation = Bound("conversation", BigIntegerField())
    read = Message.objects.filter(conversation=conversation, sent_at__lte=Bound("read_to", DateTimeField()))
    own = read.filter(side=Bound("side", TextField())).newest_first()
    readings = Reading.objects.filter(
        conversation=conversation, side=Bound("other", TextField()), up_to__gte=Subquery(own.values("sent_at")[:1])
    )
    return readings.select_related("by").annotate(message_id=Subquery(own.values("pk")[:1])).order_by("up_to")[:1]


_READING = CompiledQuery(_reading)
