"""How many conversations hold something that a reader's side has not read."""

from anam.conversations.models import Conversation
from anam.people.models import User

MAX_COUNTED = 100


def count_unread(user: User) -> int:
    """The conversations of `user`'s side with something unread; counted no further than MOST_COUNTED."""
    if maker := user.maker:
        conversations = Conversation.objects.of_maker(maker).unread_by("maker")
    elif buyer := user.buyer:
        conversations = Conversation.objects.of_buyer(buyer).unread_by("buyer")
    else:
        return 0
    return conversations[:MAX_COUNTED].count()
