"""How many conversations hold something that a reader's side has not seen."""

from django import template

from anam.conversations.models import UNREAD_BY_BUYER, UNREAD_BY_MAKER, Conversation
from anam.people.models import User

register = template.Library()


@register.simple_tag
def unread_talks(user: User) -> int:
    if user.maker:
        return Conversation.objects.of_maker(user.maker).filter(UNREAD_BY_MAKER).count()
    if user.buyer:
        return Conversation.objects.of_buyer(user.buyer).filter(UNREAD_BY_BUYER).count()
    return 0
