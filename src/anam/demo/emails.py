"""The e-mails of the past: written as ever, then dated, and no longer waiting to be sent."""

from anam.notifications.engine import notify_of
from anam.sql import execute, fetch_value, fetch_values

# An e-mail's key says what it is about. There were no people before, so all e-mails are the demo's.
_DATE = """
WITH told AS (
  SELECT 'entry:' || e.id || ':person:' || n.user_id AS key, e.at
  FROM history_notice n JOIN history_entry e ON e.id = n.entry_id
  UNION ALL
  SELECT 'message:' || m.id || ':person:' || p.id, m.sent_at FROM message m CROSS JOIN person p
)
UPDATE email SET written_at = told.at, sent_at = told.at FROM told WHERE told.key = email.key
"""
_FORGET_TELLING = """
DELETE FROM procrastinate_jobs WHERE task_name = 'notifications.notify' AND id > %s
RETURNING (args ->> 'entry_id')::bigint
"""
_FORGET_SENDING = "DELETE FROM procrastinate_jobs WHERE task_name = 'mail.send_email' AND id > %s"


def newest_job() -> int:
    newest: int = fetch_value("SELECT coalesce(max(id), 0) FROM procrastinate_jobs")
    return newest


def notify_now(*, jobs_after: int) -> None:
    """Tell people of the entries that were just written, instead of the jobs that would tell them only later."""
    for entry_id in sorted(fetch_values(_FORGET_TELLING, [jobs_after])):
        notify_of(entry_id=entry_id)


def send_all_emails(*, jobs_after: int) -> None:
    """Date every e-mail as of what it tells, and take back the jobs that would send it only now."""
    execute(_DATE)
    for forget in (_FORGET_TELLING, _FORGET_SENDING):
        execute(forget, [jobs_after])
