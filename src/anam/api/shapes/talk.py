"""The Message Center as it comes out."""

from anam.api.shapes.fields import Moment, Shape
from anam.api.shapes.order import Side, side
from anam.conversations.models import Conversation, Message


class TalkOut(Shape):
    id: int
    maker: str
    buyer: str
    started_by: Side
    buyer_wrote_at: Moment | None
    """When the buyer first wrote; until then the maker cannot."""
    last_message_at: Moment


class MessageOut(Shape):
    id: int
    conversation: int
    order: str | None
    side: Side
    author: str | None
    kind: str
    """letter: somebody wrote it. decline: the explanation of a cancellation."""
    message: str
    sent_at: Moment


def talk_out(talk: Conversation) -> TalkOut:
    """`talk`, with its maker and buyer at hand."""
    return TalkOut(
        id=talk.pk, maker=talk.maker.slug, buyer=talk.buyer.slug, started_by=side(talk.started_by),
        buyer_wrote_at=talk.buyer_wrote_at, last_message_at=talk.last_message_at,
    )  # fmt: skip


def message_out(message: Message) -> MessageOut:
    """`message`, with its order and author at hand."""
    return MessageOut(
        id=message.pk, conversation=message.conversation_id, order=message.order.number if message.order else None,
        side=side(message.side), author=message.author.name if message.author else None,
        kind=message.kind, message=message.body, sent_at=message.sent_at,
    )  # fmt: skip
