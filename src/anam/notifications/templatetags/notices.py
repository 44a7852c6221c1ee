"""How many notices a reader has not seen."""

from django import template

from anam.notifications.models import Notice
from anam.people.models import User

register = template.Library()


@register.simple_tag
def unread_notices(user: User) -> int:
    return Notice.objects.of_user(user).unread().count()
