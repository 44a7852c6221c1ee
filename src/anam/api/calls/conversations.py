"""The Message Center."""

from typing import Any

from ninja import Path, Router, Status

from anam.api import paging
from anam.api.lookup import conversation_between, found
from anam.api.pipeline import ApiRequest
from anam.api.problems import Problem
from anam.api.shapes.conversation import ConversationOut, MessageOut, conversation_out, message_out
from anam.api.shapes.fields import Page
from anam.api.shapes.inputs import Message as MessageAsked
from anam.api.shapes.inputs import NewConversation
from anam.conversations.actions.answer_as_maker import answer_as_maker
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Conversation, Message
from anam.orders.models import Order
from anam.people.models import Buyer, Maker

router = Router(tags=["Message Center"])
TALK: Any = Path(..., description="The conversation’s `id`.")  # type: ignore[type-arg]


@router.get("/conversations", response=Page[ConversationOut], summary="Your conversations")
def get_conversations(request: ApiRequest, limit: int = paging.limit(25), cursor: str = paging.cursor()) -> Any:
    """Between one buyer and one maker each; those with the newest messages first."""
    conversations = Conversation.objects.seen_by(request.user).for_page().newest_first(paging.read(cursor))
    page, after = paging.cut(
        conversations[: limit + 1], limit, lambda conversation: (conversation.last_message_at, conversation.pk)
    )
    return Page[ConversationOut](items=[conversation_out(conversation) for conversation in page], next=after)


@router.post("/conversations", response={201: ConversationOut}, summary="Write to a maker")
def post_conversation(request: ApiRequest, sent: NewConversation) -> Any:
    """A buyer writes to a maker; the first message opens the conversation, and from then on the maker can write."""
    buyer = request.user.buyer
    if buyer is None:
        raise Problem(403, "buyers_only")
    maker = Maker.objects.filter(slug=sent.maker).first()
    if maker is None:
        raise Problem(422, "maker_unknown", f"There is no maker {sent.maker}.")
    order = _order_between(sent.order, maker, buyer) if sent.order is not None else None
    posted = write_as_buyer(sent.message, buyer=buyer, maker=maker, by=request.user, order=order)
    return Status(201, conversation_out(conversation_between(request, posted.conversation_id)))


def _order_between(number: str, maker: Maker, buyer: Buyer) -> Order:
    order = Order.objects.of_buyer(buyer).of_maker(maker).filter(number=number).first()
    if order is None:
        raise Problem(422, "order_unknown", f"You have no order {number} of theirs.")
    return order


@router.get("/conversations/{int:id}/messages", response=Page[MessageOut], summary="What was written")
def get_messages(
    request: ApiRequest,
    id: int = TALK,
    limit: int = paging.limit(50),
    cursor: str = paging.cursor(),
) -> Any:
    """The newest first. Reading them here does not mark them as read."""
    messages = conversation_between(request, id).messages.for_page().newest_first(paging.read(cursor))
    page, after = paging.cut(messages[: limit + 1], limit, lambda message: (message.sent_at, message.pk))
    return Page[MessageOut](items=[message_out(message, reader=request.user) for message in page], next=after)


@router.post("/conversations/{int:id}/messages", response={201: MessageOut}, summary="Write a message")
def post_message(request: ApiRequest, sent: MessageAsked, id: int = TALK) -> Any:
    """As a member of the buyer or of the maker. About one order, a maker writes with `POST /orders/…/contact`."""
    conversation = conversation_between(request, id)
    user = request.user
    if user.maker and user.maker.pk == conversation.maker_id:
        posted = answer_as_maker(sent.message, conversation=conversation, by=user)
    elif user.buyer and user.buyer.pk == conversation.buyer_id:
        posted = write_as_buyer(sent.message, buyer=user.buyer, maker=conversation.maker, by=user)
    else:
        raise Problem(403, "not_yours_to_write")
    message = Message.objects.for_page().filter(pk=posted.message_id).first()
    return Status(201, message_out(found(message), reader=request.user))
