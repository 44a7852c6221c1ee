from anam.clock import database_now
from anam.notifications.models import Notice
from anam.people.models import User


def mark_seen(user: User) -> None:
    """All notices of `user` are read."""
    Notice.objects.of_user(user).unread().update(read_at=database_now())
