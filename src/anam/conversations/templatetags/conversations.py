"""What templates show of conversations."""

from typing import Any

from django import template

from anam.conversations.models import Message
from anam.conversations.unread import MAX_COUNTED, count_unread
from anam.mail.besides import Besides, besides_for
from anam.people.models import User
from anam.web.addresses import address_of

register = template.Library()


@register.simple_tag
def unread_conversations(user: User) -> int:
    return count_unread(user)


@register.simple_tag
def page_of(side: str, page: str, *which: int) -> str:
    """The address of what the maker and the buyer each have a page of: "conversations", "conversation", "news"."""
    return address_of(f"portal-{page}" if side == "maker" else f"messages-{page}", *which)


@register.filter
def at_most(number: int, most: int = MAX_COUNTED) -> str:
    """The number, or "99+" where it was counted no further."""
    return f"{most - 1}+" if number >= most else str(number)


@register.filter
def reported_by(message: Any, side: str) -> int | None:
    """The case in which that side has reported the message to support, if it has."""
    return getattr(message, f"reported_by_{side}", None)


@register.filter
def pictures_of(message: Message) -> list[Any]:
    """Its pictures: those that came with the query that found it, else asked for now."""
    found = getattr(message, "shown_pictures", None)
    return list(message.pictures.all()) if found is None else found


@register.simple_tag
def picture_words(width: int, height: int, number: int, of: int, by: User | None) -> str:
    """What is read out for the picture of that number, of so many in a message."""
    which = f"Picture {number} of {of}" if of > 1 else "Picture"
    whose = f" from {by.name}" if by else ""
    return f"{which}{whose}, {width} by {height}"


@register.simple_tag
def besides(message: Message, side: str) -> Besides:
    """What that side may see of what stood besides in the e-mail that it came by."""
    return besides_for(message, side)
