"""Contact first (D3), and who may write first (D4): the middle of the support article in code."""

from collections.abc import Iterable

from anam.conversations.between import conversation_between
from anam.conversations.models import Conversation
from anam.marketplace.current import marketplace
from anam.orders.escalation.next_step import pop_up
from anam.orders.models import Order
from anam.refusals import Refusal, refusal_words


def conversation_of(order: Order) -> Conversation | None:
    """The one between its maker and its buyer, if there is one."""
    return conversation_between(maker_id=order.maker_id, buyer_id=order.buyer_id)


def conversations_of(orders: Iterable[Order]) -> dict[tuple[int, int], Conversation]:
    """The conversations of several orders, by the ids of maker and buyer. At most one query."""
    pairs = {(order.maker_id, order.buyer_id) for order in orders}
    found = Conversation.objects.between_any(pairs) if pairs else ()
    return {(one.maker_id, one.buyer_id): one for one in found}


def validate_may_write(order: Order, conversation: Conversation | None) -> Refusal | None:
    """Why this order's maker cannot write to its buyer; None where they can (D4).

    The policy that counts is the one the order was placed under (D13).
    """
    if order.policy.makers_may_start_conversations:
        return None
    if conversation is not None and conversation.buyer_wrote_at is not None:
        return None
    return Refusal(
        "conversation_not_started",
        refusal_words("conversation_not_started", buyer=order.buyer.name),
        pop_up(order, "Ask support to contact them"),
    )


UNFINISHED = "because …"


def suggested_message(order: Order, *, writer: str) -> str:
    """Words to begin with; the maker changes them as they like."""
    return (
        f"Hello, thank you for your order {order.number}. I am very sorry: I cannot fulfil it, {UNFINISHED}\n\n"
        f"I will cancel it now, so nothing is kept from you: you will hear from {marketplace().name} "
        f"as soon as that is done.\n\nWarm wishes,\n{writer}, {order.maker.name}"
    )


# Latin letters; a sign of Chinese, Japanese or Korean says as much as some of them.
_MIN_LETTERS = 12
_SIGN_WEIGHS = 4
_MAX_OF_A_GREETING = 24
_ENDS_A_SENTENCE = tuple(".!?。．！？؟।")
_ENDS_A_GREETING = tuple(",،、，")


def tells_something(words: str) -> bool:
    """Whether `words`, of which an e-mail's rest may have been lost, are more than a greeting and a name (D3)."""
    lines = [line.strip() for line in words.split("\n") if line.strip()]
    if lines and (lines[0].endswith(_ENDS_A_GREETING) or _is_greeting(lines[0])):
        lines = lines[1:]
    for _ in ("a name", "what stands above it"):
        if lines and _is_greeting(lines[-1]):
            lines.pop()
    return sum(_letters(line) for line in lines) >= _MIN_LETTERS


def _is_greeting(line: str) -> bool:
    short = len(line.split()) <= 4 and _letters(line) <= _MAX_OF_A_GREETING
    return short and line[0].isalpha() and not line.endswith(_ENDS_A_SENTENCE)


def _letters(text: str) -> int:
    return sum(_SIGN_WEIGHS if sign >= "\u2e80" else 1 for sign in text if sign.isalnum())
