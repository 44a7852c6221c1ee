"""What happened, once and for all: the timeline of an order is its audit trail (D12)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from anam.history.kinds import BUYER_READS, TYPES
from anam.people.models import Buyer, Maker, User
from anam.people.seeing import seen_by
from anam.web.cursors import later_than


class EntryQuerySet(models.QuerySet["Entry"]):
    def of_order(self, order_id: int) -> "EntryQuerySet":
        return self.filter(order_id=order_id).as_it_happened()

    def as_it_happened(self) -> "EntryQuerySet":
        """The oldest first, each with who did it."""
        return self.select_related("actor").order_by("at", "id")

    def after(self, last: tuple[datetime, int] | None) -> "EntryQuerySet":
        """Those that come after the one at (at, id), in the order in which they happened."""
        later = self.filter(later_than(last, by="at")).order_by("at", "id")
        return later.select_related("order__maker", "order__buyer", "actor", "event")

    def a_buyer_reads(self) -> "EntryQuerySet":
        return self.filter(kind__in=BUYER_READS)


class Entry(models.Model):
    """One thing that happened to an order. Only ever added: a trigger refuses to change or delete one."""

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="entries", db_index=False)
    maker = models.ForeignKey("people.Maker", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    actor_as = models.CharField(max_length=16, help_text="maker, buyer, support or anam")
    at = models.DateTimeField()
    policy_id = models.BigIntegerField(help_text="the version of the policy that the order was placed under")
    facts: Any = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        db_table = "history_entry"
        indexes = [models.Index(fields=["order", "at"], name="history_of_order")]


class EventQuerySet(models.QuerySet["Event"]):
    def seen_by(self, user: User) -> "EventQuerySet":
        """Those of the orders that `user` may see; what a buyer does not read is left out."""
        return seen_by(self, user, what_buyers_read=Q(entry__kind__in=BUYER_READS))

    def of_types(self, types: Collection[str]) -> "EventQuerySet":
        """Those that have one of these names outside."""
        return self.filter(entry__kind__in=[kind for kind, name in TYPES.items() if name in types])

    def after(self, seq: int) -> "EventQuerySet":
        """Those that come after `seq` in the feed, in its order."""
        rows = self.select_related("entry__actor", "entry__order__maker", "entry__order__buyer")
        return rows.filter(seq__gt=seq).order_by("seq")


class Event(models.Model):
    """The place of an entry in the feed. A trigger adds one for each entry; anam.history.feed gives it its number."""

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.PROTECT, related_name="event")
    seq = models.BigIntegerField(null=True, unique=True, help_text="its place in the feed; empty: none yet")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+", db_index=False)
    buyer = models.ForeignKey(Buyer, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        db_table = "history_event"
        indexes = [
            models.Index(fields=["maker", "seq"], name="event_of_maker"),
            models.Index(fields=["buyer", "seq"], name="event_of_buyer"),
            models.Index(fields=["entry"], name="event_unnumbered", condition=Q(seq=None)),
        ]
