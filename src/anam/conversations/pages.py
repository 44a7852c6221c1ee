"""Keyset pages of conversations and of messages: the hundredth page costs what the first does."""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, QuerySet, Subquery, TextField

from anam.compiled import Bound, CompiledQuery, any_of
from anam.conversations.models import Conversation, Message, Reading
from anam.conversations.queries import ConversationQuerySet, MessageQuerySet, wanted_by
from anam.people.models import Buyer, Maker
from anam.searching import words_in
from anam.sql import fetch_all, planned_for_its_words
from anam.web.cursors import BOUND_CURSOR, bound_to, cursor_at, read_cursor
from anam.words import excerpt

CONVERSATIONS = 25
MESSAGES = 30
MAX_UNREAD = 99


@dataclass(frozen=True)
class Row:
    """A conversation in the list: how many of its messages this side has not read, and one of them, `shown`.

    That is its last, or with a search the newest that was found there, and then `is_found`.
    """

    conversation: Conversation
    unread: int
    shown: Message | None
    excerpt: str
    is_found: bool
    is_last: bool

    @property
    def landing(self) -> str:
        """What follows the conversation's address: the message that was found, else the first that is new."""
        if not self.is_found or self.shown is None:
            return "#new" if self.unread else ""
        # The page that ends with it.
        page = "" if self.is_last else f"?before={cursor_at(self.shown.sent_at, self.shown.pk + 1)}"
        return f"{page}#message-{self.shown.pk}"


@dataclass(frozen=True)
class ConversationList:
    """Some conversations, and the cursor of the next ones ("" where these are the last)."""

    rows: list[Row]
    next: str


def list_of(reader: Maker | Buyer, *, tab: str, text: str, cursor: str) -> ConversationList:
    """The conversations of `reader` after `cursor`, newest first; only unread ones in that tab; only those found."""
    side = "maker" if isinstance(reader, Maker) else "buyer"
    wanted, after = wanted_by(text, side=side, reader=reader.pk), read_cursor(cursor)
    query = _list_query(side, unread=tab == "unread", searched=bool(wanted), continued=after is not None)
    asked = {"reader": reader.pk, **({"wanted": wanted} if wanted else {})}
    with planned_for_its_words() if wanted else nullcontext():
        found = query.all(**asked, **bound_to(after))
        shown = found[:CONVERSATIONS]
        ids = [conversation.pk for conversation in shown]
        hits = {hit.conversation_id: hit for hit in _HITS[side].all(ids=ids, **asked)} if wanted else {}
    states = _states(ids, side)
    others = [state.last for state in states.values() if state.last and state.conversation not in hits]
    last = {message.conversation_id: message for message in _MESSAGES.all(ids=others)} if others else {}
    rows = [_row(one, states[one.pk], hit=hits.get(one.pk), last=last.get(one.pk), text=text) for one in shown]
    more = len(found) > CONVERSATIONS
    return ConversationList(rows, cursor_at(shown[-1].last_message_at, shown[-1].pk) if more else "")


def _row(conversation: Conversation, state: "_State", *, hit: Message | None, last: Message | None, text: str) -> Row:
    message = hit or last
    words = excerpt(message.words, around=words_in(text) if hit else []) if message else ""
    is_last = message is not None and message.pk == state.last
    return Row(conversation, state.unread, message, words, is_found=hit is not None, is_last=is_last)


# Any: a queryset takes a place for a value wherever it takes the value.
_READER: Any = Bound("reader", BigIntegerField())
_WANTED: Any = Bound("wanted", TextField())
_IDS: Any = any_of("ids", BigIntegerField())


@cache
def _list_query(side: str, *, unread: bool, searched: bool, continued: bool) -> CompiledQuery[Conversation]:
    """A page of conversations and one more: what stands on it is chosen before anything is joined to it."""

    def build() -> ConversationQuerySet:
        conversations: ConversationQuerySet = Conversation.objects.filter(**{side: _READER})
        if unread:
            conversations = conversations.unread_by(side)
        if searched:
            conversations = conversations.with_messages(_searched(side))
        page = conversations.newest_first(BOUND_CURSOR if continued else None)[: CONVERSATIONS + 1]
        return Conversation.objects.filter(pk__in=page.values("pk")).newest_first().for_page()

    return CompiledQuery(build)


def _searched(side: str) -> MessageQuerySet:
    return Message.objects.found_by(_WANTED, side=side, reader=_READER)


def _hits(side: str) -> CompiledQuery[Message]:
    """The newest message that a search finds in each of some conversations."""
    found = _searched(side).filter(conversation__in=_IDS).for_row()
    return CompiledQuery(lambda: found.order_by("conversation", "-sent_at").distinct("conversation"))


_HITS = {side: _hits(side) for side in ("maker", "buyer")}
_MESSAGES = CompiledQuery(lambda: Message.objects.filter(pk__in=_IDS).for_row())

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
    """How many messages of a conversation one side has not read, and the last one, if there is any."""

    conversation: int
    unread: int
    last: int | None


def _states(ids: list[int], side: str) -> dict[int, _State]:
    found = fetch_all(_State, _STATES_FOR[side], {"side": side, "ids": ids}) if ids else []
    return {state.conversation: state for state in found}


@dataclass(frozen=True)
class MessagePage:
    """Some messages, oldest first; the cursor of those before them, and whether these are the newest."""

    messages: list[Message]
    older: str
    is_newest: bool

    @property
    def newest(self) -> datetime | None:
        return self.messages[-1].sent_at if self.messages else None

    @property
    def orders(self) -> list[str]:
        """The numbers of the orders that they are about."""
        numbers: list[str | None] = [message.order_number for message in self.messages]  # type: ignore[attr-defined]
        return list(dict.fromkeys(filter(None, numbers)))


def messages_of(conversation: Conversation, *, cursor: str) -> MessagePage:
    """The messages before `cursor`, or the newest. A cursor that makes no sense is the newest page."""
    before = read_cursor(cursor)
    found = _messages_query(bool(before)).all(conversation=conversation.pk, **bound_to(before))
    more, shown = len(found) > MESSAGES, list(reversed(found[:MESSAGES]))
    return MessagePage(shown, cursor_at(shown[0].sent_at, shown[0].pk) if more else "", before is None)


@cache
def _messages_query(continued: bool) -> CompiledQuery[Message]:
    before = BOUND_CURSOR if continued else None
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
