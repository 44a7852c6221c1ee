"""The Message Center as it comes out."""

from anam.api.shapes.fields import Moment, Shape
from anam.api.shapes.order import Side, side
from anam.conversations.models import Conversation, Message
from anam.mail.besides import all_besides_for, besides_for
from anam.people.models import User


class ConversationOut(Shape):
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
    left_out: str
    """What stood besides in the e-mail that it came by, as far as you may read it: signatures, and quotations for the
    writer’s own side and support."""
    sent_at: Moment


def conversation_out(conversation: Conversation) -> ConversationOut:
    """`conversation`, with its maker and buyer at hand."""
    return ConversationOut(
        id=conversation.pk,
        maker=conversation.maker.slug,
        buyer=conversation.buyer.slug,
        started_by=side(conversation.started_by),
        buyer_wrote_at=conversation.buyer_wrote_at,
        last_message_at=conversation.last_message_at,
    )


def message_out(message: Message, *, reader: User) -> MessageOut:
    """`message`, from `for_page`. Costs a query more where what its e-mail said besides is long."""
    return MessageOut(
        id=message.pk,
        conversation=message.conversation_id,
        order=message.order_number,  # type: ignore[attr-defined]  # as `for_page` has annotated it
        side=side(message.side),
        author=message.author.name if message.author else None,
        kind=message.kind,
        message=message.words,
        left_out=_left_out(message, reader),
        sent_at=message.sent_at,
    )


def _left_out(message: Message, reader: User) -> str:
    is_maker = reader.maker is not None and reader.maker.pk == message.maker_id
    side = "support" if reader.is_support else "maker" if is_maker else "buyer"
    found = besides_for(message, side)
    return "\n\n".join((all_besides_for(message, side) if found.is_cut else found).texts)
