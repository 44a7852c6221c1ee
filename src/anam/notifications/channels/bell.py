"""The bell: what the pages show to whoever is signed in, until they have seen it."""

from collections.abc import Sequence

from django.db.models.functions import Now

from anam.notifications.channels import Delivered
from anam.notifications.models import Notice
from anam.notifications.registry import EntryNotification, Notification
from anam.people.models import User

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
    return isinstance(notification, EntryNotification) or notification.rings


def deliver(delivered: Sequence[Delivered]) -> set[str]:
    """Ring for a product. For an entry nothing is left to do: it rang with it."""
    Notice.objects.bulk_create(
        Notice(user=one.to, product_id=one.about.product_id, as_party="buyer", at=Now())
        for one in delivered
        if one.notification.rings and isinstance(one.to, User)
    )
    return set()
