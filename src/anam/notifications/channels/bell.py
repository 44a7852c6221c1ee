"""The bell: what the pages show to whoever is signed in, until they have seen it."""

from collections.abc import Sequence

from anam.notifications.channels import Delivered
from anam.notifications.models import Notice
from anam.notifications.registry import EntryNotification, Notification

NAME = "bell"

# Part of the statement that writes the entry: it rings for every member of the parties that are told.
NOTICES = """
notice AS (
  INSERT INTO history_notice (entry_id, user_id, as_party)
  SELECT entry.id, member.user_id, member.party FROM entry, (
    SELECT user_id, 'maker' AS party FROM maker_member WHERE maker_id = %(maker)s::bigint
    UNION ALL
    SELECT user_id, 'buyer' FROM buyer_member WHERE buyer_id = %(buyer)s::bigint
  ) member WHERE member.party = ANY (%(told)s::text[]) ON CONFLICT DO NOTHING
)"""


def silence(entry_id: int) -> None:
    """Take back that it rang for an entry, which was undone."""
    Notice.objects.filter(entry=entry_id).delete()


def carries(notification: Notification) -> bool:
    return isinstance(notification, EntryNotification)


def deliver(delivered: Sequence[Delivered]) -> set[str]:
    """Nothing is left to do: it rang with the entry."""
    return set()
