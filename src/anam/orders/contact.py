"""Contact first (D3), and who may write first (D4): the middle of the support article in code."""

from urllib.parse import quote

from django.conf import settings
from django.urls import reverse

from anam.conversations.models import Conversation
from anam.orders.models import Order
from anam.refusals import Next, Refusal


def conversation_of(order: Order) -> Conversation | None:
    return Conversation.objects.between(maker_id=order.maker_id, buyer_id=order.buyer_id).first()


def why_not_write(order: Order, conversation: Conversation | None) -> Refusal | None:
    """Why this order's maker cannot write to its buyer; None where they can (D4).

    The policy that counts is the one the order was placed under (D13).
    """
    if order.policy.makers_may_start_conversations:
        return None
    if conversation is not None and conversation.buyer_wrote_at is not None:
        return None
    return Refusal(
        "conversation_not_started",
        f"{order.buyer.name} has never written to you, so you cannot write to them first. "
        f"Support will tell them for you.",
        Next("Ask support to tell them", ask_support(order)),
    )


def ask_support(order: Order, *, late: bool = False) -> str:
    """A mailto: address with the message to support already written."""
    subject = f"I cannot fulfil order {order.number}"
    wish = (
        "The 72 hours have ended. Please cancel it for me."
        if late
        else "I cannot reach the buyer myself. Please tell them for me, so that it can be cancelled."
    ).replace("72 hours", f"{order.policy.decline_window_hours} hours")
    body = (
        f"Hello,\n\n{order.maker.name} cannot fulfil order {order.number} of {order.buyer.name}. {wish}\n\n"
        f"The order: {settings.SITE_URL}{reverse('portal-order', args=[order.number])}\n"
        "The reason, for the buyer to read: …\n\nThank you"
    )
    return f"mailto:{settings.SUPPORT_EMAIL}?subject={quote(subject)}&body={quote(body)}"


UNFINISHED = "because …"


def suggested_message(order: Order, *, writer: str) -> str:
    """Words to begin with; the maker changes them as they like."""
    return (
        f"Hello, thank you for your order {order.number}. I am very sorry: I cannot fulfil it, {UNFINISHED}\n\n"
        f"I will cancel it now, so nothing is kept from you: you will hear from {settings.MARKETPLACE_NAME} "
        f"as soon as that is done.\n\nWarm wishes,\n{writer}, {order.maker.name}"
    )
