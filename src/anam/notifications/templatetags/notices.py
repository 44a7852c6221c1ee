"""How many notices a reader has not seen. Each page asks, so it is compiled once."""

from django import template
from django.db.models import BigIntegerField

from anam.compiled import Bound, CompiledQuery
from anam.notifications.models import Notice
from anam.people.models import User

register = template.Library()
_UNREAD = CompiledQuery(lambda: Notice.objects.filter(user=Bound("user", BigIntegerField())).unread())


@register.simple_tag
def unread_notices(user: User) -> int:
    return _UNREAD.count(user=user.pk)
