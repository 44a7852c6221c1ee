"""How many conversations hold something that a reader's side has not read. Each page asks, so it is compiled once."""

from django.db.models import BigIntegerField

from anam.compiled import Bound, CompiledQuery
from anam.conversations.models import Conversation
from anam.people.models import User

MAX_COUNTED = 100
_OF_MAKER = CompiledQuery(
    lambda: Conversation.objects.filter(maker=Bound("maker", BigIntegerField())).unread_by("maker")[:MAX_COUNTED]
)
_OF_BUYER = CompiledQuery(
    lambda: Conversation.objects.filter(buyer=Bound("buyer", BigIntegerField())).unread_by("buyer")[:MAX_COUNTED]
)


def count_unread(user: User) -> int:
    """The conversations of `user`'s side with something unread; counted no further than MAX_COUNTED."""
    if maker := user.maker:
        return _OF_MAKER.count(maker=maker.pk)
    if buyer := user.buyer:
        return _OF_BUYER.count(buyer=buyer.pk)
    return 0
