from anam.people.models import User
from anam.sql import execute


def mark_seen(user: User) -> None:
    """All notices of `user` are read."""
    execute("UPDATE history_notice SET read_at = clock_timestamp() WHERE user_id = %s AND read_at IS NULL", [user.pk])
