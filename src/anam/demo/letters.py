"""The e-mails of the past: written as ever, then dated, and no longer waiting to be sent."""

from datetime import datetime

from django.db import connection

from anam.conversations.actions.write_letters import write_letters as write_message
from anam.mail.models import Letter
from anam.orders.actions.write_letters import write_letters as write_order

# Jobs that write or send letters, and were written since the demo began.
_UNSAY = """
DELETE FROM procrastinate_jobs
WHERE id > %s AND task_name IN ('write_letters', 'write_message_letters', 'send_letter')
"""


def write_order_letters(entry_id: int, *, at: datetime) -> None:
    """The letters that an entry called for, sent at `at` (UTC)."""
    write_order(entry_id)
    Letter.objects.filter(key__startswith=f"entry:{entry_id}:").update(written_at=at, sent_at=at)


def write_message_letters(message_id: int, *, at: datetime) -> None:
    """The letters about a message, sent at `at` (UTC)."""
    write_message(message_id)
    Letter.objects.filter(key__startswith=f"message:{message_id}:").update(written_at=at, sent_at=at)


def newest_job() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM procrastinate_jobs")
        row: tuple[int] = cursor.fetchone()
    return row[0]


def forget_jobs_of_letters(*, after: int) -> None:
    """Take back the jobs for letters that were sent long ago, so that the worker finds only work."""
    with connection.cursor() as cursor:
        cursor.execute(_UNSAY, [after])
