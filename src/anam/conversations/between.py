"""The one conversation of a maker and a buyer. Each page of an order asks for it, so it is compiled once."""

from typing import Any

from django.db.models import BigIntegerField

from anam.compiled import Bound, CompiledQuery
from anam.conversations.models import Conversation


def conversation_between(*, maker_id: int, buyer_id: int) -> Conversation | None:
    """What they have written to each other, if they have."""
    return _BETWEEN.first(maker=maker_id, buyer=buyer_id)


# Any: a queryset takes a place for a value wherever it takes the value.
_MAKER: Any = Bound("maker", BigIntegerField())
_BUYER: Any = Bound("buyer", BigIntegerField())
_BETWEEN = CompiledQuery(lambda: Conversation.objects.between(maker_id=_MAKER, buyer_id=_BUYER).order_by("pk")[:1])
