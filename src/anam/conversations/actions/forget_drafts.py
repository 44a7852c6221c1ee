from anam.sql import execute

_FORGET = """
DELETE FROM message_draft
WHERE changed_at < clock_timestamp() - CASE WHEN body = '' THEN interval '1 day' ELSE interval '90 days' END
"""


def forget_drafts() -> int:
    """Delete drafts of messages that nobody came back to for 90 days, and marks of what was sent a day ago."""
    return execute(_FORGET)
